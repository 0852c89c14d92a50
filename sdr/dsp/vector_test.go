package dsp

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"testing"
)

func reals32(n int, seed uint64) []float32 {
	r := rand.New(rand.NewPCG(seed, 2))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

const aScale = 0.3

// elementwise lists every function of two sources, one of them of weights, with
// what it means.
var elementwise = []struct {
	name string
	run  func(dst, x, y []complex64, w []float32)
	want func(dst, x, y complex128, w float64) complex128
}{
	{"Scale", func(d, x, _ []complex64, _ []float32) { Scale(d, x, aScale) }, func(_, x, _ complex128, _ float64) complex128 { return aScale * x }},
	{"Weigh", func(d, x, _ []complex64, w []float32) { Weigh(d, x, w) }, func(_, x, _ complex128, w float64) complex128 { return complex(w, 0) * x }},
	{"Multiply", func(d, x, y []complex64, _ []float32) { Multiply(d, x, y) }, func(_, x, y complex128, _ float64) complex128 { return x * y }},
	{"MultiplyConj", func(d, x, y []complex64, _ []float32) { MultiplyConj(d, x, y) }, func(_, x, y complex128, _ float64) complex128 { return x * cmplx.Conj(y) }},
	{"AddMultiplyConj", func(d, x, y []complex64, _ []float32) { AddMultiplyConj(d, x, y) }, func(d, x, y complex128, _ float64) complex128 { return d + x*cmplx.Conj(y) }},
	{"rotate", func(d, x, y []complex64, _ []float32) { rotate(d, x, y, 0.6+0.8i) }, func(_, x, y complex128, _ float64) complex128 { return x * y * (0.6 + 0.8i) }},
	{"Power", func(d, x, _ []complex64, _ []float32) {
		p := make([]float32, len(x))
		Power(p, x)
		for i, v := range p {
			d[i] = complex(v, 0)
		}
	}, func(_, x, _ complex128, _ float64) complex128 { return complex(real(x)*real(x)+imag(x)*imag(x), 0) }},
	{"weighPower", func(d, x, _ []complex64, w []float32) {
		p := make([]float32, len(x))
		weighPower(p, x, w)
		for i, v := range p {
			d[i] = complex(v, 0)
		}
	}, func(_, x, _ complex128, w float64) complex128 {
		return complex(w*(real(x)*real(x)+imag(x)*imag(x)), 0)
	}},
	{"reciprocal", func(d, _, _ []complex64, w []float32) {
		p := slices.Clone(w)
		reciprocal(p, aScale)
		for i, v := range p {
			d[i] = complex(v, 0)
		}
	}, func(_, _, _ complex128, w float64) complex128 { return complex(1/math.Max(w, aScale), 0) }},
	{"SplitWeighed", func(d, x, _ []complex64, w []float32) {
		re, im := make([]float32, len(x)), make([]float32, len(x))
		SplitWeighed(re, im, x, w)
		for i := range re {
			d[i] = complex(re[i], im[i])
		}
	}, func(_, x, _ complex128, w float64) complex128 { return complex(w, 0) * x }},
	{"PowerPlanar", func(d, x, _ []complex64, _ []float32) {
		re, im := make([]float32, len(x)), make([]float32, len(x))
		split(re, im, x)
		PowerPlanar(re, re, im, aScale)
		for i := range re {
			d[i] = complex(re[i], 0)
		}
	}, func(_, x, _ complex128, _ float64) complex128 {
		return complex(aScale*(real(x)*real(x)+imag(x)*imag(x)), 0)
	}},
	{"Accumulate", func(d, x, _ []complex64, w []float32) {
		sum := slices.Clone(w)
		re, im := make([]float32, len(x)), make([]float32, len(x))
		split(re, im, x)
		Accumulate(sum, re)
		for i := range re {
			d[i] = complex(sum[i], 0)
		}
	}, func(_, x, _ complex128, w float64) complex128 { return complex(w+real(x), 0) }},
}

func TestElementwiseFunctionsAreRightAndGiveTheSameBitsAtAnyLength(t *testing.T) {
	for _, f := range elementwise {
		for n := range 70 {
			d0, x, y, w := noise(n, 1), noise(n, 2), noise(n, 3), reals32(n, 4)
			got := slices.Clone(d0)
			f.run(got, x, y, w)
			for i, g := range got {
				want := f.want(complex128(d0[i]), complex128(x[i]), complex128(y[i]), float64(w[i]))
				if e := cmplx.Abs(complex128(g) - want); e > 2e-6*(1+cmplx.Abs(want)) {
					t.Fatalf("%s: %d of %d: %v, want %v", f.name, i, n, g, want)
				}
				alone := []complex64{d0[i]}
				f.run(alone, x[i:i+1], y[i:i+1], w[i:i+1])
				if alone[0] != g {
					t.Fatalf("%s: %d of %d: %v among others, %v alone", f.name, i, n, g, alone[0])
				}
			}
		}
	}
}

func TestSumsMatchFloat64(t *testing.T) {
	for n := range 600 {
		x, y, h := noise(n, 5), noise(n, 6), reals32(n, 7)
		var energy, scale float64
		var conjugated, real128 complex128
		for i := range x {
			a, b := complex128(x[i]), complex128(y[i])
			energy += real(a * cmplx.Conj(a))
			conjugated += a * cmplx.Conj(b)
			real128 += complex(float64(h[i]), 0) * a
			scale += cmplx.Abs(a) * (cmplx.Abs(b) + math.Abs(float64(h[i])))
		}
		if got := Energy(x); math.Abs(got-energy) > 1e-6*energy {
			t.Fatalf("Energy of %d: %g, want %g", n, got, energy)
		}
		if got := complex128(DotConj(x, y)); cmplx.Abs(got-conjugated) > 1e-6*scale {
			t.Fatalf("DotConj of %d: %v, want %v", n, got, conjugated)
		}
		if got := complex128(newDotTaps(h).dot(x)); cmplx.Abs(got-real128) > 1e-6*scale {
			t.Fatalf("dot of %d: %v, want %v", n, got, real128)
		}
	}
}

func TestSumPowerAndGreatest(t *testing.T) {
	for n := range 40 {
		x, y, p := noise(n, 8), noise(n, 9), make([]float32, n)
		SumPower(p, x, y)
		var top float32
		for i := range x {
			if want := square(x[i] + y[i]); p[i] != want {
				t.Fatalf("SumPower: %d of %d: %v, want %v", i, n, p[i], want)
			}
			top = max(top, p[i])
		}
		if got := Greatest(p); got != top {
			t.Errorf("Greatest of %d: %v, want %v", n, got, top)
		}
	}
}

func TestFoldSumsEveryColumn(t *testing.T) {
	for n := 1; n < 40; n++ {
		for _, runs := range []int{1, 2, 7} {
			x, h, sum := noise(n*runs, 1), reals32(n*runs, 2), make([]complex64, n)
			newFoldTaps(h).fold(sum, x)
			for r := range n {
				var want complex64 // float32 in order: the same bits
				for i := r; i < len(x); i += n {
					want += complex(float32(h[i]*real(x[i])), float32(h[i]*imag(x[i])))
				}
				if sum[r] != want {
					t.Fatalf("%d runs of %d: column %d is %v, want %v", runs, n, r, sum[r], want)
				}
			}
		}
	}
}

func TestVectorFunctionsAllocateNothing(t *testing.T) {
	x, y, w, re, im := noise(100, 1), noise(100, 2), reals32(100, 3), make([]float32, 100), make([]float32, 100)
	taps := newDotTaps(w)
	if a := testing.AllocsPerRun(10, func() {
		Scale(x, x, 1)
		Weigh(x, x, w)
		Multiply(x, x, y)
		MultiplyConj(x, x, y)
		AddMultiplyConj(x, x, y)
		Power(re, x)
		SplitWeighed(re, im, x, w)
		PowerPlanar(re, re, im, 1)
		Accumulate(re, im)
		Energy(x)
		DotConj(x, y)
		taps.dot(x)
	}); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func BenchmarkVector(b *testing.B) {
	const n = 4096
	x, y, z, w := noise(n, 1), noise(n, 2), make([]complex64, n), reals32(n, 3)
	re, im := make([]float32, n), make([]float32, n)
	taps := newDotTaps(w[:64])
	for _, f := range []struct {
		name string
		run  func()
	}{
		{"Power", func() { Power(re, x) }},
		{"PowerPlanar", func() { PowerPlanar(re, re, im, 1) }},
		{"SplitWeighed", func() { SplitWeighed(re, im, x, w) }},
		{"Weigh", func() { Weigh(z, x, w) }},
		{"Scale", func() { Scale(z, x, 1) }},
		{"Multiply", func() { Multiply(z, x, y) }},
		{"MultiplyConj", func() { MultiplyConj(z, x, y) }},
		{"AddMultiplyConj", func() { AddMultiplyConj(z, x, y) }},
		{"Accumulate", func() { Accumulate(re, im) }},
		{"Energy", func() { Energy(x) }},
		{"DotConj", func() { DotConj(x, y) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			fastest(b, n, func() { f.run() })
		})
	}
	b.Run(fmt.Sprintf("dot%d", len(w[:64])), func(b *testing.B) {
		fastest(b, 64, func() { taps.dot(x[:64]) })
	})
}
