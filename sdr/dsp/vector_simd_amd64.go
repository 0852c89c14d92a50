//go:build goexperiment.simd && amd64

package dsp

import (
	"simd/archsimd"
	"unsafe"
)

// An elementwise kernel does the whole vectors of its slices, which are checked
// to be equally long, and returns how many elements that was. Products and sums
// stay apart (no fused multiply-add) so that the rest, done in plain Go, and
// other builds give the same bits.

// whole returns the samples of n that fill pairs of vectors, 0 without AVX2.
func whole(n int) int {
	if !hasVectors {
		return 0
	}
	return n &^ (lanes - 1)
}

// first returns the address of the first element.
func first(x []float32) *float32 { return unsafe.SliceData(x) }

// swapped exchanges real and imaginary parts, reals and imags double them.
func swapped(x vec) vec { return x.SelectFromPairGrouped(1, 0, 3, 2, x) }
func reals(x vec) vec   { return x.SelectFromPairGrouped(0, 0, 2, 2, x) }
func imags(x vec) vec   { return x.SelectFromPairGrouped(1, 1, 3, 3, x) }

// product and productConj are x·y and x·conj(y) of four interleaved samples.
func product(x, y vec) vec     { return x.Mul(reals(y)).AddSub(swapped(x).Mul(imags(y))) }
func productConj(x, y vec) vec { return x.Mul(reals(y)).AddSub(swapped(x).Mul(negated(imags(y)))) }

func negated(x vec) vec { return x.Mul(splat(-1)) }

// doubled returns the lanes of w twice each, for interleaved samples.
func doubled(w vec) (lo, hi vec) { return interleave(w, w) }

func powerVector(dst []float32, x []complex64) int {
	n, d, s := whole(len(x)), first(dst), floats(x)
	for i := 0; i < n; i += lanes {
		re, im := deinterleave(load(s, 2*i), load(s, 2*i+lanes))
		re.Mul(re).Add(im.Mul(im)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func sumPowerVector(dst []float32, x, y []complex64) int {
	n, d, a, b := whole(len(x)), first(dst), floats(x), floats(y)
	for i := 0; i < n; i += lanes {
		re, im := deinterleave(load(a, 2*i).Add(load(b, 2*i)), load(a, 2*i+lanes).Add(load(b, 2*i+lanes)))
		re.Mul(re).Add(im.Mul(im)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

// greatestVector returns the greatest of the n values that fill vectors.
func greatestVector(x []float32) (n int, top float32) {
	n = whole(len(x))
	s, m := first(x), splat(0)
	for i := 0; i < n; i += lanes {
		m = m.Max(load(s, i))
	}
	var each [lanes]float32
	m.Store(&each)
	archsimd.ClearAVXUpperBits()
	for _, v := range each {
		top = max(top, v)
	}
	return n, top
}

func scaleVector(dst, x []complex64, k float32) int {
	n, d, s, f := whole(len(x)), floats(dst), floats(x), splat(k)
	for i := 0; i < 2*n; i += lanes {
		load(s, i).Mul(f).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func weighVector(dst, x []complex64, w []float32) int {
	n, d, s, f := whole(len(x)), floats(dst), floats(x), first(w)
	for i := 0; i < n; i += lanes {
		lo, hi := doubled(load(f, i))
		load(s, 2*i).Mul(lo).Store(at(d, 2*i))
		load(s, 2*i+lanes).Mul(hi).Store(at(d, 2*i+lanes))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func multiplyVector(dst, x, y []complex64) int {
	n, d, a, b := whole(len(x)), floats(dst), floats(x), floats(y)
	for i := 0; i < 2*n; i += lanes {
		product(load(a, i), load(b, i)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func multiplyConjVector(dst, x, y []complex64) int {
	n, d, a, b := whole(len(x)), floats(dst), floats(x), floats(y)
	for i := 0; i < 2*n; i += lanes {
		productConj(load(a, i), load(b, i)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func addMultiplyConjVector(dst, x, y []complex64) int {
	n, d, a, b := whole(len(x)), floats(dst), floats(x), floats(y)
	for i := 0; i < 2*n; i += lanes {
		load(d, i).Add(productConj(load(a, i), load(b, i))).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func rotateVector(dst, x, turn []complex64, start complex64) int {
	n, d, a, t := whole(len(x)), floats(dst), floats(x), floats(turn)
	sr, si := splat(real(start)), splat(imag(start))
	for i := 0; i < 2*n; i += lanes {
		w := load(t, i)
		w = w.Mul(sr).AddSub(swapped(w).Mul(si))
		product(load(a, i), w).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func splitVector(re, im []float32, x []complex64, w []float32) int {
	n, r, m, s, f := whole(len(x)), first(re), first(im), floats(x), first(w)
	for i := 0; i < n; i += lanes {
		a, b := deinterleave(load(s, 2*i), load(s, 2*i+lanes))
		k := load(f, i)
		a.Mul(k).Store(at(r, i))
		b.Mul(k).Store(at(m, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func powerPlanarVector(dst, re, im []float32, k float32) int {
	n, d, r, m, f := whole(len(re)), first(dst), first(re), first(im), splat(k)
	for i := 0; i < n; i += lanes {
		a, b := load(r, i), load(m, i)
		a.Mul(a).Add(b.Mul(b)).Mul(f).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func weighPowerVector(dst []float32, x []complex64, w []float32) int {
	n, d, s, f := whole(len(x)), first(dst), floats(x), first(w)
	for i := 0; i < n; i += lanes {
		re, im := deinterleave(load(s, 2*i), load(s, 2*i+lanes))
		re.Mul(re).Add(im.Mul(im)).Mul(load(f, i)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func reciprocalVector(x []float32, least float32) int {
	n, s, floor, one, zero := whole(len(x)), first(x), splat(least), splat(1), splat(0)
	for i := 0; i < n; i += lanes {
		v := load(s, i).Max(floor)
		one.Div(v).Masked(v.Greater(zero)).Store(at(s, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}

func accumulateVector(sum, x []float32) int {
	n, d, s := whole(len(x)), first(sum), first(x)
	for i := 0; i < n; i += lanes {
		load(d, i).Add(load(s, i)).Store(at(d, i))
	}
	archsimd.ClearAVXUpperBits()
	return n
}
