package gsm

import (
	"fmt"
	"math"

	"vigie/detectors"
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
