package lte

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPrimarySignalsAreUnlike: the roots 25 and 34 differ by 9, which divides 63,
// so that their sequences are not quite as unlike as Zadoff-Chu sequences can be.
func TestPrimarySignalsAreUnlike(t *testing.T) {
	for a := range primary {
		for b := range primary {
			var sum complex64
			for k, v := range primary[a] {
				sum += mulConj(v, primary[b][k])
			}
			got := math.Sqrt(float64(power(sum))) / syncSize
			if a == b && math.Abs(got-1) > 1e-5 || a != b && got > 0.4 {
				t.Errorf("signals %d and %d correlate to %.2f", a, b, got)
			}
		}
	}
}

// TestSecondaryShifts checks the ends of TS 36.211 table 6.11.2.1-1 and the rows
// where the distance of the two indices grows.
func TestSecondaryShifts(t *testing.T) {
	for _, c := range []struct{ id1, m0, m1 int }{
		{0, 0, 1}, {29, 29, 30}, {30, 0, 2}, {58, 28, 30}, {59, 0, 3}, {87, 0, 4}, {114, 0, 5}, {140, 0, 6}, {165, 0, 7}, {167, 2, 9},
	} {
		if m0, m1 := secondaryShifts(c.id1); m0 != c.m0 || m1 != c.m1 {
			t.Errorf("N_ID(1) %d: %d, %d; want %d, %d", c.id1, m0, m1, c.m0, c.m1)
		}
	}
}

func TestSecondarySignalsAreAllDifferent(t *testing.T) {
	seen := map[[syncSize]int8]int{}
	for id2 := range secondary {
		for id1 := range secondary[id2] {
			for half := range 2 {
				d := secondary[id2][id1][half]
				if other, ok := seen[d]; ok {
					t.Errorf("cells %d and %d share a signal", other, 3*id1+id2)
				}
				seen[d] = 3*id1 + id2
			}
		}
	}
}

// TestShiftTable compares the fast correlation with its definition.
func TestShiftTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var v sync
	for k := range v {
		v[k] = complex(float32(r.NormFloat64()), float32(r.NormFloat64()))
	}
	for id2 := range 3 {
		var table shiftTable
		table.set(&v, id2)
		for id1, m := range shifts {
			for half := range 2 {
				var want complex64
				for k, d := range secondary[id2][id1][half] {
					want += scale(v[k], float32(d))
				}
				if got := table.match(m, half); power(got-want) > 1e-6 {
					t.Fatalf("cell %d half %d: %v, want %v", 3*id1+id2, half, got, want)
				}
			}
		}
	}
}

// TestSubtractUndoesSymbol: a symbol that subtract takes out is what
// demodulator.symbol reads, at any place and offset.
func TestSubtractUndoesSymbol(t *testing.T) {
	d := newDemodulator()
	b := rebuilder{demod: d}
	r := rand.New(rand.NewPCG(2, 1))
	var want symbol
	for k := range want {
		want[k] = complex(float32(r.NormFloat64()), float32(r.NormFloat64()))
	}
	for _, start := range []float64{500, 500.5, 733.25} {
		for _, offset := range []float64{0, -48_700, 139_000} {
			x := make([]complex64, 2000)
			b.subtract(x, &want, start, offset, 9)
			var got symbol
			if !d.symbol(&got, x, start, offset) {
				t.Fatal("the window does not hold the symbol")
			}
			for k := range got {
				if power(got[k]+want[k]) > 1e-6 {
					t.Fatalf("start %.2f offset %.0f: subcarrier %d is %v, want %v", start, offset, k, got[k], -want[k])
				}
			}
		}
	}
}
