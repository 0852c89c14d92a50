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
// stopbandDB down from cutoffHz + transitionHz/2 on.
func NewSampler(cutoffHz, transitionHz, rateHz, stopbandDB float64) (*Sampler, error) {
	if !(transitionHz > 0 && cutoffHz > 0 && 2*cutoffHz <= rateHz && stopbandDB > 0) {
		return nil, fmt.Errorf("dsp: sampler of ±%g Hz, transition %g Hz, %g dB at %g Hz", cutoffHz, transitionHz, stopbandDB, rateHz)
	}
	order := kaiserOrder(transitionHz/rateHz, stopbandDB+kaiserSlackDB)
	n := wholeTaps(order + order%2 + 2)
	s := &Sampler{rate: rateHz, n: n, mixer: NewMixer(0, rateHz), mixed: make([]complex64, streamChunk+2*n)}
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
// start+i·step, in input samples from the first one of src, which more follows. What
// lies outside of both counts as zero. The phase is that of an oscillator which is 0
// at the first input sample used.
func (s *Sampler) Sample(dst, src, more []complex64, start, step, freqHz float64) {
	s.mixer.Reset()
	s.mixer.SetFreq(-freqHz)
	before, chunk := s.n/2-1, max(1, int(streamChunk/step))
	first := int(math.Floor(start)) - before // of the input samples in mixed
	held := 0
	for i := 0; i < len(dst); {
		end := min(len(dst), i+chunk)
		need := int(math.Floor(start+step*float64(end-1))) + s.n/2 + 2 - first
		s.load(s.mixed[held:need], src, more, first+held)
		for ; i < end; i++ {
			t := (start + step*float64(i)) * samplerPhases
			at := int(math.Floor(t + 0.5))
			dst[i] = s.rows[at&(samplerPhases-1)].dot(s.mixed[at>>6-before-first:][:s.n])
		}
		drop := min(need, int(math.Floor(start+step*float64(i)))-before-first)
		held = copy(s.mixed, s.mixed[drop:need])
		first += drop
	}
}

// load mixes input samples from first on into mixed.
func (s *Sampler) load(mixed, src, more []complex64, first int) {
	for _, x := range [2][]complex64{src, more} {
		from, to := min(len(mixed), max(0, -first)), min(len(mixed), max(0, len(x)-first))
		if from < to {
			clear(mixed[:from])
			s.mixer.Mix(mixed[from:to], x[first+from:first+to])
			mixed, first = mixed[to:], first+to
		}
		first -= len(x)
	}
	clear(mixed)
}
