//go:build goexperiment.simd && amd64

package dsp

import "simd/archsimd"

// Sums run in as many lanes as a vector has, so their last bits differ from the
// plain build's.

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
