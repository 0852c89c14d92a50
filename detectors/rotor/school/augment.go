package school

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"

	"vigie/detectors/rotor/timbre"
)

// taken is how many samples of a clip one lesson hears: two looks.
const taken = 16 * timbre.Hop

// padded leaves room for what a path adds behind.
const padded = 5 << 13

// A studio plays clips over paths: other microphones, rooms and distances.
type studio struct {
	fft      *fourier.FFT
	seq      []float64
	spectrum []complex128
	response []complex128
}

func newStudio() *studio {
	return &studio{
		fft: fourier.NewFFT(padded), seq: make([]float64, padded),
		spectrum: make([]complex128, padded/2+1), response: make([]complex128, padded/2+1),
	}
}

// cut takes a random stretch of a clip, played at another speed half of the
// time: other rotors, other engines.
func cut(r *prng, x []float32) []float64 {
	ratio := 1.
	if r.chance(0.6) {
		ratio = math.Exp(r.uniform(-0.22, 0.3))
	}
	need := min(len(x), int(taken*ratio))
	at := 0
	if len(x) > need {
		at = r.below(len(x) - need + 1)
	}
	x = x[at : at+need]
	y := make([]float64, min(taken, int(float64(len(x))/ratio)))
	if ratio == 1 {
		for i := range y {
			y[i] = float64(x[i])
		}
		return y
	}
	kernel := sinc(min(1, 1/ratio))
	for i := range y {
		centre := float64(i) * ratio
		first := int(centre) - half + 1
		phase := int((centre - math.Floor(centre)) * phases)
		sum := 0.
		for j, k := range kernel[phase] {
			if at := first + j; at >= 0 && at < len(x) {
				sum += float64(x[at]) * k
			}
		}
		y[i] = sum
	}
	return y
}

// The interpolator: a windowed sinc of ±half samples at each of phases between
// two of them.
const (
	half   = 16
	phases = 512
)

// sinc makes the interpolator's kernels for a band in parts of the full one.
func sinc(band float64) [][]float64 {
	k := make([][]float64, phases)
	for p := range k {
		k[p] = make([]float64, 2*half)
		for j := range k[p] {
			t := (float64(p)+0.5)/phases + half - 1 - float64(j)
			k[p][j] = math.Sin(math.Pi*band*t) / (math.Pi * t) * (0.5 + 0.5*math.Cos(math.Pi*t/(half+1)))
		}
	}
	return k
}

// path filters x in place: colour of the microphone, air, ground, room.
func (s *studio) path(r *prng, x []float64) {
	clear(s.seq)
	copy(s.seq, x)
	s.fft.Coefficients(s.spectrum, s.seq)

	// Room: a decaying tail behind the direct sound.
	clear(s.seq)
	s.seq[0] = 1
	if r.chance(0.5) {
		decay := timbre.RateHz * r.uniform(0.02, 0.12)
		gain := math.Sqrt(r.uniform(0.02, 1) / decay * 2)
		for i := 1; i < int(5*decay); i++ {
			s.seq[i] = gain * r.normal() * math.Exp(-float64(i)/decay)
		}
	}
	s.fft.Coefficients(s.response, s.seq)

	// Colour: a random walk over third octaves around a tilt.
	var knots [32]float64
	tilt := 0.7 * r.normal()
	for i := 1; i < len(knots); i++ {
		knots[i] = knots[i-1] + tilt/3 + 1.2*r.normal()
	}
	air := 0.
	if r.chance(0.5) {
		air = r.uniform(0, 12) // dB at 8 kHz, ISO 9613-1: some 0.1 dB a metre
	}
	ground, delay := 0., 0.
	if r.chance(0.5) {
		ground, delay = r.uniform(0.2, 0.9), r.uniform(0.0005, 0.01)
	}
	cutoff := math.Inf(1)
	if r.chance(0.12) {
		cutoff = r.uniform(3600, 7500)
	}
	for k := range s.spectrum {
		hz := float64(k) * timbre.RateHz / padded
		at := max(0, 3*math.Log2(max(hz, 1)/20))
		i := min(int(at), len(knots)-2)
		db := knots[i] + (knots[i+1]-knots[i])*(at-float64(i)) - air*(hz/8000)*(hz/8000)
		if hz > cutoff {
			db -= 70
		}
		g := math.Pow(10, db/20) / padded
		sin, cos := math.Sincos(-2 * math.Pi * hz * delay)
		s.spectrum[k] *= s.response[k] * complex(g, 0) * complex(1+ground*cos, ground*sin)
	}
	s.fft.Sequence(s.seq, s.spectrum)
	copy(x, s.seq)
}

// loudness is the mean power of x between 200 Hz and 4 kHz, of which signal to
// noise ratios are.
func (s *studio) loudness(x []float64) float64 {
	clear(s.seq)
	copy(s.seq, x)
	s.fft.Coefficients(s.spectrum, s.seq)
	sum := 0.
	for _, c := range s.spectrum[200*padded/timbre.RateHz : 4000*padded/timbre.RateHz] {
		sum += real(c)*real(c) + imag(c)*imag(c)
	}
	return sum/float64(len(x)) + 1e-12
}

// mix adds noise, again and again if it is shorter, at a signal to noise ratio.
func (s *studio) mix(x, noise []float64, snrDB float64) {
	g := math.Sqrt(s.loudness(x) / s.loudness(noise) * math.Pow(10, -snrDB/10))
	for i := range x {
		x[i] += g * noise[i%len(noise)]
	}
}

// record brings x to a random level and to 16 bits.
func record(r *prng, x []float64) []float32 {
	power := 1e-20
	for _, v := range x {
		power += v * v / float64(len(x))
	}
	g := math.Pow(10, r.uniform(-45, -14)/20) / math.Sqrt(power)
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(max(-32768, min(32767, math.Round(32768*g*v)))) / 32768
	}
	return y
}

// hiss is noise with a spectrum that falls by some dB an octave.
func (s *studio) hiss(r *prng, n int) []float64 {
	slope := r.uniform(0, 6)
	for k := range s.spectrum {
		g := math.Pow(max(1, float64(k)/400), -slope/6.02) / padded
		s.spectrum[k] = complex(g*r.normal(), g*r.normal())
	}
	s.fft.Sequence(s.seq, s.spectrum)
	return append([]float64(nil), s.seq[:n]...)
}
