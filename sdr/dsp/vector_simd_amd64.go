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

// total returns the sum of the even and of the odd lanes.
func total(v vec) (even, odd float32) {
	q := v.GetLo().Add(v.GetHi())
	return q.GetElem(0) + q.GetElem(2), q.GetElem(1) + q.GetElem(3)
}

func energyVector(x []complex64) float32 {
	n, s := whole(len(x)), floats(x)
	if n == 0 {
		return energyPlain(x)
	}
	a, b := splat(0), splat(0)
	for i := 0; i < 2*n; i += 2 * lanes {
		u, v := load(s, i), load(s, i+lanes)
		a, b = u.MulAdd(u, a), v.MulAdd(v, b)
	}
	re, im := total(a.Add(b))
	archsimd.ClearAVXUpperBits()
	return re + im + energyPlain(x[n:])
}

func dotConjVector(x, y []complex64) complex64 {
	n, p, q := whole(len(x)), floats(x), floats(y)
	if n == 0 {
		return dotConjPlain(x, y)
	}
	same, cross := splat(0), splat(0)
	same2, cross2 := splat(0), splat(0)
	for i := 0; i < 2*n; i += 2 * lanes {
		a, b := load(p, i), load(q, i)
		same, cross = a.MulAdd(b, same), swapped(a).MulAdd(b, cross)
		c, d := load(p, i+lanes), load(q, i+lanes)
		same2, cross2 = c.MulAdd(d, same2), swapped(c).MulAdd(d, cross2)
	}
	rr, ii := total(same.Add(same2))
	ir, ri := total(cross.Add(cross2))
	archsimd.ClearAVXUpperBits()
	rest := dotConjPlain(x[n:], y[n:])
	return complex(rr+ii+real(rest), ir-ri+imag(rest))
}

// dotMultiple is the number of taps that dot takes at a time.
const dotMultiple = lanes

// dotTaps are real filter taps in the order of the samples they meet; those that
// fill whole vectors also twice each, for interleaved samples.
type dotTaps struct{ taps, twice []float32 }

func newDotTaps(taps []float32) dotTaps {
	var twice []float32
	for _, h := range taps[:whole(len(taps))] {
		twice = append(twice, h, h)
	}
	return dotTaps{taps, twice}
}

// dot returns the sum of taps[i]·x[i]; x is as long as the taps.
func (t dotTaps) dot(x []complex64) complex64 {
	n := len(t.twice) / 2
	if n == 0 {
		return dotRealPlain(t.taps, x)
	}
	h, s := first(t.twice), floats(x[:len(t.taps)])
	a, b := splat(0), splat(0)
	c, d := splat(0), splat(0)
	i := 0
	for ; i+4*lanes <= 2*n; i += 4 * lanes {
		a, b = load(h, i).MulAdd(load(s, i), a), load(h, i+lanes).MulAdd(load(s, i+lanes), b)
		c, d = load(h, i+2*lanes).MulAdd(load(s, i+2*lanes), c), load(h, i+3*lanes).MulAdd(load(s, i+3*lanes), d)
	}
	for ; i < 2*n; i += 2 * lanes {
		a, b = load(h, i).MulAdd(load(s, i), a), load(h, i+lanes).MulAdd(load(s, i+lanes), b)
	}
	re, im := total(a.Add(b).Add(c.Add(d)))
	archsimd.ClearAVXUpperBits()
	rest := dotRealPlain(t.taps[n:], x[n:])
	return complex(re+real(rest), im+imag(rest))
}

// foldTaps are real filter taps in the order of the samples they meet, and the
// same twice each for interleaved samples.
type foldTaps struct{ taps, twice []float32 }

func newFoldTaps(taps []float32) foldTaps {
	twice := make([]float32, 0, 2*len(taps))
	for _, h := range taps {
		twice = append(twice, h, h)
	}
	return foldTaps{taps, twice}
}

// foldVector folds four columns at a time and returns how many it did.
func (t foldTaps) foldVector(sum, x []complex64) int {
	if !hasVectors {
		return 0
	}
	const columns = lanes / 2
	n := len(sum)
	d, s, h := floats(sum), floats(x), first(t.twice)
	r := 0
	for ; r+2*columns <= n; r += 2 * columns {
		a, b := splat(0), splat(0)
		for i := 2 * r; i < len(t.twice); i += 2 * n {
			a, b = a.Add(load(h, i).Mul(load(s, i))), b.Add(load(h, i+lanes).Mul(load(s, i+lanes)))
		}
		a.Store(at(d, 2*r))
		b.Store(at(d, 2*r+lanes))
	}
	for ; r+columns <= n; r += columns {
		a := splat(0)
		for i := 2 * r; i < len(t.twice); i += 2 * n {
			a = a.Add(load(h, i).Mul(load(s, i)))
		}
		a.Store(at(d, 2*r))
	}
	archsimd.ClearAVXUpperBits()
	return r
}
