//go:build goexperiment.simd && amd64

package dsp

import "simd/archsimd"

// A vectorFFT is the Stockham transform of plainFFT on separate real and
// imaginary parts, eight butterflies at a time.
//
// A butterfly's inputs always lie in runs, n/r apart. Its outputs lie in runs
// of the stride: of 1 in the first pass and 4 in the second, both of radix 4,
// which transpose in registers before they store; of a multiple of 8 in the
// middle ones, radix 5, 3 and 4. The last pass, radix 4 or 2, needs no factors.
// The first and the last also read and write interleaved samples.
type vectorFFT struct {
	n      int
	passes []vectorPass
	a, b   planar
}

// planar is a vector of samples as real and imaginary parts.
type planar struct{ re, im []float32 }

// setSkew keeps real and imaginary parts of a power of two out of each other's
// cache sets.
const setSkew = 32

func newPlanar(n int) planar {
	m := make([]float32, 2*n+setSkew)
	return planar{m[:n], m[n+setSkew:]}
}

// A vectorPass is one column of butterflies with its factors. In the first two
// passes these are in the order of the lanes: for each eight butterflies k=1…r-1
// vectors of real parts and as many of imaginary ones. In the middle passes
// they are r-1 pairs of real and imaginary part for each p.
type vectorPass struct {
	radix, stride int
	tw            []float32
}

// hasVectors says whether the processor has what the kernels use.
var hasVectors = archsimd.X86.AVX2() && archsimd.X86.FMA()

// vectorEngine returns the engine for n, or nil when n is not a multiple of 32
// or the processor lacks AVX2 or FMA.
func vectorEngine(n int) engine {
	if n%32 != 0 || !hasVectors {
		return nil
	}
	f := &vectorFFT{n: n, a: newPlanar(n), b: newPlanar(n)}
	s := 1
	for _, r := range append([]int{4, 4}, factor(n/16, 5, 3, 4, 2)...) {
		f.passes = append(f.passes, vectorPass{r, s, vectorTwiddles(n/s, r, s)})
		s *= r
	}
	return f
}

func vectorTwiddles(n, r, s int) (tw []float32) {
	switch {
	case s < lanes:
		for i := 0; i < n*s/r; i += lanes {
			for k := 1; k < r; k++ {
				var re, im [lanes]float32
				for l := range lanes {
					w := unitRoot((i+l)/s*k, n)
					re[l], im[l] = real(w), imag(w)
				}
				tw = append(append(tw, re[:]...), im[:]...)
			}
		}
	case n > r:
		for _, w := range passTwiddles(n, r) {
			tw = append(tw, real(w), imag(w))
		}
	}
	return tw
}

func (*vectorFFT) name() string { return "Go with AVX2" }
func (*vectorFFT) planar() bool { return true }

func (f *vectorFFT) clone() engine {
	c := *f
	c.a, c.b = newPlanar(f.n), newPlanar(f.n)
	return &c
}

func (f *vectorFFT) forward(dst, src []complex64) {
	firstInterleaved(&f.a, src, f.passes[0].tw, false)
	lastInterleaved(dst, f.middle(), f.passes[len(f.passes)-1].radix, false)
	archsimd.ClearAVXUpperBits()
}

// inverse is forward with real and imaginary parts exchanged on both sides.
func (f *vectorFFT) inverse(dst, src []complex64) {
	firstInterleaved(&f.a, src, f.passes[0].tw, true)
	lastInterleaved(dst, f.middle(), f.passes[len(f.passes)-1].radix, true)
	archsimd.ClearAVXUpperBits()
}

func (f *vectorFFT) forwardPlanar(re, im []float32) {
	x := planar{re, im}
	firstPlanar(&f.a, &x, f.passes[0].tw)
	lastPlanar(&x, f.middle(), f.passes[len(f.passes)-1].radix)
	archsimd.ClearAVXUpperBits()
}

// middle runs all passes but the first, which left its output in a, and the
// last, and returns the buffer the last shall read.
func (f *vectorFFT) middle() *planar {
	x, y := &f.a, &f.b
	for i := 1; i < len(f.passes)-1; i++ {
		p := &f.passes[i]
		switch {
		case p.stride == 4:
			second4(y, x, p.tw)
		case p.radix == 4:
			middle4(y, x, p.tw, p.stride)
		case p.radix == 3:
			middle3(y, x, p.tw, p.stride)
		case p.radix == 5:
			middle5(y, x, p.tw, p.stride)
		}
		x, y = y, x
	}
	return x
}
