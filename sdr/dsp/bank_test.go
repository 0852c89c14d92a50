package dsp

import (
	"fmt"
	"math"
	"math/cmplx"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func mustChannelizer(t testing.TB, channels, oversample int, prototype []float32) *Channelizer {
	t.Helper()
	c, err := NewChannelizer(channels, oversample, prototype)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func rows(n, length int) [][]complex64 {
	dst := make([][]complex64, n)
	for i := range dst {
		dst[i] = make([]complex64, length)
	}
	return dst
}

// gsmPrototype passes a 200 kHz channel of a 2.4 MS/s stream.
func gsmPrototype() []float32 { return LowPass(110e3, 60e3, 2.4e6, 60) }

func TestChannelizerIsMixerFilterAndDecimator(t *testing.T) {
	for _, c := range []struct{ channels, oversample, taps int }{{12, 1, 0}, {12, 2, 0}, {5, 1, 31}, {64, 2, 257}, {2, 1, 1}, {8, 1, 3}} {
		prototype := gsmPrototype()
		if c.taps > 0 {
			prototype = reals32(c.taps, 1)
		}
		bank, x := mustChannelizer(t, c.channels, c.oversample, prototype), noise(9000, 2)
		got := rows(c.channels, bank.MaxOut(len(x)))
		n := bank.Process(got, x)
		for k := range c.channels {
			mixed, want := make([]complex64, len(x)), make([]complex64, len(x))
			NewMixer(-float64(k), float64(c.channels)).Mix(mixed, x)
			want = want[:NewFIR(prototype, c.channels/c.oversample).Process(want, mixed)]
			if n != len(want) {
				t.Fatalf("%+v: %d outputs, want %d", c, n, len(want))
			}
			if e := relativeError(got[k], wide(want)); e > 3e-6 {
				t.Errorf("%+v: channel %d: error %g", c, k, e)
			}
		}
	}
}

func TestChannelizerKeepsChannelsApart(t *testing.T) {
	const rate = 2.4e6
	bank := mustChannelizer(t, 12, 2, gsmPrototype())
	got := rows(12, bank.MaxOut(24000))
	bank.Process(got, tone(24000, (-400e3+50e3)/rate)) // channel 10, 50 kHz above its centre
	settled := bank.MaxOut(int(2 * bank.Delay()))
	for k, y := range got {
		level := 10 * math.Log10(Energy(y[settled:])/float64(len(y)-settled))
		switch {
		case k == 10 && math.Abs(level) > 0.02:
			t.Errorf("its channel has %.2f dB", level)
		case k != 10 && level > -60:
			t.Errorf("channel %d has %.1f dB", k, level)
		}
	}
	for i := settled; i < len(got[10])-1; i++ { // 50 kHz at 400 kS/s: an eighth of a turn
		if d := cmplx.Phase(complex128(got[10][i+1] * conj(got[10][i]))); math.Abs(d-math.Pi/4) > 2e-3 {
			t.Fatalf("output %d turns by %g, want π/4", i, d)
		}
	}
}

func TestChannelizerIgnoresHowItsInputIsCutAndLeavesOutWhatIsNotWanted(t *testing.T) {
	bank, x := mustChannelizer(t, 12, 2, gsmPrototype()), noise(12000, 3)
	want := rows(12, bank.MaxOut(len(x)))
	bank.Process(want, x)
	got, part := rows(12, len(want[0])), make([][]complex64, 12)
	rapid.Check(t, func(t *rapid.T) {
		bank.Reset()
		done := 0
		for rest := x; len(rest) > 0; {
			n := min(len(rest), rapid.IntRange(1, 6000).Draw(t, "n"))
			for _, k := range []int{0, 3, 11} {
				part[k] = got[k][done:]
			}
			done += bank.Process(part, rest[:n])
			rest = rest[n:]
		}
		for _, k := range []int{0, 3, 11} {
			if !slices.Equal(got[k], want[k]) {
				t.Fatalf("channel %d depends on the cuts", k)
			}
		}
	})
	if a := testing.AllocsPerRun(5, func() { bank.Reset(); bank.Process(want, x) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func TestNewChannelizerRefuses(t *testing.T) {
	h := []float32{1}
	for _, c := range []struct {
		channels, oversample int
		prototype            []float32
	}{{7, 1, h}, {0, 1, h}, {12, 3, h}, {12, 0, h}, {5, 2, h}, {12, 1, nil}} {
		if _, err := NewChannelizer(c.channels, c.oversample, c.prototype); err == nil {
			t.Errorf("%+v accepted", c)
		}
	}
}

func mustCorrelator(t testing.TB, templates ...[]complex64) *Correlator {
	t.Helper()
	c, err := NewCorrelator(templates...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// shares makes so many slices of n outputs of a Correlator.
func shares(templates, n int) [][]float32 {
	all := make([][]float32, templates)
	for i := range all {
		all[i] = make([]float32, n)
	}
	return all
}

func TestCorrelatorMatchesItsDefinition(t *testing.T) {
	for _, length := range []int{1, 7, 128, 300} {
		templates := [][]complex64{noise(length, 1), noise(length, 2), noise(length, 3)}
		c, x := mustCorrelator(t, templates...), noise(4000, 4)
		copy(x[1000:], templates[1])
		Scale(x[2000:], x[2000:], 1e-3)
		got := shares(3, c.MaxOut(len(x)))
		n := c.Process(got, x)
		if n+c.Pending() != len(x) || n == 0 {
			t.Fatalf("length %d: %d outputs and %d pending of %d", length, n, c.Pending(), len(x))
		}
		for s, template := range templates {
			for i := range n {
				var sum complex128
				var ex, es float64
				for j, v := range template {
					a, b := complex128(x[i+j]), complex128(v)
					sum += a * cmplx.Conj(b)
					ex += real(a * cmplx.Conj(a))
					es += real(b * cmplx.Conj(b))
				}
				want := real(sum*cmplx.Conj(sum)) / (ex * es)
				// A transform rounds in parts of its block's energy, of which a window 60 dB
				// down has little: 2·10⁻³ of its size, twice that of its square.
				if e := math.Abs(float64(got[s][i]) - want); e > 4e-3 {
					t.Fatalf("length %d: template %d at %d: %v, want %v", length, s, i, got[s][i], want)
				}
			}
		}
	}
}

func TestCorrelatorFindsATemplateWhateverItsLevelAndPhase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template := noise(128, 5)
		c, _ := NewCorrelator(template)
		at := rapid.IntRange(0, 1500).Draw(t, "at")
		turn := cmplx.Rect(math.Pow(10, rapid.Float64Range(-4, 2).Draw(t, "level")), rapid.Float64Range(-3, 3).Draw(t, "phase"))
		x := make([]complex64, 4096)
		for i, v := range template {
			x[at+i] = v * complex64(turn)
		}
		got := shares(1, c.MaxOut(len(x)))
		c.Process(got, x)
		best := 0
		for i, v := range got[0] {
			if v > got[0][best] {
				best = i
			}
		}
		if best != at || math.Abs(float64(got[0][best])-1) > 1e-4 {
			t.Fatalf("%v at %d, want 1 at %d", got[0][best], best, at)
		}
	})
}

func TestCorrelatorIsSilentInSilence(t *testing.T) {
	c := mustCorrelator(t, noise(64, 1))
	x := make([]complex64, 5000)
	got := shares(1, c.MaxOut(len(x)))
	c.Process(got, x)
	for i, v := range got[0] {
		if v != 0 {
			t.Fatalf("%v at %d", v, i)
		}
	}
}

func TestCorrelatorIgnoresHowItsInputIsCut(t *testing.T) {
	c, x := mustCorrelator(t, noise(128, 1), noise(128, 2)), noise(20000, 3)
	want := shares(2, c.MaxOut(len(x)))
	n := c.Process(want, x)
	want[0], want[1] = want[0][:n], want[1][:n]
	got, part := shares(2, n), make([][]float32, 2)
	rapid.Check(t, func(t *rapid.T) {
		c.Reset()
		done := 0
		for rest := x; len(rest) > 0; {
			took := min(len(rest), rapid.IntRange(1, 9000).Draw(t, "n"))
			part[0], part[1] = got[0][done:], got[1][done:]
			wrote := c.Process(part, rest[:took])
			if wrote > c.MaxOut(took) {
				t.Fatalf("%d outputs of %d samples, MaxOut said %d", wrote, took, c.MaxOut(took))
			}
			done += wrote
			rest = rest[took:]
		}
		if !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) {
			t.Fatal("output depends on the cuts")
		}
	})
	if a := testing.AllocsPerRun(5, func() { c.Reset(); c.Process(want, x) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func TestNewCorrelatorRefuses(t *testing.T) {
	for _, templates := range [][][]complex64{{}, {{}}, {{1, 2}, {1}}, {{0, 0}}, {make([]complex64, MaxFFT+1)}} {
		if _, err := NewCorrelator(templates...); err == nil {
			t.Errorf("%d templates accepted", len(templates))
		}
	}
}

func BenchmarkChannelizer(b *testing.B) {
	for _, c := range []struct{ channels, oversample int }{{12, 1}, {12, 2}, {64, 2}} {
		bank, x := mustChannelizer(b, c.channels, c.oversample, LowPass(0.55/float64(c.channels), 0.3/float64(c.channels), 1, 60)), noise(16384, 1)
		dst := rows(c.channels, bank.MaxOut(len(x)))
		b.Run(fmt.Sprintf("%dx%d", c.channels, c.oversample), func(b *testing.B) {
			fastest(b, len(x), func() { bank.Process(dst, x) })
		})
	}
}

func BenchmarkCorrelator(b *testing.B) {
	for _, length := range []int{128, 1024} {
		c, x := mustCorrelator(b, noise(length, 1), noise(length, 2), noise(length, 3)), noise(16384, 1)
		dst := shares(3, c.MaxOut(len(x))+16384)
		b.Run(fmt.Sprintf("3x%d", length), func(b *testing.B) {
			fastest(b, len(x), func() { c.Process(dst, x) })
		})
	}
}
