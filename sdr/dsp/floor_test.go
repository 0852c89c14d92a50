package dsp

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// air is a modelled band: noise of a level in each bin and signals on it.
type air struct {
	r     *rand.Rand
	level []float64 // of the noise
	row   []float32
}

func newAir(bins int, level func(k int) float64) *air {
	a := &air{r: rand.New(rand.NewPCG(1, 9)), level: make([]float64, bins), row: make([]float32, bins)}
	for k := range a.level {
		a.level[k] = level(k)
	}
	return a
}

const airSpectra = 32

// draw returns the mean of airSpectra spectra with a signal of snr (power
// ratio) on bins from…to.
func (a *air) draw(from, to int, snr float64) []float32 {
	for k := range a.row {
		// gamma by its normal cube root: Wilson and Hilferty
		v := 1 / (9.0 * airSpectra)
		p := math.Pow(1-v+a.r.NormFloat64()*math.Sqrt(v), 3) * a.level[k]
		if k >= from && k < to {
			p *= 1 + snr
		}
		a.row[k] = float32(p)
	}
	return a.row
}

// run feeds seconds of the band to the tracker, two rows a second.
func (a *air) run(f *Floor, seconds float64, from, to int, snr float64) {
	for range int(seconds * 2) {
		f.Update(a.draw(from, to, snr), airSpectra, 0.5)
	}
}

// off returns the worst difference of floor and noise in decibels, with its
// sign, over bins from…to.
func (a *air) off(f *Floor, from, to int) float64 {
	worst := 0.0
	for k := from; k < to; k++ {
		if d := 10 * math.Log10(float64(f.Levels()[k])/a.level[k]); math.Abs(d) > math.Abs(worst) {
			worst = d
		}
	}
	return worst
}

func flat(int) float64 { return 3e-9 }

// slope is a receiver whose noise falls 6 dB from one edge to the other.
func slope(k int) float64 { return 3e-9 * math.Pow(10, -0.6*float64(k)/1024) }

func TestFloor(t *testing.T) {
	const n = 1024
	for _, c := range []struct {
		name   string
		level  func(int) float64
		feed   func(a *air, f *Floor)
		lo, hi float64 // bounds of floor over noise, decibels
	}{
		{"is the noise's level", flat, func(a *air, f *Floor) { a.run(f, 60, 0, 0, 0) }, -0.5, 0.3},
		{"follows the shape of the noise once it has had time to rise", slope, func(a *air, f *Floor) { a.run(f, 360, 0, 0, 0) }, -0.8, 0.8},
		{"is not raised by a wideband signal that appears and stays", flat, func(a *air, f *Floor) {
			a.run(f, 20, 0, 0, 0)
			a.run(f, 60, 0, n, 100)
		}, -0.5, 1.2},
		{"is not raised by a signal of half the band that was there first", flat, func(a *air, f *Floor) { a.run(f, 30, 300, 800, 1000) }, -0.5, 0.8},
		{"is not raised by a narrow signal that was there first and stays", flat, func(a *air, f *Floor) { a.run(f, 600, 500, 550, 1e4) }, -0.5, 0.8},
		{"falls within seconds when the noise falls", flat, func(a *air, f *Floor) {
			a.run(f, 5, 0, n, 100)
			a.run(f, 6, 0, 0, 0)
		}, -0.5, 0.5},
		{"rises a decibel a minute when the noise has risen", flat, func(a *air, f *Floor) {
			a.run(f, 20, 0, 0, 0)
			a.run(f, 360, 0, n, 3) // 6 dB
			for k := range a.level {
				a.level[k] *= 4
			}
		}, -0.6, 0.3},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, f := newAir(n, c.level), NewFloor(n)
			c.feed(a, f)
			if d := a.off(f, 0, n); d < c.lo || d > c.hi {
				t.Errorf("floor is off by %.2f dB", d)
			}
		})
	}
}

func TestFloorIgnoresSilence(t *testing.T) {
	a, f := newAir(256, flat), NewFloor(256)
	zero := make([]float32, 256)
	f.Update(zero, airSpectra, 0.1)
	if f.Levels()[0] != 0 {
		t.Error("a floor from nothing")
	}
	a.run(f, 5, 0, 0, 0)
	f.Update(zero, airSpectra, 10)
	if d := a.off(f, 0, 256); math.Abs(d) > 0.5 {
		t.Errorf("silence moved the floor by %.2f dB", d)
	}
	if want := 10 * math.Log10(256*3e-9); math.Abs(f.LevelDB()-want) > 0.3 {
		t.Errorf("level %.2f dB, want %.2f", f.LevelDB(), want)
	}
}

func TestFloorTakesAnyLengthAndAllocatesNothing(t *testing.T) {
	for _, n := range []int{1, 7, 31, 33, 64, 100, 960, 1024, 2048} {
		a, f := newAir(n, flat), NewFloor(n)
		a.run(f, 1, 0, 0, 0)
		if slices.Contains(f.Levels(), 0) {
			t.Errorf("%d bins: some without a floor", n)
		}
		row := a.draw(0, 0, 0)
		if allocs := testing.AllocsPerRun(5, func() { f.Update(row, airSpectra, 0.1) }); allocs != 0 {
			t.Errorf("%d bins: %v allocations", n, allocs)
		}
	}
}

func TestSelectKthIsTheSortedKth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 500 {
		x := make([]float32, 1+r.IntN(40))
		for i := range x {
			x[i] = float32(r.IntN(12))
		}
		sorted := slices.Sorted(slices.Values(x))
		k := r.IntN(len(x))
		if got := selectKth(x, k); got != sorted[k] {
			t.Fatalf("%d-th of %v is %g", k, sorted, got)
		}
	}
}

func BenchmarkFloor(b *testing.B) {
	a, f := newAir(1024, flat), NewFloor(1024)
	row := a.draw(0, 0, 0)
	fastest(b, 1024, func() { f.Update(row, airSpectra, 0.01) })
}
