package fpv

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// leastRate is the least sample rate: a narrower window sees the carrier pass too
// seldom.
const leastRate = 1e6

// Bounds of what is reported.
const (
	leastScore = 5.  // of a window: noise has it once in 10⁷
	sameHz     = 2.5 // between windows
	lasting    = 10  // windows of that system in a row, but for one in three, for an alert
)

// A Detector finds analogue video in the samples of one receiver.
type Detector struct {
	decimate int
	comb     *comb
	power    []float32 // of a stretch of samples
	envelope []float32
	sum      float32
	summed   int

	block  sdr.Block // for the times of samples
	next   uint64    // sample after the envelope's last one
	recent [3]score  // of the last windows, newest first
	held   int       // windows that the video has been there
	fields float64   // sum of their lines beside the harmonics
	began  uint64
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	rate := float64(setup.Rate)
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s see too little of a video carrier, which needs 1000", detectors.ErrBlind, rate/1e3)
	}
	d := &Detector{decimate: int(math.Round(rate / envelopeHz)), power: make([]float32, 4096), envelope: make([]float32, 0, bins)}
	var err error
	if d.comb, err = newComb(rate / float64(d.decimate)); err != nil {
		return nil, fmt.Errorf("fpv: %w", err)
	}
	return d, nil
}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.envelope, d.sum, d.summed = d.envelope[:0], 0, 0
		if f.Fresh {
			d.recent, d.held = [3]score{}, 0
		}
	}
	d.block = *f.Block
	d.block.IQ = nil
	d.next = f.Index
	for x := f.IQ; len(x) > 0; {
		n := min(len(x), len(d.power))
		dsp.Power(d.power, x[:n])
		for _, p := range d.power[:n] {
			d.take(p, emit)
		}
		x = x[n:]
	}
}

// take adds the power of one sample.
func (d *Detector) take(p float32, emit func(detectors.Event)) {
	d.next++
	d.sum += p
	if d.summed++; d.summed < d.decimate {
		return
	}
	d.envelope = append(d.envelope, float32(math.Sqrt(float64(d.sum))))
	d.sum, d.summed = 0, 0
	if len(d.envelope) == bins {
		d.judge(d.comb.examine(d.envelope), emit)
		d.envelope = d.envelope[:0]
	}
}

// judge takes the score of the newest window: two of three with the same lines
// are video.
func (d *Detector) judge(s score, emit func(detectors.Event)) {
	d.recent[2], d.recent[1], d.recent[0] = d.recent[1], d.recent[0], s
	agree := 0
	for _, r := range d.recent {
		if r.value >= leastScore && r.system == s.system && math.Abs(r.lineHz-s.lineHz) <= sameHz {
			agree++
		}
	}
	switch {
	case agree >= 2:
		if d.held == 0 {
			d.began, d.fields = d.next, 0
		}
		d.held++
		d.fields += s.fields
		emit(d.event(s))
	case s.value < leastScore && d.recent[1].value < leastScore:
		d.held = 0
	}
}
