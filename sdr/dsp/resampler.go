package dsp

import (
	"fmt"
	"math"
	"math/bits"
)

const (
	resamplerStopDB   = 70  // of the prototype; interpolation and float32 stay below
	interpolatedLog2  = 7   // log2 of the phases of an arbitrary ratio
	maxRationalPhases = 512 // beyond it an exact table costs more than interpolation
	maxResampleRatio  = 4096
)

// A Resampler changes the sample rate of a stream by a polyphase filter that
// passes 0.9 of the narrower Nyquist band and holds what would alias or image
// into it at least 60 dB down.
//
// When in/out is a fraction M/L with L up to 512 each output has its own exact
// row of taps. Any other ratio reads 128 rows and interpolates linearly between
// the outputs of two neighbours; its error is (π/128)²/8, -82 dB, at band edge.
// Either way time is counted in integers and does not drift.
type Resampler struct {
	rows    []dotTaps
	n       int         // taps of a row
	buf     []complex64 // n-1 samples of history, then the chunk at work
	pos     int         // input index in the chunk of the next output
	ratio   float64     // out/in
	delay   float64
	advance int // whole input samples an output

	phases, phase, step int // rational: output at pos + phase/phases

	frac, fracStep uint64 // arbitrary: output at pos + frac/2^64
}

// NewResampler returns a resampler from inHz to outHz samples a second. The
// ratio of the rates is at most 4096 either way.
func NewResampler(inHz, outHz float64) (*Resampler, error) {
	ratio := outHz / inHz
	if !(inHz > 0 && outHz > 0 && ratio <= maxResampleRatio && ratio >= 1.0/maxResampleRatio) {
		return nil, fmt.Errorf("dsp: cannot resample %g Hz to %g Hz", inHz, outHz)
	}
	r := &Resampler{ratio: ratio}
	m, l := fraction(inHz/outHz, maxRationalPhases)
	if l != 0 {
		r.phases, r.advance, r.step = l, m/l, m%l
		r.design(l, l)
	} else {
		whole, part := math.Modf(inHz / outHz)
		r.advance, r.fracStep = int(whole), uint64(math.Ldexp(part, 64))
		r.design(1<<interpolatedLog2, 1<<interpolatedLog2+1)
	}
	r.buf = make([]complex64, r.n-1+streamChunk)
	return r, nil
}

// fraction returns x as m/l with the smallest l up to limit that is right to
// float64 precision, or 0, 0: the convergents of its continued fraction.
func fraction(x float64, limit int) (m, l int) {
	m0, l0, m1, l1 := 0, 1, 1, 0
	for rest := x; l1 <= limit; rest = 1 / rest {
		whole := math.Floor(rest)
		if whole > 1<<30 {
			return 0, 0
		}
		m0, l0, m1, l1 = m1, l1, int(whole)*m1+m0, int(whole)*l1+l0
		if l1 > limit {
			break
		}
		if math.Abs(float64(m1)/float64(l1)-x) <= 1e-13*x {
			return m1, l1
		}
		rest -= whole
	}
	return 0, 0
}

// design fills rows of a bank with this many phases an input sample. Row p is
// every phases-th tap of the prototype from p on, latest sample last.
func (r *Resampler) design(phases, rows int) {
	narrow := min(1, r.ratio) // of the input rate
	r.n = wholeTaps(kaiserOrder(0.1*narrow, resamplerStopDB) + 1)
	length := r.n * phases
	proto := sincTaps(length, 0.5*narrow/float64(phases), kaiserBeta(resamplerStopDB), float64(phases))
	proto = append(proto, make([]float32, phases)...)
	for p := range rows {
		row := make([]float32, r.n)
		for k := range row {
			row[k] = proto[k*phases+p]
		}
		r.rows = append(r.rows, newDotTaps(meetingOrder(row)))
	}
	r.delay = float64(length-1) / 2 / float64(phases)
}

// Process resamples src into dst, which must have room for MaxOut(len(src))
// samples and not overlap src, and returns how many samples it wrote. Output k
// is the input at sample k·in/out - Delay(); before the first the signal is zero.
func (r *Resampler) Process(dst, src []complex64) (n int) {
	for len(src) > 0 {
		c := copy(r.buf[r.n-1:], src)
		src = src[c:]
		for r.pos < c {
			dst[n] = r.next(r.buf[r.pos:][:r.n])
			n++
		}
		r.pos -= c
		copy(r.buf, r.buf[c:][:r.n-1])
	}
	return n
}

// next returns the output at the current time from the window that ends there,
// and moves on.
func (r *Resampler) next(window []complex64) complex64 {
	if r.phases != 0 {
		y := r.rows[r.phase].dot(window)
		r.pos += r.advance
		if r.phase += r.step; r.phase >= r.phases {
			r.phase -= r.phases
			r.pos++
		}
		return y
	}
	row := r.frac >> (64 - interpolatedLog2)
	between := float32(r.frac<<interpolatedLog2>>40) / (1 << 24)
	a, b := r.rows[row].dot(window), r.rows[row+1].dot(window)
	var carry uint64
	r.frac, carry = bits.Add64(r.frac, r.fracStep, 0)
	r.pos += r.advance + int(carry)
	return complex(real(a)+between*(real(b)-real(a)), imag(a)+between*(imag(b)-imag(a)))
}

// MaxOut returns the most samples Process writes for n of input.
func (r *Resampler) MaxOut(n int) int { return int(math.Ceil(float64(n)*r.ratio)) + 1 }

// Delay returns the filter's delay in input samples.
func (r *Resampler) Delay() float64 { return r.delay }

// Reset forgets the history and starts at time zero.
func (r *Resampler) Reset() {
	clear(r.buf)
	r.pos, r.phase, r.frac = 0, 0, 0
}
