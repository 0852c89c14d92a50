package dsp

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/dsp/fourier"
	"pgregory.net/rapid"
)

// radioLengths are the transform lengths the detectors use.
var radioLengths = []int{64, 128, 256, 480, 512, 640, 768, 960, 1024, 1280, 1536, 1920, 2048, 4096, 8192, 16384, 32768, 65536}

func noise(n int, seed uint64) []complex64 {
	r := rand.New(rand.NewPCG(seed, 1))
	x := make([]complex64, n)
	for i := range x {
		x[i] = complex(float32(r.NormFloat64()), float32(r.NormFloat64()))
	}
	return x
}

func wide(x []complex64) []complex128 {
	y := make([]complex128, len(x))
	for i, v := range x {
		y[i] = complex128(v)
	}
	return y
}

// relativeError returns |got-want| / |want| of whole vectors.
func relativeError(got []complex64, want []complex128) float64 {
	var e, w float64
	for i, g := range got {
		d := complex128(g) - want[i]
		e += real(d)*real(d) + imag(d)*imag(d)
		w += real(want[i])*real(want[i]) + imag(want[i])*imag(want[i])
	}
	return math.Sqrt(e / w)
}

func smoothLengths(limit int) (ns []int) {
	for n := 2; n <= limit; n++ {
		if factor(n, 2, 3, 5) != nil {
			ns = append(ns, n)
		}
	}
	return ns
}

func mustFFT(t testing.TB, n int) *FFT {
	t.Helper()
	p, err := NewFFT(n)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// engines returns every engine of this build that does n.
func engines(n int) map[string]engine {
	all := map[string]engine{"plain": newPlainFFT(n)}
	if e := vectorEngine(n); e != nil {
		all["vector"] = e
	}
	if e := fftwEngine(n); e != nil {
		all["fftw"] = e
	}
	return all
}

func TestEveryFFTEngineMatchesGonum(t *testing.T) {
	for _, n := range append(smoothLengths(135), radioLengths...) {
		x := noise(n, uint64(n))
		wantForward := fourier.NewCmplxFFT(n).Coefficients(nil, wide(x))
		wantInverse := fourier.NewCmplxFFT(n).Sequence(nil, wide(x))
		for name, e := range engines(n) {
			p := &FFT{n, e}
			y := make([]complex64, n)
			claim := func(what string, want []complex128) {
				t.Helper()
				if e := relativeError(y, want); e > 5e-7 {
					t.Errorf("%s %d: %s: relative error %.2g", name, n, what, e)
				}
			}
			p.Forward(y, x)
			claim("forward", wantForward)
			odd := append([]complex64{0}, x...)[1:] // off the alignment of vectors
			p.Forward(odd, odd)
			copy(y, odd)
			claim("forward at an odd sample", wantForward)
			p.Inverse(y, x)
			claim("inverse", wantInverse)
			copy(y, x)
			p.Forward(y, y)
			claim("forward in place", wantForward)
			copy(y, x)
			p.Inverse(y, y)
			claim("inverse in place", wantInverse)
			re, im := make([]float32, n), make([]float32, n)
			for _, dir := range []struct {
				what string
				run  func(re, im []float32)
				want []complex128
			}{{"forward planar", p.ForwardPlanar, wantForward}, {"inverse planar", p.InversePlanar, wantInverse}} {
				split(re, im, x)
				dir.run(re, im)
				for i := range y {
					y[i] = complex(re[i], im[i])
				}
				claim(dir.what, dir.want)
			}
		}
		if !slices.Equal(x, noise(n, uint64(n))) {
			t.Errorf("%d: src was changed", n)
		}
	}
}

func split(re, im []float32, x []complex64) {
	for i, v := range x {
		re[i], im[i] = real(v), imag(v)
	}
}

func TestFFTRefusesOtherLengths(t *testing.T) {
	for _, n := range []int{-1, 0, 1, 7, 14, 1022, 65537, 131072} {
		if _, err := NewFFT(n); err == nil || !strings.Contains(err.Error(), fmt.Sprint(n)) {
			t.Errorf("NewFFT(%d): error %v does not name it", n, err)
		}
	}
}

func TestFFTProperties(t *testing.T) {
	lengths := append(smoothLengths(135), 480, 640, 960, 1024, 1280, 1536, 1920, 2048)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(lengths).Draw(t, "n")
		shift := rapid.IntRange(0, n-1).Draw(t, "shift")
		seed := rapid.Uint64().Draw(t, "seed")
		p, _ := NewFFT(n)
		x, y, z := noise(n, seed), make([]complex64, n), make([]complex64, n)
		p.Forward(y, x)

		var ex, ey float64
		for i := range x {
			ex += cmplx.Abs(complex128(x[i])) * cmplx.Abs(complex128(x[i]))
			ey += cmplx.Abs(complex128(y[i])) * cmplx.Abs(complex128(y[i]))
		}
		if math.Abs(ey/float64(n)/ex-1) > 1e-5 {
			t.Fatalf("Parseval: %g in, %g out", ex, ey/float64(n))
		}

		p.Inverse(z, y)
		for i := range z {
			z[i] /= complex(float32(n), 0)
		}
		if e := relativeError(z, wide(x)); e > 1e-6 {
			t.Fatalf("round trip: error %g", e)
		}

		clear(z)
		z[shift] = 1
		p.Forward(z, z) // an impulse at shift is a phasor of unit size
		for k, v := range z {
			want := cmplx.Rect(1, -2*math.Pi*float64(k*shift%n)/float64(n))
			if cmplx.Abs(complex128(v)-want) > 1e-5 {
				t.Fatalf("impulse at %d: bin %d is %v, want %v", shift, k, v, want)
			}
		}

		for i := range x {
			z[(i+shift)%n] = x[i]
		}
		p.Forward(z, z) // a circular shift turns bin k by e^{-j2πk·shift/n}
		want := wide(y)
		for k := range want {
			want[k] *= cmplx.Rect(1, -2*math.Pi*float64(k*shift%n)/float64(n))
		}
		if e := relativeError(z, want); e > 1e-6 {
			t.Fatalf("shift by %d: error %g", shift, e)
		}
	})
}

func TestFFTAllocatesNothing(t *testing.T) {
	for _, n := range []int{60, 480, 1024, 1536} {
		x, re, im := noise(n, 1), make([]float32, n), make([]float32, n)
		for name, e := range engines(n) {
			p := &FFT{n, e}
			if a := testing.AllocsPerRun(10, func() { p.Forward(x, x); p.Inverse(x, x); p.ForwardPlanar(re, im) }); a != 0 {
				t.Errorf("%s %d: %v allocations", name, n, a)
			}
		}
	}
}

func TestFFTCloneRunsBesideItsOriginal(t *testing.T) {
	const n = 1024
	p := mustFFT(t, n)
	x := noise(n, 3)
	want := make([]complex64, n)
	p.Forward(want, x)
	done := make(chan float64)
	for range 2 {
		q := p.Clone()
		go func() {
			y, worst := make([]complex64, n), 0.0
			for range 200 {
				q.Forward(y, x)
				worst = max(worst, relativeError(y, wide(want)))
			}
			done <- worst
		}()
	}
	if e := max(<-done, <-done); e != 0 {
		t.Errorf("clones differ by %g", e)
	}
}

// Engines take turns, in slices shorter than a scheduler's, and the shortest
// slice of each counts: a busy machine slows all or none.
func BenchmarkFFT(b *testing.B) {
	for _, n := range []int{64, 128, 256, 512, 1024, 1280, 1536, 1920, 2048, 4096, 8192, 16384, 65536} {
		x, y, re, im := noise(n, 1), make([]complex64, n), make([]float32, n), make([]float32, n)
		run := map[string]func(){}
		for name, e := range engines(n) {
			run[name] = func() { e.forward(y, x) }
		}
		if e := vectorEngine(n); e != nil {
			run["planar"] = func() { e.forwardPlanar(re, im) }
		}
		turns := 1 + 4096/n
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			best := map[string]float64{}
			for b.Loop() {
				for name, f := range run {
					clear(re)
					clear(im) // a transform of its own output would overflow in the end
					ns := slice(func() {
						for range turns {
							f()
						}
					}) / float64(turns)
					if was, ok := best[name]; !ok || ns < was {
						best[name] = ns
					}
				}
			}
			for name, ns := range best {
				b.ReportMetric(ns, name+"-ns")
				if peer, ok := best["fftw"]; ok && name != "fftw" {
					b.ReportMetric(ns/peer, name+"/fftw")
				}
			}
		})
	}
}

// slice returns how long f takes, in nanoseconds.
func slice(f func()) float64 {
	start := time.Now()
	f()
	return float64(time.Since(start).Nanoseconds())
}

// fastest runs f as b asks and reports its shortest run for each of n samples.
func fastest(b *testing.B, n int, f func()) {
	best := math.Inf(1)
	for b.Loop() {
		best = min(best, slice(f))
	}
	b.ReportMetric(best/float64(n), "best-ns/sample")
}
