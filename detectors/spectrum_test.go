package detectors

import (
	"math"
	"math/rand/v2"
	"testing"

	"vigie/sdr"
)

// TestSpectrumShowsNoiseAndTone feeds noise of -40 dBFS and a tone of -20 dBFS
// a quarter of the rate above the centre.
func TestSpectrumShowsNoiseAndTone(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var f Frame
	b := sdr.Block{Rate: 2.4e6, Centre: 1e8, IQ: make([]complex64, 8192)}
	sigma := math.Sqrt(1e-4 / 2)
	for n := range 50 {
		for i := range b.IQ {
			s, c := math.Sincos(2 * math.Pi * 0.25 * float64(i))
			b.IQ[i] = complex(float32(0.1*c+sigma*random.NormFloat64()), float32(0.1*s+sigma*random.NormFloat64()))
		}
		b.Index = uint64(n * len(b.IQ))
		f.set(&b, n == 0)
		f.Spectrum()
	}
	s := f.Spectrum()
	if got := s.FloorDBFS(); math.Abs(got+40) > 0.5 {
		t.Errorf("floor %.2f dBFS, want -40", got)
	}
	top := 0
	for k, p := range s.Mean {
		if p > s.Mean[top] {
			top = k
		}
	}
	if want := s.Bins/2 + s.Bins/4; top != want {
		t.Errorf("tone in bin %d, want %d", top, want)
	}
	if len(s.Rows)%s.Bins != 0 || len(s.Rows)/s.Bins != 16 {
		t.Errorf("%d values in rows of %d, want 16 rows", len(s.Rows), s.Bins)
	}
}

// TestSpectrumNeverSpansAGap checks that samples before a gap do not share a
// row with samples after it.
func TestSpectrumNeverSpansAGap(t *testing.T) {
	var f Frame
	loud := sdr.Block{Rate: 1e6, IQ: make([]complex64, 1000)}
	for i := range loud.IQ {
		loud.IQ[i] = 1
	}
	f.set(&loud, true)
	f.Spectrum()
	quiet := sdr.Block{Rate: 1e6, Index: 5000, Lost: 4000, IQ: make([]complex64, 2048)}
	f.set(&quiet, false)
	for k, p := range f.Spectrum().Mean {
		if p != 0 {
			t.Fatalf("bin %d holds %g of what came before the gap", k, p)
		}
	}
}

// TestANewTuningIsANewFloor also when nobody asks for the first Frame's spectrum.
func TestANewTuningIsANewFloor(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	noise := func(index uint64, sigma float64) *sdr.Block {
		b := &sdr.Block{Rate: 1e6, Index: index, IQ: make([]complex64, 8192)}
		for i := range b.IQ {
			b.IQ[i] = complex(float32(sigma*random.NormFloat64()), float32(sigma*random.NormFloat64()))
		}
		return b
	}
	var f Frame
	f.set(noise(0, 0.001), true)
	before := f.Spectrum().FloorDBFS()
	f.set(noise(8192, 0.1), true)
	f.set(noise(16384, 0.1), false)
	if after := f.Spectrum().FloorDBFS(); math.Abs(after-before-40) > 1 {
		t.Errorf("floor went from %.1f to %.1f dBFS, want 40 dB more", before, after)
	}
}
