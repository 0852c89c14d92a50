package acoustic

import (
	"math"
	"slices"
)

// A Meter measures the sound level around: A-weighted (IEC 61672-1:2013 annex E),
// in dB of full scale. As in AES17 a sine at full scale is at 0 dB, which is also
// how the data sheets of digital microphones count. The level of each second is
// taken; what is given out is the median of the last ten, to a whole dB, which a
// passing sound does not move and no speech can be read from.
type Meter struct {
	a       Weighting
	sum     float64 // of squares, in the second under way
	n       int
	seconds [10]float64 // dB, the newest at (next-1) mod 10
	next    int
	known   int
	level   float64
}

// NewMeter returns a Meter for sound at Rate.
func NewMeter() *Meter { return &Meter{a: NewWeighting()} }

// Measure takes in the next samples of one microphone.
func (m *Meter) Measure(pcm []float32) {
	for _, x := range pcm {
		y := m.a.Filter(float64(x))
		m.sum += y * y
		if m.n++; m.n == int(Rate) {
			m.second()
		}
	}
}

// second closes a second.
func (m *Meter) second() {
	m.seconds[m.next] = 10 * math.Log10(2*m.sum/float64(m.n)+1e-20)
	m.next = (m.next + 1) % len(m.seconds)
	m.known = min(m.known+1, len(m.seconds))
	m.sum, m.n = 0, 0
	sorted := m.seconds
	slices.Sort(sorted[:m.known])
	m.level = math.Round((sorted[(m.known-1)/2] + sorted[m.known/2]) / 2)
}

// DBFS returns the level, and whether a second has been heard at all.
func (m *Meter) DBFS() (level float64, known bool) { return m.level, m.known > 0 }

// Seconds returns how many seconds the level rests on, ten at most.
func (m *Meter) Seconds() int { return m.known }

// Reset forgets everything.
func (m *Meter) Reset() { *m = *NewMeter() }

// A Weighting is the A curve at Rate (IEC 61672-1:2013 annex E): its four zeros and four lower poles as two
// biquads by the bilinear transform, its double pole at 12.2 kHz, which lies
// beyond half the rate, as five symmetric taps that are right at 0, 4 and 6 kHz.
type Weighting struct {
	high [2]biquad
	taps [3]float64 // centre, neighbours, outermost
	past [4]float64
}

// The poles of the A curve, Hz.
const (
	pole1 = 20.598997 // twice
	pole2 = 107.65265
	pole3 = 737.86223
	pole4 = 12194.217 // twice
)

// NewWeighting returns an A-weighting filter at rest.
func NewWeighting() Weighting {
	w := Weighting{high: [2]biquad{highPass(pole1, pole1), highPass(pole2, pole3)}}
	at := func(hz float64) float64 { return 1 / (1 + hz*hz/(pole4*pole4)) }
	// h0+2h1+2h2 = at(0), h0-2h2 = at(4 kHz), h0-√2·h1 = at(6 kHz)
	mid, high := at(float64(Rate)/4), at(float64(Rate)*3/8)
	w.taps[0] = (high + (at(0)+mid)/math.Sqrt2) / (1 + math.Sqrt2)
	w.taps[1] = (w.taps[0] - high) / math.Sqrt2
	w.taps[2] = (w.taps[0] - mid) / 2
	gain := w.response(1000)
	for i := range w.taps {
		w.taps[i] /= gain
	}
	return w
}

// response returns the filter's gain at a frequency.
func (w *Weighting) response(hz float64) float64 {
	omega := 2 * math.Pi * hz / float64(Rate)
	fir := w.taps[0] + 2*w.taps[1]*math.Cos(omega) + 2*w.taps[2]*math.Cos(2*omega)
	return math.Abs(fir) * w.high[0].response(omega) * w.high[1].response(omega)
}

// Filter returns the weighted sample after this one.
func (w *Weighting) Filter(x float64) float64 {
	x = w.high[1].filter(w.high[0].filter(x))
	p := &w.past
	y := w.taps[0]*p[1] + w.taps[1]*(p[0]+p[2]) + w.taps[2]*(x+p[3])
	p[0], p[1], p[2], p[3] = x, p[0], p[1], p[2]
	return y
}

// A biquad is a filter of second order with both zeros at 0 Hz.
type biquad struct {
	gain, a1, a2 float64
	x1, x2       float64
	y1, y2       float64
}

// highPass returns s²/((s+p)(s+q)) for poles p and q in Hz, by the bilinear
// transform with each pole prewarped.
func highPass(p, q float64) biquad {
	warp := func(hz float64) float64 { return math.Tan(math.Pi * hz / float64(Rate)) }
	p, q = warp(p), warp(q)
	norm := (1 + p) * (1 + q)
	return biquad{gain: 1 / norm, a1: -((1-p)*(1+q) + (1+p)*(1-q)) / norm, a2: (1 - p) * (1 - q) / norm}
}

func (b *biquad) filter(x float64) float64 {
	y := b.gain*(x-2*b.x1+b.x2) - b.a1*b.y1 - b.a2*b.y2
	b.x1, b.x2, b.y1, b.y2 = x, b.x1, y, b.y1
	return y
}

func (b *biquad) response(omega float64) float64 {
	s, c := math.Sincos(omega)
	s2, c2 := math.Sincos(2 * omega)
	zeros := math.Hypot(1-2*c+c2, 2*s-s2)
	poles := math.Hypot(1+b.a1*c+b.a2*c2, b.a1*s+b.a2*s2)
	return b.gain * zeros / poles
}
