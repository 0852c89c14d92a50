package dsp

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
	"pgregory.net/rapid"
)

func mustSpectrum(t testing.TB, window []float32) *Spectrum {
	t.Helper()
	s, err := NewSpectrum(window)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWindowsHaveTheirSideLobesAndNoiseBandwidth(t *testing.T) {
	const n = 256
	for _, c := range []struct {
		name            string
		window          []float32
		mainLobe        float64 // first null, bins
		sideLobe, noise float64
	}{
		{"Hann", Hann(n), 2, -31.4, 1.5},
		{"Blackman-Harris", BlackmanHarris(n), 4, -92, 2.0044},
		{"Kaiser 2π", Kaiser(n, 2*math.Pi), math.Sqrt(1 + 4), -46, 1.5},
		{"Kaiser 3π", Kaiser(n, 3*math.Pi), math.Sqrt(1 + 9), -69, 1.8},
	} {
		worst := math.Inf(-1)
		for bins := c.mainLobe; bins < n/2; bins += 0.05 {
			worst = max(worst, decibel(response(c.window, bins/n)/response(c.window, 0)))
		}
		if worst > c.sideLobe+0.5 || worst < c.sideLobe-3 {
			t.Errorf("%s: side lobes %.1f dB, want %.1f", c.name, worst, c.sideLobe)
		}
		if e := NoiseBandwidth(c.window); math.Abs(e-c.noise) > 0.01 {
			t.Errorf("%s: noise bandwidth %.4f bins, want %.4f", c.name, e, c.noise)
		}
	}
}

func TestSpectrumMatchesGonum(t *testing.T) {
	for _, n := range []int{30, 64, 960, 1024, 1536} {
		w := BlackmanHarris(n)
		s, x := mustSpectrum(t, w), noise(5*n+7, 9)
		rows := make([]float32, s.MaxRows(len(x))*n)
		if got := s.Process(rows, x); got != 9 {
			t.Fatalf("%d: %d rows of 5 segments, want 9", n, got)
		}
		var squares float64
		for _, v := range w {
			squares += float64(v) * float64(v)
		}
		ref := fourier.NewCmplxFFT(n)
		for r := range 9 {
			seg := wide(x[r*n/2:][:n])
			for i := range seg {
				seg[i] *= complex(float64(w[i]), 0)
			}
			y := ref.Coefficients(nil, seg)
			for k := range n {
				v := y[(k+n/2)%n]
				want := (real(v)*real(v) + imag(v)*imag(v)) / squares / float64(n)
				if got := float64(rows[r*n+k]); math.Abs(got-want) > 2e-6*(want+1/float64(n)) {
					t.Fatalf("%d: row %d bin %d: %g, want %g", n, r, k, got, want)
				}
			}
		}
	}
}

func TestSpectrumOfToneAndNoise(t *testing.T) {
	const n, rate = 1024, 2.4e6
	s := mustSpectrum(t, Hann(n))
	row := make([]float32, 2*n)
	s.Process(row, tone(n, -300e3/rate)) // bin 512-128
	if got, want := float64(row[384]), 1/NoiseBandwidth(Hann(n)); math.Abs(got/want-1) > 1e-4 {
		t.Errorf("full-scale tone at -300 kHz: bin 384 is %g, want %g", got, want)
	}
	s.Reset()
	x := noise(400*n, 4) // power 2
	rows := make([]float32, s.MaxRows(len(x))*n)
	rows = rows[:s.Process(rows, x)*n]
	mean := make([]float32, n)
	MeanRows(mean, rows)
	var sum float64
	for _, v := range mean {
		sum += float64(v)
	}
	if math.Abs(sum-2) > 0.02 {
		t.Errorf("noise of power 2 sums to %g", sum)
	}
}

func TestSpectrumIgnoresHowItsInputIsCut(t *testing.T) {
	const n = 256
	s, x := mustSpectrum(t, Hann(n)), noise(12000, 6)
	want := make([]float32, s.MaxRows(len(x))*n)
	want = want[:s.Process(want, x)*n]
	rapid.Check(t, func(t *rapid.T) {
		s.Reset()
		var got []float32
		for rest := x; len(rest) > 0; {
			c := min(len(rest), rapid.IntRange(1, 6000).Draw(t, "n"))
			rows := make([]float32, s.MaxRows(c)*n)
			got = append(got, rows[:s.Process(rows, rest[:c])*n]...)
			rest = rest[c:]
		}
		if !slices.Equal(got, want) {
			t.Fatal("rows depend on the cuts")
		}
	})
	rows := make([]float32, s.MaxRows(len(x))*n)
	if a := testing.AllocsPerRun(5, func() { s.Process(rows, x); MeanRows(rows[:n], rows) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func TestNewSpectrumRefuses(t *testing.T) {
	for _, n := range []int{0, 15, 22} {
		if _, err := NewSpectrum(make([]float32, n)); err == nil {
			t.Errorf("%d bins accepted", n)
		}
	}
}
