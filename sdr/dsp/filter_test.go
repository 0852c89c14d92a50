package dsp

import (
	"fmt"
	"maps"
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// response returns the gain of taps at f cycles a sample.
func response(taps []float32, f float64) float64 {
	var sum complex128
	for i, h := range taps {
		sum += complex(float64(h), 0) * cmplx.Rect(1, -2*math.Pi*f*float64(i))
	}
	return cmplx.Abs(sum)
}

func decibel(amplitude float64) float64 { return 20 * math.Log10(amplitude) }

func TestLowPassKeepsItsPromise(t *testing.T) {
	for _, c := range []struct{ cutoff, transition, rate, stop float64 }{
		{100e3, 40e3, 2.4e6, 60},
		{300e3, 20e3, 1.92e6, 80},
		{12.5e3, 5e3, 250e3, 40},
		{0.25, 0.02, 1, 100},
		{1e3, 1e3, 48e3, 30},
	} {
		t.Run(fmt.Sprintf("%g±%g at %g", c.cutoff, c.transition/2, c.rate), func(t *testing.T) {
			taps := LowPass(c.cutoff, c.transition, c.rate, c.stop)
			ripple := math.Pow(10, -c.stop/20)
			if g := response(taps, 0); math.Abs(g-1) > 1e-6 {
				t.Errorf("gain at 0 Hz is %g", g)
			}
			for f := 0.0; f < c.rate/2; f += c.rate / 20000 {
				g := response(taps, f/c.rate)
				if f <= c.cutoff-c.transition/2 && math.Abs(g-1) > 2*ripple {
					t.Fatalf("pass band: gain %g at %g Hz", g, f)
				}
				if f >= c.cutoff+c.transition/2 && g > ripple {
					t.Fatalf("stop band: %.1f dB at %g Hz", decibel(g), f)
				}
			}
			if len(taps)%2 != 1 {
				t.Errorf("%d taps: even", len(taps))
			}
		})
	}
}

func TestFIRIsConvolution(t *testing.T) {
	for _, n := range []int{1, 2, 3, 8, 31, 64, 129} {
		for _, d := range []int{1, 2, 7, 50} {
			taps := make([]float32, n)
			for i := range taps {
				taps[i] = float32(math.Sin(float64(i*i) + 1))
			}
			x := noise(10000, 7)
			f := NewFIR(taps, d)
			y := make([]complex64, f.MaxOut(len(x)))
			if got := f.Process(y, x); got != len(y) {
				t.Fatalf("%d taps by %d: %d outputs, want %d", n, d, got, len(y))
			}
			want := make([]complex128, len(y))
			for k := range want {
				for i, h := range taps {
					if k*d-i >= 0 {
						want[k] += complex(float64(h), 0) * complex128(x[k*d-i])
					}
				}
			}
			if e := relativeError(y, want); e > 1e-6 {
				t.Errorf("%d taps by %d: error %g", n, d, e)
			}
		}
	}
}

// A stream is a processor whose output must not depend on how its input is cut.
type stream interface {
	Process(dst, src []complex64) int
	MaxOut(n int) int
	Reset()
}

func streams(t testing.TB) map[string]func() stream {
	resampler := func(in, out float64) func() stream {
		return func() stream {
			r, err := NewResampler(in, out)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	return map[string]func() stream{
		"FIR":             func() stream { return NewFIR(LowPass(0.1, 0.05, 1, 60), 1) },
		"FIR by 7":        func() stream { return NewFIR(LowPass(0.05, 0.05, 1, 60), 7) },
		"2.4M to 1.92M":   resampler(2.4e6, 1.92e6),
		"1.92M to 2.4M":   resampler(1.92e6, 2.4e6),
		"2.4M to GSM":     resampler(2.4e6, 4*1625e3/6),
		"2.4M to 30k":     resampler(2.4e6, 30e3),
		"irrational down": resampler(2.4e6, 1e6*math.Sqrt2),
		"irrational up":   resampler(1e6, 1e6*math.Pi),
		"2 ppm":           resampler(2.4e6, 2.4e6*(1+2e-6)),
	}
}

func TestStreamsIgnoreHowTheirInputIsCut(t *testing.T) {
	for name, fresh := range streams(t) {
		t.Run(name, func(t *testing.T) {
			x := noise(10000, 5)
			whole := fresh()
			want := make([]complex64, whole.MaxOut(len(x)))
			want = want[:whole.Process(want, x)]
			s := fresh()
			rapid.Check(t, func(t *rapid.T) {
				s.Reset()
				var got []complex64
				most := rapid.SampledFrom([]int{1, 10, 1000, 9000}).Draw(t, "most")
				for rest := x; len(rest) > 0; {
					n := min(len(rest), rapid.IntRange(0, most).Draw(t, "n")+1)
					y := make([]complex64, s.MaxOut(n))
					got = append(got, y[:s.Process(y, rest[:n])]...)
					rest = rest[n:]
					if most == 1 && len(rest) < 9000 || most == 10 && len(rest) < 7000 {
						most = 9000
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%d samples differ from %d of the whole", len(got), len(want))
				}
			})
		})
	}
}

func TestStreamsAllocateNothing(t *testing.T) {
	for name, fresh := range streams(t) {
		s, x := fresh(), noise(5000, 1)
		y := make([]complex64, s.MaxOut(len(x)))
		if a := testing.AllocsPerRun(5, func() { s.Process(y, x) }); a != 0 {
			t.Errorf("%s: %v allocations", name, a)
		}
	}
}

// A tone of the pass band comes out as the tone at its delayed time, and
// nothing else: what is left is alias, image and ripple together.
func TestResamplerKeepsTonesAndRejectsAliases(t *testing.T) {
	for _, c := range []struct{ in, out float64 }{
		{2.4e6, 1.92e6},
		{1.92e6, 2.4e6},
		{2.4e6, 4 * 1625e3 / 6},
		{2.4e6, 1e6 * math.Sqrt2},
		{1e6, 1e6 * math.Pi},
		{2.4e6, 240e3},
		{2.4e6, 2.4e6 * (1 - 37e-6)},
		{30.72e6, 1.92e6},
		{2.048e6, 1.92e6},
	} {
		r, err := NewResampler(c.in, c.out)
		if err != nil {
			t.Fatal(err)
		}
		nyquist := min(c.in, c.out) / 2
		for _, f := range []float64{0, 0.1, -0.5, 0.77, 0.9, -0.9} {
			if e := toneError(r, f*nyquist/c.in, c.in/c.out); e > -60 {
				t.Errorf("%g→%g: tone at %g of the band: error %.1f dB", c.in, c.out, f, e)
			}
		}
		worst := math.Inf(-1)
		for f := 1.1 * nyquist; f <= c.in/2; f += (c.in/2 - 1.1*nyquist) / 17 {
			worst = max(worst, toneLevel(r, f/c.in))
		}
		if worst > -60 {
			t.Errorf("%g→%g: a tone beyond the band comes out at %.1f dB", c.in, c.out, worst)
		}
	}
}

func tone(n int, cycles float64) []complex64 {
	x := make([]complex64, n)
	for i := range x {
		x[i] = complex64(cmplx.Rect(1, 2*math.Pi*math.Mod(cycles*float64(i), 1)))
	}
	return x
}

// steady returns the resampler's answer to x once its history is full, and the
// index of the first sample returned.
func steady(r *Resampler, x []complex64) ([]complex64, int) {
	r.Reset()
	y := make([]complex64, r.MaxOut(len(x)))
	y = y[:r.Process(y, x)]
	settle := r.MaxOut(int(2*r.Delay()) + 2)
	return y[settle:], settle
}

func toneError(r *Resampler, cycles, inPerOut float64) float64 {
	y, first := steady(r, tone(5000+int(6*r.Delay()), cycles))
	want := make([]complex128, len(y))
	for k := range y {
		want[k] = cmplx.Rect(1, 2*math.Pi*cycles*(float64(first+k)*inPerOut-r.Delay()))
	}
	return decibel(relativeError(y, want))
}

func toneLevel(r *Resampler, cycles float64) float64 {
	y, _ := steady(r, tone(5000+int(6*r.Delay()), cycles))
	var sum float64
	for _, v := range y {
		sum += real(complex128(v) * cmplx.Conj(complex128(v)))
	}
	return 10 * math.Log10(sum/float64(len(y)))
}

func TestResamplerOutputCountIsExact(t *testing.T) {
	for _, c := range []struct {
		in, out float64
		n, want int
	}{{2.4e6, 1.92e6, 240000, 192000}, {2.4e6, 4 * 1625e3 / 6, 240000, 108334}, {1e6, 1e6 * math.Pi, 100000, 314160}} {
		r, _ := NewResampler(c.in, c.out)
		x, y := make([]complex64, 10000), make([]complex64, r.MaxOut(10000))
		got := 0
		for range c.n / 10000 {
			got += r.Process(y, x)
		}
		if got != c.want {
			t.Errorf("%g→%g: %d samples of %d, want %d", c.in, c.out, got, c.n, c.want)
		}
	}
}

func TestNewResamplerRefusesImpossibleRates(t *testing.T) {
	for _, c := range [][2]float64{{0, 1}, {1, 0}, {-1, 1}, {math.NaN(), 1}, {1, math.Inf(1)}, {1e9, 1}} {
		if _, err := NewResampler(c[0], c[1]); err == nil {
			t.Errorf("%g→%g accepted", c[0], c[1])
		}
	}
}

func TestMixerIsExactAfterALongRun(t *testing.T) {
	const rate = 2.4e6
	for _, freq := range []float64{0, 1e3, -412345.678, 1.2e6, 5e6, -1e-3} {
		m := NewMixer(freq, rate)
		x, y := make([]complex64, 100000), make([]complex64, 100000)
		for i := range x {
			x[i] = 1
		}
		const calls = 30
		for range calls {
			m.Mix(y, x)
		}
		worst := 0.0
		for i, v := range y {
			turns := math.Mod(freq*float64((calls-1)*len(x)+i)/rate, 1)
			worst = max(worst, cmplx.Abs(complex128(v)-cmplx.Rect(1, 2*math.Pi*turns)))
		}
		if worst > 1e-6 {
			t.Errorf("%g Hz: off by %g after %d samples", freq, worst, calls*len(x))
		}
	}
}

func TestMixerSetFreqKeepsThePhase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const rate = 1e6
		m := NewMixer(0, rate)
		turns := 0.0
		for range 8 {
			freq := rapid.Float64Range(-rate, rate).Draw(t, "freq")
			n := rapid.IntRange(1, 200).Draw(t, "n")
			m.SetFreq(freq)
			x := make([]complex64, n)
			for i := range x {
				x[i] = 1
			}
			m.Mix(x, x)
			for i, v := range x {
				want := cmplx.Rect(1, 2*math.Pi*(turns+freq*float64(i)/rate))
				if cmplx.Abs(complex128(v)-want) > 2e-6 {
					t.Fatalf("sample %d of %g Hz is %v, want %v", i, freq, v, want)
				}
			}
			turns += freq * float64(n) / rate
		}
	})
}

func TestMixerIgnoresHowItsInputIsCut(t *testing.T) {
	x := noise(3000, 2)
	want, got := make([]complex64, len(x)), make([]complex64, len(x))
	NewMixer(12345, 1e6).Mix(want, x)
	rapid.Check(t, func(t *rapid.T) {
		m := NewMixer(12345, 1e6)
		for i := 0; i < len(x); {
			n := min(len(x)-i, rapid.IntRange(1, 500).Draw(t, "n"))
			m.Mix(got[i:i+n], x[i:i+n])
			i += n
		}
		if !slices.Equal(got, want) {
			t.Fatal("output depends on the cuts")
		}
	})
	m := NewMixer(1, 10)
	if a := testing.AllocsPerRun(10, func() { m.Mix(got, x); m.SetFreq(3) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func BenchmarkStream(b *testing.B) {
	all := streams(b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		s, x := all[name](), noise(16384, 1)
		y := make([]complex64, s.MaxOut(len(x)))
		b.Run(name, func(b *testing.B) {
			fastest(b, len(x), func() { s.Process(y, x) })
		})
	}
}

func BenchmarkMixer(b *testing.B) {
	m, x := NewMixer(12345, 1e6), noise(16384, 1)
	fastest(b, len(x), func() { m.Mix(x, x) })
}
