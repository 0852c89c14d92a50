package gsm

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// leastSighting is how many frames lie between two reports of a cell that has
// nothing new to say: eight multiframes, the cycle of System Information.
const leastSighting = 8 * multiframe

// event says what a cell has said so far. Its time is that of the frame with the
// newest synchronisation burst.
func (d *Detector) event(c *cell) detectors.Event {
	freq := sdr.Hz(0)
	if d.centre > 0 {
		freq = d.centre + sdr.Hz(c.nominal)
	}
	f := c.fields(freq)
	e := detectors.Event{
		Time: d.block.Time(uint64(max(0, math.Round(c.heard+edgeSymbols*c.period)))), Type: detectors.Cell, Severity: detectors.Info,
		Evidence: detectors.Decoded, Freq: freq, Bandwidth: raster,
		SNR:      math.Round(100*math.Log10(c.snr)) / 10,
		Duration: math.Round((c.start-c.found)/d.rate*1e4) / 1e4,
		Fields:   f,
	}
	place := fmt.Sprintf("%+.0f Hz from the centre", c.nominal)
	if f.ARFCN != nil {
		place = fmt.Sprintf("ARFCN %d", *f.ARFCN)
	} else if freq > 0 {
		place = freq.String()
	}
	e.Track = fmt.Sprintf("gsm-%s-bsic%d%d", place, c.ncc, c.bcc)
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
