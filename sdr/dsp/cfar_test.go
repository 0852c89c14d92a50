package dsp

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// chiRows fills row with means of so many exponential variables of mean 1: what
// a noise-only spectrum of independent segments is.
func chiRow(row []float32, averages int, r *rand.Rand) {
	for i := range row {
		var sum float64
		for range averages {
			sum += r.ExpFloat64()
		}
		row[i] = float32(sum / float64(averages))
	}
}

func mustCFAR(t testing.TB, c *CFAR, err error) *CFAR {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCFARHasItsFalseAlarmRate(t *testing.T) {
	const bins, rows = 512, 600
	for _, c := range []struct {
		train, guard, rank, averages int
		pfa                          float64
	}{
		{16, 2, 0, 1, 1e-3},
		{16, 2, 0, 8, 1e-3},
		{8, 0, 0, 1, 1e-2},
		{32, 4, 0, 64, 1e-3},
		{16, 2, 24, 1, 1e-3},
		{16, 2, 24, 8, 1e-3},
		{8, 1, 8, 4, 1e-2},
		{32, 4, 48, 64, 1e-3},
	} {
		name := fmt.Sprintf("train %d rank %d averages %d pfa %g", c.train, c.rank, c.averages, c.pfa)
		var d *CFAR
		var err error
		if c.rank == 0 {
			d, err = NewCACFAR(c.train, c.guard, c.averages, c.pfa)
		} else {
			d, err = NewOSCFAR(c.train, c.guard, c.rank, c.averages, c.pfa)
		}
		d = mustCFAR(t, d, err)
		r := rand.New(rand.NewPCG(uint64(c.train), uint64(c.averages)))
		row, hits := make([]float32, bins), []int(nil)
		// Bins of a row share training bins, so alarms come in clusters: the
		// spread is taken from rows, which are independent.
		var sum, squares float64
		for range rows {
			chiRow(row, c.averages, r)
			hits = d.Detect(hits[:0], row)
			sum += float64(len(hits))
			squares += float64(len(hits) * len(hits))
		}
		want := c.pfa * bins * rows
		sigma := math.Sqrt(squares - sum*sum/rows)
		if math.Abs(sum-want) > 4*sigma {
			t.Errorf("%s: %g alarms in %d bins, want %.0f ± %.0f", name, sum, bins*rows, want, sigma)
		}
	}
}

// For single spectra both factors have closed forms.
func TestCFARFactorsMatchClosedForms(t *testing.T) {
	for _, pfa := range []float64{1e-2, 1e-4, 1e-6, 1e-9} {
		const train, cells = 24, 48
		ca, err := NewCACFAR(train, 0, 1, pfa)
		ca = mustCFAR(t, ca, err)
		if want := cells * (math.Pow(pfa, -1.0/cells) - 1); math.Abs(ca.Factor()/want-1) > 1e-9 {
			t.Errorf("CA at %g: factor %g, want %g", pfa, ca.Factor(), want)
		}
		for _, rank := range []int{12, 24, 36, 44} {
			os, err := NewOSCFAR(train, 0, rank, 1, pfa)
			os = mustCFAR(t, os, err)
			got := 1.0 // Rohling's product
			for i := range rank {
				got *= float64(cells-i) / (float64(cells-i) + os.Factor())
			}
			if math.Abs(got/pfa-1) > 0.02 {
				t.Errorf("OS rank %d: factor %g gives %g, want %g", rank, os.Factor(), got, pfa)
			}
		}
	}
}

func TestCFARTrainsOnTheRightBins(t *testing.T) {
	const n = 60
	r := rand.New(rand.NewPCG(1, 1))
	row, got := make([]float32, n), make([]float32, n)
	chiRow(row, 1, r)
	for _, c := range []struct{ train, guard, rank int }{{4, 1, 0}, {4, 1, 3}, {10, 0, 20}, {10, 5, 1}, {3, 26, 6}} {
		var d *CFAR
		var err error
		if c.rank == 0 {
			d, err = NewCACFAR(c.train, c.guard, 1, 1e-3)
		} else {
			d, err = NewOSCFAR(c.train, c.guard, c.rank, 1, 1e-3)
		}
		d = mustCFAR(t, d, err)
		d.Thresholds(got, row)
		for k := range row {
			// nearest bins outside the guard, train on each side, the other
			// side making up for what an edge cuts off
			var below, above []float32
			for i := k - c.guard - 1; i >= 0; i-- {
				below = append(below, row[i])
			}
			for i := k + c.guard + 1; i < n; i++ {
				above = append(above, row[i])
			}
			b := min(len(below), max(c.train, 2*c.train-len(above)))
			cells := append(slices.Clone(below[:b]), above[:2*c.train-b]...)
			slices.Sort(cells)
			var want float64
			for _, v := range cells {
				want += float64(v) / float64(len(cells))
			}
			if c.rank != 0 {
				want = float64(cells[c.rank-1])
			}
			want *= d.Factor()
			if math.Abs(float64(got[k])/want-1) > 1e-5 {
				t.Fatalf("%+v bin %d: threshold %g, want %g", c, k, got[k], want)
			}
		}
	}
}

func TestOrderStatisticSeesBesideAStrongSignal(t *testing.T) {
	row := make([]float32, 200)
	chiRow(row, 64, rand.New(rand.NewPCG(1, 1)))
	for k := 100; k < 108; k++ {
		row[k] = 1e4
	}
	row[95] = 4
	ca, err := NewCACFAR(16, 2, 64, 1e-6)
	ca = mustCFAR(t, ca, err)
	os, err := NewOSCFAR(16, 2, 20, 64, 1e-6)
	os = mustCFAR(t, os, err)
	if hits := os.Detect(nil, row); !slices.Contains(hits, 95) || !slices.Contains(hits, 104) {
		t.Errorf("order statistic: %v without 95 or 104", hits)
	}
	if hits := ca.Detect(nil, row); slices.Contains(hits, 95) {
		t.Errorf("cell averaging saw 95 beside a signal 34 dB stronger: %v", hits)
	}
}

func TestCFARRefusesAndAllocatesNothing(t *testing.T) {
	for _, c := range []struct {
		train, guard, rank, averages int
		pfa                          float64
	}{{0, 0, 1, 1, 1e-3}, {4, -1, 1, 1, 1e-3}, {4, 0, 9, 1, 1e-3}, {4, 0, 0, 1, 1e-3}, {4, 0, 1, 0, 1e-3}, {4, 0, 1, 1, 0}, {4, 0, 1, 1, 1}, {4, 0, 1, 1, math.NaN()}} {
		if _, err := NewOSCFAR(c.train, c.guard, c.rank, c.averages, c.pfa); err == nil {
			t.Errorf("%+v accepted", c)
		}
	}
	os, err := NewOSCFAR(16, 2, 24, 1, 1e-3)
	os = mustCFAR(t, os, err)
	ca, err := NewCACFAR(16, 2, 1, 1e-3)
	ca = mustCFAR(t, ca, err)
	row, hits := make([]float32, 1024), make([]int, 0, 1024)
	chiRow(row, 1, rand.New(rand.NewPCG(1, 1)))
	if a := testing.AllocsPerRun(5, func() { hits = os.Detect(hits[:0], row); hits = ca.Detect(hits[:0], row) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func BenchmarkCFAR(b *testing.B) {
	row, hits := make([]float32, 1024), make([]int, 0, 1024)
	chiRow(row, 1, rand.New(rand.NewPCG(1, 1)))
	ca, err := NewCACFAR(16, 2, 1, 1e-6)
	ca = mustCFAR(b, ca, err)
	os, err := NewOSCFAR(16, 2, 24, 1, 1e-6)
	os = mustCFAR(b, os, err)
	for name, c := range map[string]*CFAR{"mean": ca, "order": os} {
		b.Run(name+"-1024", func(b *testing.B) {
			fastest(b, 1024, func() { hits = c.Detect(hits[:0], row) })
		})
	}
}
