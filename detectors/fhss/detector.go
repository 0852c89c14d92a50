package fhss

import (
	"errors"
	"fmt"

	"vigie/detectors"
	"vigie/sdr"
)

// leastRate is the least sample rate: less holds no chirp of 500 kHz whole.
const leastRate = 600e3

// judgeEvery is how many seconds pass between two judgements.
const judgeEvery = 0.25

// A Detector joins what its Finders find in the samples of one receiver.
type Detector struct {
	finders []Finder
	linker  *Linker
	block   sdr.Block // for the times of samples
	judged  float64   // seconds
	take    func(*Burst)
	told    [classes]told
	idle    bool // no link is where the receiver is tuned
}

// told is when a link was last reported, and as what.
type told struct {
	system *System
	sf     int
	alert  bool
	at     float64
	proofs int
}

// newDetector returns what makes a Detector with these Finders for a receiver.
// Finders that are blind there are left out.
func newDetector(finders []func(detectors.Setup) (Finder, error)) func(detectors.Setup) (detectors.Detector, error) {
	return func(setup detectors.Setup) (detectors.Detector, error) {
		if setup.Rate < leastRate {
			return nil, fmt.Errorf("%w: %.6g kS/s hold no chirp of 500 kHz and no two channels of a hopping link, which need 600", detectors.ErrBlind, float64(setup.Rate)/1e3)
		}
		d := &Detector{linker: NewLinker()}
		d.take = d.hear
		var blind error
		for _, make := range finders {
			f, err := make(setup)
			switch {
			case err == nil:
				d.finders = append(d.finders, f)
			case errors.Is(err, detectors.ErrBlind):
				blind = err
			default:
				return nil, err
			}
		}
		if len(d.finders) == 0 {
			return nil, blind
		}
		return d, nil
	}
}

// hear takes a burst, and tells those Finders of it that want to know.
func (d *Detector) hear(b *Burst) {
	d.linker.Add(b)
	for _, f := range d.finders {
		if h, ok := f.(Hearer); ok {
			h.Heard(b)
		}
	}
}

// Detect implements detectors.Detector.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	now := float64(f.End()) / float64(f.Rate)
	if f.Fresh {
		for _, finder := range d.finders {
			finder.Flush(d.take)
		}
		d.judge(now, emit)
		d.linker.Tune(f.Centre, f.Rate, float64(f.Index)/float64(f.Rate))
		d.judged = now
		d.told = [classes]told{}
		d.idle = !InBand(f.Centre, f.Rate)
	}
	if d.idle {
		return
	}
	d.block = *f.Block
	d.block.IQ = nil
	for _, finder := range d.finders {
		finder.Find(f, d.take)
	}
	if now-d.judged >= judgeEvery {
		d.judge(now, emit)
	}
}

// Flush implements detectors.Flusher.
func (d *Detector) Flush(emit func(detectors.Event)) {
	for _, finder := range d.finders {
		finder.Flush(d.take)
	}
	if d.block.Rate > 0 {
		d.judge(float64(d.block.Index)/float64(d.block.Rate), emit)
	}
}

// judge reports the links there are.
func (d *Detector) judge(now float64, emit func(detectors.Event)) {
	d.judged = now
	links := d.linker.Judge(now)
	for i := range links {
		if k := &links[i]; d.news(k, now) {
			emit(d.event(k))
		}
	}
}

// repeatSeconds is how often a link that goes on is reported again.
const repeatSeconds = 2

// news reports whether a link says something that was not said lately, and keeps
// it in mind.
func (d *Detector) news(k *Link, now float64) bool {
	if k.System == nil && !k.hopping() {
		return false
	}
	mine, oldest := -1, 0
	for i := range d.told {
		t := &d.told[i]
		if t.at > 0 && t.system == k.System && t.sf == k.Newest.SF {
			mine = i
		}
		if t.at < d.told[oldest].at {
			oldest = i
		}
	}
	if mine < 0 {
		mine = oldest
		d.told[mine] = told{system: k.System, sf: k.Newest.SF}
	}
	t := &d.told[mine]
	if now-t.at < repeatSeconds && t.alert == k.alert() && t.proofs == k.Proofs && t.at > 0 {
		return false
	}
	t.at, t.alert, t.proofs = now, k.alert(), k.Proofs
	return true
}
