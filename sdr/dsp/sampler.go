package dsp

import (
	"fmt"
	"math"
)

// samplerPhases is how many points between two input samples a Sampler knows.
// Its error, a timing jitter of at most 1/128 of an input sample, is below
// -45 dB for a signal that fills the input's band and falls with the square of
// the bandwidth.
const samplerPhases = 64

// A Sampler cuts pieces out of a wide band: it brings a frequency to 0 Hz,
// filters, and gives the result at evenly spaced times that need not fall on
// input samples. It has no history, so that short bursts cost no more than
// themselves.
type Sampler struct {
	rate  float64
	rows  [samplerPhases]dotTaps
	n     int // taps of a row
	mixer *Mixer
	mixed []complex64
}

// NewSampler returns a sampler of a stream of rateHz samples a second whose
// filter is half at cutoffHz either side of the frequency asked for, and
// stopbandDB down from cutoffHz + transitionHz/2 on. longest is the largest
// number of input samples between the first and the last output of one call.
func NewSampler(cutoffHz, transitionHz, rateHz, stopbandDB float64, longest int) (*Sampler, error) {
	if !(transitionHz > 0 && cutoffHz > 0 && 2*cutoffHz <= rateHz && stopbandDB > 0 && longest > 0) {
		return nil, fmt.Errorf("dsp: sampler of ±%g Hz, transition %g Hz, %g dB at %g Hz", cutoffHz, transitionHz, stopbandDB, rateHz)
	}
	order := kaiserOrder(transitionHz/rateHz, stopbandDB+kaiserSlackDB)
	n := wholeTaps(order + order%2 + 2)
	s := &Sampler{rate: rateHz, n: n, mixer: NewMixer(0, rateHz), mixed: make([]complex64, longest+n+2)}
	beta := kaiserBeta(stopbandDB + kaiserSlackDB)
	for p := range s.rows {
		taps := make([]float32, n)
		var sum float64
		at := make([]float64, n)
		for k := range at {
			t := float64(k-n/2+1) - float64(p)/samplerPhases
			at[k] = sinc(2*cutoffHz/rateHz*t) * kaiser(t/(float64(n)/2), beta)
			sum += at[k]
		}
		for k, v := range at {
			taps[k] = float32(v / sum)
		}
		s.rows[p] = newDotTaps(taps)
	}
	return s, nil
}

// Margin returns how many input samples before its time, and after it, one
// output depends on.
func (s *Sampler) Margin() int { return s.n/2 + 1 }

// Sample fills dst: dst[i] is the signal around freqHz at the position
// start+i·step in src, in input samples. What lies outside src counts as zero.
// The phase is that of an oscillator which is 0 at the first input sample used.
func (s *Sampler) Sample(dst, src []complex64, start, step, freqHz float64) {
	first := int(math.Floor(start)) - s.n/2 + 1
	last := int(math.Floor(start+step*float64(len(dst)-1))) + s.n/2 + 2
	mixed := s.mixed[:last-first]
	s.load(mixed, src, first, freqHz)
	for i := range dst {
		t := (start + step*float64(i)) * samplerPhases
		at := int(math.Floor(t + 0.5))
		dst[i] = s.rows[at&(samplerPhases-1)].dot(mixed[at>>6-s.n/2+1-first:][:s.n])
	}
}

// load mixes the samples of src from first on into mixed.
func (s *Sampler) load(mixed, src []complex64, first int, freqHz float64) {
	from, to := max(0, first), min(len(src), first+len(mixed))
	if from >= to {
		clear(mixed)
		return
	}
	clear(mixed[:from-first])
	clear(mixed[to-first:])
	s.mixer.Reset()
	s.mixer.SetFreq(-freqHz)
	s.mixer.Mix(mixed[from-first:], src[from:to])
}
