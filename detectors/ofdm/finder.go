package ofdm

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
	sliceStep = 6e6 // between slices that look everywhere
)

// LogOne is the least logarithm of a Burst that a Finder gives: noise has one in
// ten million samples. LogAlone is that from which a burst needs no company: 10⁻¹³.
const (
	LogOne   = 16.1
	LogAlone = 29.9
	logDoubt = 9   // from which a burst's first symbol is looked at
	logMost  = 200 // that a Burst gives: what is said of noise so far out says nothing more
)

// burstSpan is within how many seconds hits are one burst.
const burstSpan = 0.5e-3

// A Burst is one that was found.
type Burst struct {
	Index   uint64  // of the sample at which its first Zadoff-Chu symbol begins
	Seconds float64 // of the same since the stream was last interrupted
	Centre  sdr.Hz  // of the receiver on the air, 0 when unknown
	Offset  float64 // of its own centre from that, hertz
	Channel bool    // on DroneID's raster
	Log     float64 // -ln of the probability that a sample of noise gives as much
	Share   float64 // of the second Zadoff-Chu sequence in the energy at its place
}

// mostSNR is the signal to noise ratio in decibels up to which it can be told:
// beyond, what the search's grid of half samples leaves of a burst looks like
// noise.
const mostSNR = 3

// SNR returns the signal to noise ratio in the slice in decibels, or mostSNR for
// that and more.
func (b Burst) SNR() float64 {
	return min(mostSNR, math.Round(100*math.Log10(b.Share/max(1-b.Share, 1e-4)))/10)
}

// A Finder finds bursts of one kind in the samples of one receiver.
type Finder struct {
	engine    *engine
	kind      kind
	found     func(Burst)
	restarted func()
}

// NewFinder returns a Finder for a receiver that calls found with every burst: of
// DroneID's channels, or everywhere. It calls restarted when what comes next does not
// follow. The error wraps detectors.ErrBlind.
func NewFinder(setup detectors.Setup, everyone bool, found func(Burst), restarted func()) (*Finder, error) {
	rate := float64(setup.Rate)
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s see too little of a burst of 9 MHz, which needs 1600", detectors.ErrBlind, rate/1e3)
	}
	f := &Finder{kind: onChannels, found: found, restarted: restarted}
	if everyone {
		f.kind = everywhere
	}
	var err error
	f.engine, err = detectors.Share(setup, shareKey{}, func() (*engine, error) { return &engine{rate: rate}, nil })
	f.engine.wanted[f.kind] = true
	return f, err
}

type shareKey struct{}

// Detect takes the samples of a Frame.
func (f *Finder) Detect(frame *detectors.Frame) {
	f.engine.work(frame)
	q := &f.engine.queues[f.kind]
	if !frame.Contiguous() {
		f.give(q.bursts[:q.before])
		f.restarted()
		f.give(q.bursts[q.before:])
	} else {
		f.give(q.bursts)
	}
	q.bursts, q.before = q.bursts[:0], 0
}

// Flush finishes with the samples there are.
func (f *Finder) Flush() {
	f.engine.flush()
	q := &f.engine.queues[f.kind]
	f.give(q.bursts)
	q.bursts, q.before = q.bursts[:0], 0
}

func (f *Finder) give(bursts []Burst) {
	for _, b := range bursts {
		f.found(b)
	}
}
