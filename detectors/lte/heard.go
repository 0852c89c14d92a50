package lte

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// HeardFields is what an event says of an LTE cell whose synchronisation signals
// were identified but whose broadcast could not be decoded.
type HeardFields struct {
	RAT       string  `json:"rat"`
	PCI       int     `json:"pci"`
	Duplex    string  `json:"duplex"`
	CFO       float64 `json:"cfo_hz"`
	OffCentre float64 `json:"off_centre_hz"`
	Prefix    string  `json:"cyclic_prefix"`
}

// Same reports whether it is the same cell; the carrier offset moves by itself.
func (f HeardFields) Same(other detectors.Fields) bool {
	o, ok := other.(HeardFields)
	o.CFO = f.CFO
	return ok && o == f
}

// leastHeard is the least significance of the secondary signal of a cell that is
// reported although its broadcast was not decoded; a single half-frame cannot
// exceed 7.9, a window 11.1.
const leastHeard = 7.3

// heardAlarm returns the probability that noise gives some candidate of a window
// this significance: the union of Hoeffding's bounds over 168 groups, two halves
// of the frame, four timings and every candidate of every round.
func heardAlarm(fit float64) float64 {
	const hypotheses = float64(groups * 2 * len(timings) * maxCandidates * maxRounds)
	return min(1, hypotheses*math.Exp(-fit*fit/2))
}

// hear keeps the candidate as a cell that is there but cannot be read. Where
// cells were decoded it does not: what their subtraction leaves is no noise, and
// the bound on false alarms holds for noise. Of candidates that share a primary
// signal at nearly the same time only the best counts: the others may be its
// echoes.
func (a *analysis) hear() {
	c := &a.trial
	if c.fit < leastHeard || a.found > 0 {
		return
	}
	for i := range a.heard[:a.faint] {
		if o := &a.heard[i]; o.overlaps(c) || o.pci == c.pci {
			if c.fit > o.fit {
				*o = *c
			}
			return
		}
	}
	if a.faint < maxCells {
		a.heard[a.faint] = *c
		a.faint++
	}
}

// overlaps reports whether the primary signals of two cells are one, or run into
// each other.
func (c *cell) overlaps(o *cell) bool {
	return c.primary.id == o.primary.id && apart(c.primary.start, o.primary.start, halfSize) < symbolSize
}

// heardEvent returns the statement that an undecoded cell is there, but for its time.
func (c *cell) heardEvent(centre sdr.Hz) detectors.Event {
	f := c.fields()
	freq := c.freq(centre)
	return detectors.Event{
		Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Link, Confidence: sureHeard,
		Freq: freq, Bandwidth: occupiedHz,
		Track:     fmt.Sprintf("lte-pci%d@%.0f", c.pci, float64(freq)),
		Reason:    fmt.Sprintf("LTE cell PCI %d, %s, heard but too faint or too short to read", c.pci, f.Duplex),
		Statistic: &detectors.Statistic{Name: "sss", Value: decimal(c.fit), Threshold: leastHeard, PFA: max(leastClaim, heardAlarm(c.fit))},
		Fields:    HeardFields{RAT: f.RAT, PCI: f.PCI, Duplex: f.Duplex, CFO: f.CFO, OffCentre: f.OffCentre, Prefix: f.Prefix},
	}
}
