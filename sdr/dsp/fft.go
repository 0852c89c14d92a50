package dsp

import "fmt"

// MaxFFT is the longest transform NewFFT plans.
const MaxFFT = 65536

// An FFT is a plan for discrete Fourier transforms of one length. Plans of the
// same length share their tables through Clone; each has its own scratch, so a
// plan serves one goroutine at a time.
//
// Three engines compute it: plain Go everywhere; vectors on amd64 processors
// with AVX2 and FMA in a build with GOEXPERIMENT=simd, for multiples of 32; and
// FFTW in a build with the tag fftw.
type FFT struct {
	n      int
	engine engine
}

// An engine computes transforms of one length. Its arguments have that length.
type engine interface {
	forward(dst, src []complex64)
	inverse(dst, src []complex64)
	forwardPlanar(re, im []float32)
	clone() engine
	name() string
	planar() bool // whether forwardPlanar is the faster entry
}

// NewFFT plans transforms of n samples, 2…MaxFFT, where n has no prime factor
// but 2, 3 and 5.
func NewFFT(n int) (*FFT, error) {
	if n < 2 || n > MaxFFT {
		return nil, fmt.Errorf("dsp: FFT length %d outside 2…%d", n, MaxFFT)
	}
	if factor(n, 4, 2, 3, 5) == nil {
		return nil, fmt.Errorf("dsp: FFT length %d has a prime factor other than 2, 3 and 5", n)
	}
	return &FFT{n: n, engine: newEngine(n)}, nil
}

// newEngine returns the best engine of this build on this processor.
func newEngine(n int) engine {
	if e := fftwEngine(n); e != nil {
		return e
	}
	if e := vectorEngine(n); e != nil {
		return e
	}
	return newPlainFFT(n)
}

// factor splits n into radices, taking each as often as it divides before the
// next. It returns nil when something is left.
func factor(n int, radices ...int) (passes []int) {
	for _, r := range radices {
		for n%r == 0 {
			passes = append(passes, r)
			n /= r
		}
	}
	if n != 1 {
		return nil
	}
	return passes
}

// Len returns the transform length in samples.
func (p *FFT) Len() int { return p.n }

// Clone returns a plan that shares p's tables and may run beside it.
func (p *FFT) Clone() *FFT { return &FFT{n: p.n, engine: p.engine.clone()} }

// Forward writes to dst[k] the sum over i of src[i]·e^{-j2πik/n}. dst and src
// hold n samples each and are the same slice or do not overlap.
func (p *FFT) Forward(dst, src []complex64) {
	p.check(len(dst), len(src))
	p.engine.forward(dst, src)
}

// Inverse writes to dst[i] the sum over k of src[k]·e^{+j2πik/n}, not divided
// by n. dst and src are as for Forward.
func (p *FFT) Inverse(dst, src []complex64) {
	p.check(len(dst), len(src))
	p.engine.inverse(dst, src)
}

// ForwardPlanar is Forward in place on separate real and imaginary parts, n
// each, which is how the vector engine works inside.
func (p *FFT) ForwardPlanar(re, im []float32) {
	p.check(len(re), len(im))
	p.engine.forwardPlanar(re, im)
}

// InversePlanar is Inverse in place on separate real and imaginary parts.
func (p *FFT) InversePlanar(re, im []float32) { p.ForwardPlanar(im, re) }

func (p *FFT) check(a, b int) {
	if a != p.n || b != p.n {
		panic(fmt.Sprintf("dsp: FFT of length %d given slices of %d and %d", p.n, a, b))
	}
}

// Backend says what computes the transforms in this build on this processor.
func Backend() string { return newEngine(64).name() }
