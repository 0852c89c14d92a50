package droneid

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// Bounds of the receiver's rate: in less than leastRate too little of a burst is
// seen; from wideRate on more than one slice is cut.
const (
	leastRate = 1.6e6
	wideRate  = 5e6
	blindStep = 6e6 // between slices of a stream whose centre is unknown
	gridHz    = 500e3
)

// A Detector finds DroneID bursts in the samples of one receiver.
type Detector struct {
	rate   float64
	centre sdr.Hz
	slices []*slice
	opened uint64    // first sample of this stretch
	seen   uint64    // samples of it
	block  sdr.Block // for the times of samples
	best   burst     // of the hits within a burst's length
	memory memory
	emit   func(detectors.Event)
	found  func(*slice, hit)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	if setup.Rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s see too little of a burst of 9 MHz, which needs 1600", detectors.ErrBlind, float64(setup.Rate)/1e3)
	}
	d := &Detector{rate: float64(setup.Rate)}
	d.found = d.hit
	return d, nil
}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.Flush(emit)
		if err := d.restart(f); err != nil {
			panic(err) // rates that New took give filters and transforms of fixed lengths
		}
	}
	d.block = *f.Block
	d.block.IQ = nil
	d.emit = emit
	for x := f.IQ; len(x) > 0; {
		n := min(chunk, len(x))
		for _, s := range d.slices {
			s.take(x[:n], d.found)
		}
		x = x[n:]
		d.seen += uint64(n)
		d.settle(false)
	}
}

// restart begins a new stretch. Slices are cut anew only for a new tuning.
func (d *Detector) restart(f *detectors.Frame) error {
	d.opened, d.seen, d.best = f.Index, 0, burst{}
	if !f.Fresh && d.slices != nil {
		for _, s := range d.slices {
			s.restart()
		}
		return nil
	}
	d.memory = memory{}
	d.centre, d.slices = f.Centre, nil
	switch {
	case f.Centre == 0:
		return d.cutUnknown()
	case d.rate < wideRate:
		return d.cut(0, channels(nil, f.Centre, reach))
	}
	for _, c := range channels(nil, f.Centre, d.rate/2-sliceEdge) {
		if err := d.cut(c, []float64{0}); err != nil {
			return err
		}
	}
	return nil
}

// cutUnknown cuts slices of a stream whose frequency on the air is unknown. Its
// centre is taken to be a multiple of 500 kHz, as all channels are.
func (d *Detector) cutUnknown() error {
	var steps []float64
	for o := -reach; o <= reach; o += gridHz {
		steps = append(steps, o)
	}
	if d.rate < wideRate {
		return d.cut(0, steps)
	}
	half := math.Ceil((d.rate/2 - sliceEdge - reach) / blindStep)
	for i := -half; i <= half; i++ {
		if err := d.cut(i*blindStep, steps); err != nil {
			return err
		}
	}
	return nil
}

// cut adds a slice for bursts in channels at these offsets from its centre.
func (d *Detector) cut(offset float64, channels []float64) error {
	if len(channels) == 0 {
		return nil
	}
	s, err := newSlice(d.rate, offset, channels)
	if err == nil {
		d.slices = append(d.slices, s)
	}
	return err
}

// hit takes a slice's hit: the best one within a burst's length counts.
func (d *Detector) hit(s *slice, h hit) {
	at := (h.at*s.ratio - s.delay) / d.rate
	b := burst{seconds: at - crossing(h.offset), offset: s.offset + h.offset, log: h.log, share: h.share}
	if d.best.log > 0 && math.Abs(b.seconds-d.best.seconds) > burstSpan {
		d.report()
	}
	if b.log > d.best.log {
		d.best = b
	}
}

// settle reports the best hit when no better one can come any more.
func (d *Detector) settle(end bool) {
	if d.best.log > 0 && (end || float64(d.seen)/d.rate-d.best.seconds > latest) {
		d.report()
	}
}

// latest is how long after a burst all slices have searched it.
const latest = (4*chunk+ahead)/sliceRate + burstSpan

// report says what is known of a burst.
func (d *Detector) report() {
	b := d.best
	d.best = burst{}
	n := d.memory.matches(b)
	d.memory.keep(b)
	if n > 0 || b.log >= logAlone {
		d.emit(d.event(b, n))
	}
}

// Flush finishes with the samples there are.
func (d *Detector) Flush(emit func(detectors.Event)) {
	d.emit = emit
	for _, s := range d.slices {
		s.finish(d.found)
	}
	d.settle(true)
}
