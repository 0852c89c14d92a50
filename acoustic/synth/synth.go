// Package synth models things that make sound out of doors, the air between them
// and a microphone, and the microphone: for tests, measurement, training and the
// demonstration.
//
// A [Scene] says what there is and where it flies; [Scene.Open] makes it an
// acoustic.Source. The same scene with the same seed gives the same samples on one
// kind of machine, however they are read.
//
// Each emitter is a point that gives a pressure of its own, whose A-weighted level
// at 1 m is stated. On its way to a microphone it is delayed by the distance at
// the time it was emitted, which is what makes Doppler's shift; it falls with the
// distance, is absorbed by the air (ISO 9613-1:1993) and comes a second time from
// the ground (Delany and Bazley's impedance, plane wave). What is left out: wind
// and temperature gradients, turbulence, walls, and the direction in which an
// emitter is louder.
//
// No recording went into the models, and the voices say nothing: they are pulses
// through moving resonances.
package synth

import (
	"math"
	"math/rand/v2"

	"vigie/acoustic"
)

const rate = float64(acoustic.Rate)

// top is the highest frequency that a tone may have, so that Doppler's shift at
// 30 m/s leaves it below half the rate.
const top = 7200.0

// A voice gives an emitter's pressure, a sample a call, at any level.
type voice func() float64

// drift is a random value that wanders about 0 and returns within about a time
// constant: an Ornstein-Uhlenbeck process of unit variance.
type drift struct {
	x, keep, push float64
	random        *rand.Rand
}

func newDrift(seconds float64, random *rand.Rand) drift {
	keep := math.Exp(-1 / (seconds * rate))
	return drift{x: random.NormFloat64(), keep: keep, push: math.Sqrt(1 - keep*keep), random: random}
}

func (d *drift) next() float64 {
	d.x = d.keep*d.x + d.push*d.random.NormFloat64()
	return d.x
}

// family is a set of harmonics of one fundamental.
type family struct {
	phase      float64
	amplitudes []float64 // of the fundamental and upwards
}

// powers returns amplitudes that fall by so many dB an octave.
func powers(n int, dBPerOctave float64) []float64 {
	a := make([]float64, n)
	for k := range a {
		a[k] = math.Pow(float64(k+1), -dBPerOctave/(20*math.Log10(2)))
	}
	return a
}

// next moves on by one sample at a frequency and returns the sum of the harmonics
// below top.
func (f *family) next(hz float64) (sum float64) {
	f.phase += hz / rate
	f.phase -= math.Floor(f.phase)
	s, c := math.Sincos(2 * math.Pi * f.phase)
	before, now := 0.0, s // sin of k-1 and of k times the phase, by Chebyshev's recurrence
	for k, a := range f.amplitudes {
		if float64(k+1)*hz > top {
			break
		}
		sum += a * now
		before, now = now, 2*c*now-before
	}
	return sum
}

// resonance is a band-pass of second order with unit gain at its centre.
type resonance struct{ a1, a2, gain, y1, y2, x1, x2 float64 }

// tune sets centre and width in Hz and keeps what rings.
func (r *resonance) tune(centre, width float64) {
	radius := math.Exp(-math.Pi * width / rate)
	r.a1, r.a2 = -2*radius*math.Cos(2*math.Pi*centre/rate), radius*radius
	r.gain = (1 - radius*radius) / 2
}

func (r *resonance) next(x float64) float64 {
	y := r.gain*(x-r.x2) - r.a1*r.y1 - r.a2*r.y2
	r.x2, r.x1 = r.x1, x
	r.y2, r.y1 = r.y1, y
	return y
}

// slope is noise whose power falls with the frequency: white noise through
// low-pass filters whose corners are a factor of six apart.
type slope struct {
	stages [5]float64
	gains  [5]float64
	keeps  [5]float64
	random *rand.Rand
}

// newSlope returns noise whose power falls as f^-exponent from 4 Hz on; the
// exponent is below 2.
func newSlope(exponent float64, random *rand.Rand) *slope {
	n := &slope{random: random}
	for i := range n.stages {
		corner := 4 * math.Pow(6, float64(i))
		n.keeps[i] = math.Exp(-2 * math.Pi * corner / rate)
		n.gains[i] = math.Pow(corner, -exponent/2)
	}
	return n
}

func (n *slope) next() (sum float64) {
	for i := range n.stages {
		n.stages[i] = n.keeps[i]*n.stages[i] + (1-n.keeps[i])*n.random.NormFloat64()
		sum += n.gains[i] * n.stages[i]
	}
	return sum
}
