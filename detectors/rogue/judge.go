package rogue

import (
	"fmt"
	"math"
	"sync"

	"vigie/detectors"
)

// A Setup is what the owner of a sensor decides and knows.
type Setup struct {
	Prior float64 // decimal logarithm of the odds that a cell is a catcher; 0 for DefaultPrior
	Watch float64 // score of a watch
	Alert float64 // score of an alert; 0 for DefaultAlert
	Home  string  // country code of the site; empty learns it from the cells

	Baseline Baseline // the site as it was learnt; nil for none
	Database Database // published cells; nil for none
	Position *Place   // of the sensor, where that matters; nil for unknown

	Exposure *Exposure // judges shares of connections in captures; nil, as a rule, for not at all
}

// A Baseline knows the cells of a site from before.
type Baseline interface {
	// Known returns what the baseline has of a cell, and false for none.
	Known(identity string) (Usual, bool)
	// Days is how long it learnt.
	Days() float64
}

// Usual is what a baseline knows of one cell.
type Usual struct {
	Carriers []string // keys under which it was heard
	Contents []string // what it said
	SNR      float64  // mean, dB
	Spread   float64  // of it, dB
}

// A Judge weighs the cells of one sensor. It is safe for several receivers.
type Judge struct {
	mu    sync.Mutex
	setup Setup
	site  *site
	signs []Indicator
}

// New returns a Judge.
func New(setup Setup) *Judge {
	if setup.Prior == 0 {
		setup.Prior = DefaultPrior
	}
	if setup.Alert == 0 {
		setup.Alert = DefaultAlert
	}
	setup.Watch = math.Min(setup.Watch, setup.Alert)
	return &Judge{setup: setup, site: newSite(), signs: Catalogue()}
}

var _ detectors.Judge = (*Judge)(nil)

// Spec describes the judge.
func (*Judge) Spec() *detectors.Spec { return &Spec }

// See takes one sighting of a cell and emits a cell_alert when the odds are bad.
// Other events it passes over.
func (j *Judge) See(e *detectors.Event, emit func(detectors.Event)) {
	if e.Type != detectors.Cell {
		return
	}
	c, err := cellOf(e)
	if err != nil || c.RAT == "" {
		return // no cell in the sense of the contract
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	r := j.site.sight(e, c)
	j.judge(r, e, false, emit)
	j.site.sweep(func(r *record) {
		e := r.event
		e.Time = j.site.now
		j.judge(r, &e, true, emit)
	})
}

// judge weighs one cell.
func (j *Judge) judge(r *record, e *detectors.Event, ended bool, emit func(detectors.Event)) {
	v := &view{now: e.Time, site: j.site, record: r, cell: &r.cell, event: e, ended: ended, setup: &j.setup}
	verdict := weigh(j.setup.Prior, j.signs, v)
	severity, threshold, ok := j.severity(verdict)
	if !ok {
		return
	}
	emit(statement(v, verdict, severity, threshold))
}

// severity holds a verdict against the thresholds. An alert needs signs of two
// groups, or a strong one.
func (j *Judge) severity(v Verdict) (s detectors.Severity, threshold float64, ok bool) {
	switch {
	case v.Score >= j.setup.Alert && (v.Strong || v.Groups >= 2):
		return detectors.Alert, j.setup.Alert, true
	case v.Score >= j.setup.Watch:
		return detectors.Watch, j.setup.Watch, true
	}
	return detectors.Info, 0, false
}

// statement is the event that a verdict becomes.
func statement(v *view, verdict Verdict, severity detectors.Severity, threshold float64) detectors.Event {
	c := v.cell
	f := Fields{
		RAT: c.RAT, PLMNs: c.plmns(), MCC: c.MCC, MNC: c.MNC, LAC: c.LAC, TAC: c.TAC, CellID: c.CellID, NCI: c.NCI, ARFCN: c.ARFCN, PCI: c.PCI,
		Score: verdict.Score, Threshold: threshold, Probability: verdict.Probability(), Prior: v.setup.Prior,
		Baseline: v.setup.Baseline != nil, Indicators: verdict.Findings,
	}
	if area := c.area(); area >= 0 {
		f.Area = &area
	}
	if c.RAT == gsmRAT {
		f.BSIC = fmt.Sprintf("%d/%d", c.NCC, c.BCC)
	}
	e := detectors.Event{
		Time: v.now, Type: detectors.CellAlert, Severity: severity, Evidence: v.event.Evidence,
		Confidence: verdict.Probability(), Freq: v.event.Freq, Bandwidth: v.event.Bandwidth, SNR: v.event.SNR,
		Track: "rogue-" + v.record.on.name, Fields: f,
		Reason:    fmt.Sprintf("%s: odds of a catcher 10^%.1f: %s", v.event.Reason, verdict.Score, verdict.Findings[0].Evidence),
		Statistic: &detectors.Statistic{Name: "log10_odds", Value: verdict.Score, Threshold: threshold},
	}
	return e
}

// ClockError returns how far a receiver's oscillator appears off, in parts per
// million, as the median over the cells it heard lately; cells is how many. A
// base station's carrier is right to 0.05 ppm (TS 36.104 clause 6.5.1, TS 45.010
// clause 5.1), so this is the receiver's own error, with its sign turned.
func (j *Judge) ClockError(receiver string) (ppm float64, cells int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var values []float64
	lately := j.site.now.Add(-clockWindow)
	for r := range j.site.since(lately) {
		if ppm, n := r.clockOf(receiver, lately); n > 0 {
			values = append(values, ppm)
		}
	}
	return -median(values), len(values)
}
