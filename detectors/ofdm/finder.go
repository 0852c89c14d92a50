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
	Offset  float64 // of its centre from the receiver's, hertz
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

// A Finder finds bursts in the samples of one receiver.
type Finder struct {
	rate     float64
	everyone bool // also those beside DroneID's raster
	found    func(Burst)
	centre   sdr.Hz
	slices   []*slice
	channels []float64
	opened   uint64 // first sample of this stretch
	seen     uint64 // samples of it
	best     Burst  // of the hits within a burst's length
	hit      func(*slice, hit)
}

// NewFinder returns a Finder for a receiver of this rate that calls found with
// every burst: of DroneID's channels, or everywhere. The error wraps
// detectors.ErrBlind.
func NewFinder(rate sdr.Hz, everyone bool, found func(Burst)) (*Finder, error) {
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s see too little of a burst of 9 MHz, which needs 1600", detectors.ErrBlind, float64(rate)/1e3)
	}
	f := &Finder{rate: float64(rate), everyone: everyone, found: found}
	f.hit = f.take
	return f, nil
}

// Centre returns the frequency on the air that the Finder stands on, 0 when it
// is unknown.
func (f *Finder) Centre() sdr.Hz { return f.centre }

// Detect takes the samples of a Frame.
func (f *Finder) Detect(frame *detectors.Frame) {
	if !frame.Contiguous() {
		f.Flush()
		f.restart(frame)
	}
	for x := frame.IQ; len(x) > 0; {
		n := min(chunk, len(x))
		for _, s := range f.slices {
			s.take(x[:n], f.hit)
		}
		x = x[n:]
		f.seen += uint64(n)
		f.settle(false)
	}
}

// Flush finishes with the samples there are.
func (f *Finder) Flush() {
	for _, s := range f.slices {
		s.finish(f.hit)
	}
	f.settle(true)
}

// restart begins a new stretch. Slices are cut anew only for a new tuning.
func (f *Finder) restart(frame *detectors.Frame) {
	f.opened, f.seen, f.best = frame.Index, 0, Burst{}
	if frame.Fresh || f.slices == nil {
		f.centre = frame.Centre
		f.cut()
		return
	}
	for _, s := range f.slices {
		s.restart()
	}
}

// cut makes the slices for the present centre.
func (f *Finder) cut() {
	f.slices = nil
	f.channels = channels(nil, f.centre, f.rate/2+reach)
	half := 0.
	if f.rate >= wideRate {
		half = math.Ceil((f.rate/2 - sliceEdge - reach) / sliceStep)
	}
	switch {
	case !inBand(f.centre, f.rate):
	case f.everyone || f.centre == 0 || f.rate < wideRate:
		for i := -half; i <= half; i++ {
			f.add(i*sliceStep, f.within(i*sliceStep))
		}
	default:
		for _, c := range channels(nil, f.centre, f.rate/2-sliceEdge) {
			f.add(c, []float64{0})
		}
	}
}

// within returns the channels in reach of a slice, as offsets from its centre;
// nil when everything is looked for.
func (f *Finder) within(offset float64) []float64 {
	if f.everyone {
		return nil
	}
	near := []float64{}
	for _, c := range f.channels {
		if math.Abs(c-offset) <= reach {
			near = append(near, c-offset)
		}
	}
	return near
}

func (f *Finder) add(offset float64, channels []float64) {
	if channels != nil && len(channels) == 0 {
		return
	}
	s, err := newSlice(f.rate, offset, channels)
	if err != nil {
		panic(err) // transforms of fixed lengths, and a rate that NewFinder took
	}
	f.slices = append(f.slices, s)
}

// take takes a slice's hit: the best one within a burst's length counts.
func (f *Finder) take(s *slice, h hit) {
	at := (h.at*s.ratio-s.delay)/f.rate - crossing(h.offset)
	b := Burst{Seconds: at, Offset: s.offset + h.offset, Log: h.log, Share: h.share}
	b.Index = f.opened + uint64(max(0, math.Round(at*f.rate)))
	for _, c := range f.channels {
		b.Channel = b.Channel || math.Abs(c-b.Offset) <= driftHz
	}
	if f.best.Log > 0 && math.Abs(b.Seconds-f.best.Seconds) > burstSpan {
		f.give()
	}
	if b.Log > f.best.Log {
		f.best = b
	}
}

// latest is how long after a burst all slices have searched it.
const latest = (4*chunk+ahead+behind)/sliceRate + burstSpan

// settle gives the best hit when no better one can come any more.
func (f *Finder) settle(end bool) {
	if f.best.Log > 0 && (end || float64(f.seen)/f.rate-f.best.Seconds > latest) {
		f.give()
	}
}

func (f *Finder) give() {
	b := f.best
	b.Log = min(b.Log, logMost)
	f.best = Burst{}
	f.found(b)
}
