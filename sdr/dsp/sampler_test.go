package dsp

import (
	"math"
	"testing"
)

// tones returns a stream with exponentials of these frequencies, amplitude 1.
func tones(n int, rate float64, hz ...float64) []complex64 {
	x := make([]complex64, n)
	for i := range x {
		for _, f := range hz {
			s, c := math.Sincos(2 * math.Pi * f * float64(i) / rate)
			x[i] += complex(float32(c), float32(s))
		}
	}
	return x
}

// TestSampler takes a tone 20 kHz above a carrier at times between the samples,
// beside strong ones that the filter must stop.
func TestSampler(t *testing.T) {
	for _, rate := range []float64{542372.88, 1e6, 2.4e6, 20e6} {
		s, err := NewSampler(105e3, 70e3, rate, 45)
		if err != nil {
			t.Fatal(err)
		}
		const carrier = -60e3
		x := tones(int(rate*2e-3), rate, carrier+20e3, carrier+145e3, carrier-145e3)
		step, start := rate/541666.67, 0.4*rate*1e-3+0.3
		y := make([]complex64, 300)
		s.Sample(y, x, nil, start, step, carrier)
		var worst float64
		turn := y[0]
		for i, v := range y {
			sin, cos := math.Sincos(-2 * math.Pi * 20e3 * float64(i) * step / rate)
			d := complex128(v)*complex(cos, sin) - complex128(turn)
			worst = max(worst, math.Hypot(real(d), imag(d)))
		}
		if gain := math.Hypot(float64(real(turn)), float64(imag(turn))); math.Abs(gain-1) > 0.03 || worst > 0.03 {
			t.Errorf("%g S/s: gain %.3f, worst deviation %.4f", rate, gain, worst)
		}
	}
}

// TestSamplerEnds says that what is not there is zero, wherever the piece lies.
func TestSamplerEnds(t *testing.T) {
	s, err := NewSampler(105e3, 70e3, 1e6, 45)
	if err != nil {
		t.Fatal(err)
	}
	x, y := tones(50, 1e6, 0), make([]complex64, 40)
	for _, start := range []float64{-1000, -30.5, 0, 35.25, 1000} {
		s.Sample(y, x, nil, start, 2, 1e3)
		for i, v := range y {
			at := start + 2*float64(i)
			outside := at < -float64(s.Margin()) || at > 50+float64(s.Margin())
			if outside && v != 0 {
				t.Errorf("start %g: value %d is %v", start, i, v)
			}
		}
	}
	if n := testing.AllocsPerRun(10, func() { s.Sample(y, x, nil, 3.7, 1.1, 2e3) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSamplerRefuses(t *testing.T) {
	for _, c := range []struct{ cutoff, transition, rate float64 }{{0, 1, 10}, {6, 1, 10}, {1, 0, 10}, {math.NaN(), 1, 10}} {
		if _, err := NewSampler(c.cutoff, c.transition, c.rate, 45); err == nil {
			t.Errorf("%+v accepted", c)
		}
	}
}

func BenchmarkSampler(b *testing.B) {
	s, err := NewSampler(105e3, 70e3, 2.4e6, 45)
	if err != nil {
		b.Fatal(err)
	}
	x, y := tones(3000, 2.4e6, 1e5), make([]complex64, 306)
	for b.Loop() {
		s.Sample(y, x, nil, 500, 4.43, 1e5)
	}
}
