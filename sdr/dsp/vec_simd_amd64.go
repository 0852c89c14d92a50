//go:build goexperiment.simd && amd64

package dsp

import (
	"simd/archsimd"
	"unsafe"
)

// vec is the vector the kernels work on: lanes float32, an AVX register.
type vec = archsimd.Float32x8

const lanes = 8

// at returns the lanes from p[i] on. The kernels' callers have checked once
// that whole vectors are there; a bounds check a load would cost a third of
// the time.
func at(p *float32, i int) *[lanes]float32 {
	return (*[lanes]float32)(unsafe.Add(unsafe.Pointer(p), 4*i))
}

func load(p *float32, i int) vec { return archsimd.LoadFloat32x8(at(p, i)) }

func splat(x float32) vec { return archsimd.BroadcastFloat32x8(x) }

// floats views samples as their components.
func floats(x []complex64) *float32 { return (*float32)(unsafe.Pointer(unsafe.SliceData(x))) }

// deinterleave returns real and imaginary parts of 8 samples, in order.
func deinterleave(a, b vec) (re, im vec) {
	lo, hi := a.Select128FromPair(0, 2, b), a.Select128FromPair(1, 3, b)
	return lo.SelectFromPairGrouped(0, 2, 4, 6, hi), lo.SelectFromPairGrouped(1, 3, 5, 7, hi)
}

// interleave is the reverse of deinterleave.
func interleave(re, im vec) (a, b vec) {
	r, i := re.AsInt32x8(), im.AsInt32x8()
	lo, hi := r.InterleaveLoGrouped(i).AsFloat32x8(), r.InterleaveHiGrouped(i).AsFloat32x8()
	return lo.Select128FromPair(0, 2, hi), lo.Select128FromPair(1, 3, hi)
}

// turnedRe and turnedIm are the parts of (xr+j·xi)·(wr+j·wi).
func turnedRe(xr, xi, wr, wi vec) vec { return xr.Mul(wr).Sub(xi.Mul(wi)) }
func turnedIm(xr, xi, wr, wi vec) vec { return xr.MulAdd(wi, xi.Mul(wr)) }

// store writes a complex vector to the planes.
func store(yr, yi *float32, o int, vr, vi vec) {
	vr.Store(at(yr, o))
	vi.Store(at(yi, o))
}

// storeTurned writes v·w to the planes.
func storeTurned(yr, yi *float32, o int, vr, vi, wr, wi vec) {
	turnedRe(vr, vi, wr, wi).Store(at(yr, o))
	turnedIm(vr, vi, wr, wi).Store(at(yi, o))
}

// storeInterleaved writes 8 samples, with their parts exchanged if swap.
func storeInterleaved(y *float32, o int, vr, vi vec, swap bool) {
	if swap {
		vr, vi = vi, vr
	}
	a, b := interleave(vr, vi)
	a.Store(at(y, 2*o))
	b.Store(at(y, 2*o+lanes))
}

// loadInterleaved reads 8 samples, with their parts exchanged if swap.
func loadInterleaved(x *float32, i int, swap bool) (re, im vec) {
	re, im = deinterleave(load(x, 2*i), load(x, 2*i+lanes))
	if swap {
		return im, re
	}
	return re, im
}

// sumDiff returns a+b and a-b.
func sumDiff(ar, ai, br, bi vec) (sr, si, dr, di vec) {
	return ar.Add(br), ai.Add(bi), ar.Sub(br), ai.Sub(bi)
}

// transpose stores four vectors as rows of four: lane l of all four at o+4l.
func transpose(y *float32, o int, v0, v1, v2, v3 vec) {
	a, b := v0.SelectFromPairGrouped(0, 1, 4, 5, v1), v0.SelectFromPairGrouped(2, 3, 6, 7, v1)
	c, d := v2.SelectFromPairGrouped(0, 1, 4, 5, v3), v2.SelectFromPairGrouped(2, 3, 6, 7, v3)
	r0, r1 := a.SelectFromPairGrouped(0, 2, 4, 6, c), a.SelectFromPairGrouped(1, 3, 5, 7, c)
	r2, r3 := b.SelectFromPairGrouped(0, 2, 4, 6, d), b.SelectFromPairGrouped(1, 3, 5, 7, d)
	fours(y, o, r0, r1, r2, r3)
}

// fours stores the lower halves of four vectors, then the upper ones.
func fours(y *float32, o int, v0, v1, v2, v3 vec) {
	v0.Select128FromPair(0, 2, v1).Store(at(y, o))
	v2.Select128FromPair(0, 2, v3).Store(at(y, o+8))
	v0.Select128FromPair(1, 3, v1).Store(at(y, o+16))
	v2.Select128FromPair(1, 3, v3).Store(at(y, o+24))
}

// turn returns x·w.
func turn(xr, xi, wr, wi vec) (re, im vec) {
	return turnedRe(xr, xi, wr, wi), turnedIm(xr, xi, wr, wi)
}
