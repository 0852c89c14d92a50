package gsm

import (
	"fmt"
	"math"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// How long, in frames, a cell has to say which one it is before it is reported
// without, and how often one that has nothing new to say is reported: the cycle
// of System Information is eight multiframes.
const (
	mostAnonymous = 12 * multiframe
	leastSighting = 8 * multiframe
)

// due reports whether a cell is to be reported now: as soon as it has said which
// one it is, and then once a cycle.
func (c *cell) due() bool {
	named := c.info.has(si3)
	switch {
	case !c.believed():
		return false
	case named && !c.named:
		return true
	case !named && c.lived < mostAnonymous:
		return false
	}
	return (c.news || c.missed == 0) && (c.said < 0 || c.lived-c.said >= leastSighting)
}

// report emits what a cell has said so far.
func (d *Detector) report(c *cell, emit func(detectors.Event)) {
	c.news, c.named, c.said, c.told = false, c.info.has(si3), c.lived, c.traffic
	emit(d.event(c))
}

// dismiss ends the following of a cell, after a last report if there is
// anything to say.
func (d *Detector) dismiss(c *cell, emit func(detectors.Event)) {
	c.inUse = false
	c.closing = !d.live && c.told != c.traffic
	if c.believed() && (c.news || c.said < 0 || c.closing) {
		d.report(c, emit)
	}
}

// event says what a cell has said so far. Its time is that of the frame with the
// newest synchronisation burst.
func (d *Detector) event(c *cell) detectors.Event {
	freq := d.freq(c)
	f := c.fields(freq)
	e := detectors.Event{
		Time: d.time(c.heard), Type: detectors.Cell, Severity: detectors.Info,
		Evidence: detectors.Decoded, Freq: freq, Bandwidth: raster,
		SNR:      math.Round(10*decibels(c.snr)) / 10,
		Duration: math.Round((c.start-c.found)/d.rate*1e4) / 1e4,
		Fields:   f,
	}
	place := fmt.Sprintf("%+.0f Hz from the centre", c.nominal)
	e.Track = fmt.Sprintf("gsm-bsic%d%d@%.0f", c.ncc, c.bcc, c.nominal)
	if freq > 0 {
		place = freq.String()
		e.Track = fmt.Sprintf("gsm-bsic%d%d@%.0f", c.ncc, c.bcc, float64(freq))
	}
	if f.ARFCN != nil {
		place = fmt.Sprintf("ARFCN %d", *f.ARFCN)
	}
	e.Reason = fmt.Sprintf("GSM cell, BSIC %d/%d on %s", c.ncc, c.bcc, place)
	if c.info.has(si3) {
		e.Track = fmt.Sprintf("gsm-%s-%s-%d-%d", f.MCC, f.MNC, *f.LAC, *f.CellID)
		e.Reason = fmt.Sprintf("GSM cell %s-%s, LAC %d, CI %d, BSIC %d/%d on %s", f.MCC, f.MNC, *f.LAC, *f.CellID, c.ncc, c.bcc, place)
	}
	pfa := math.Pow(1./1024, float64(c.syncs))
	e.Statistic = &detectors.Statistic{Name: "sch_parity", Value: float64(c.syncs), Threshold: leastSyncs, PFA: pfa}
	if c.blocks > 0 {
		pfa = math.Pow(2, -40)
		e.Statistic = &detectors.Statistic{Name: "fire", Value: float64(c.blocks), Threshold: 1, PFA: pfa}
	}
	e.Confidence = 1 - pfa
	return e
}

// hear takes the next burst of a cell and reports it when that is due.
func (d *Detector) hear(c *cell, emit func(detectors.Event)) {
	first := c.fn - 3 // of the block that this burst may complete
	if octets := d.tuner.receive(c, d.source()); octets != nil && d.broadcast != nil {
		d.pass(c, octets, first)
	}
	if c.due() {
		d.report(c, emit)
	}
	if c.missed > mostMissed || c.missed > mostDoubted && !c.believed() {
		d.dismiss(c, emit)
	}
}

// pass hands on a message of System Information.
func (d *Detector) pass(c *cell, octets []byte, fn int) {
	freq := d.freq(c)
	b := detectors.Broadcast{
		Time: d.time(c.start - 4*frameSymbols*c.period), Freq: freq, RAT: "gsm", Channel: "bcch", ARFCN: -1,
		FN: uint32(fn), SNR: decibels(c.snr), Level: decibels(c.level), Octets: octets,
	}
	if n, _, ok := arfcnOf(freq); ok {
		b.ARFCN = n
	}
	d.broadcast(&b)
}

// freq returns the cell's carrier on the air, 0 when it is unknown.
func (d *Detector) freq(c *cell) sdr.Hz {
	if d.centre <= 0 {
		return 0
	}
	return d.centre + sdr.Hz(c.nominal)
}

// time returns the time of the sample with which a burst begins whose span
// begins at start.
func (d *Detector) time(start float64) time.Time {
	return d.block.Time(uint64(max(0, math.Round(start+edgeSymbols*d.rate/symbolRate))))
}

func decibels(ratio float64) float64 { return 10 * math.Log10(max(ratio, 1e-30)) }
