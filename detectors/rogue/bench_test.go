package rogue

import (
	"fmt"
	"testing"
	"time"

	"vigie/detectors"
)

// BenchmarkSee is one cell update at a site that knows as many cells as it may.
func BenchmarkSee(b *testing.B) {
	for _, known := range []int{10, 1000, maxCells} {
		b.Run(fmt.Sprint(known), func(b *testing.B) {
			j := crowded(known)
			e := heard(noon.Add(time.Hour), 806e6, 12, lteCell(300, 46136580))
			nothing := func(detectors.Event) {}
			b.ReportAllocs()
			for b.Loop() {
				e.Time = e.Time.Add(time.Second)
				j.See(e, nothing)
			}
		})
	}
}

// crowded returns a judge that knows n cells.
func crowded(n int) *Judge {
	j := New(Setup{})
	for i := range n {
		f := lteCell(i%504, int64(i))
		if i%2 == 0 {
			f = gsmCell(i%125, i)
		}
		j.See(heard(noon, 7e8+1e5*float64(i/504), 12, f), func(detectors.Event) {})
	}
	return j
}

// TestMemoryIsBounded: more cells than may be known make the oldest forgotten.
func TestMemoryIsBounded(t *testing.T) {
	j := crowded(maxCells + 5000)
	s := j.site
	if len(s.records) > maxCells || len(s.byKey) > maxCells || len(s.places) > maxCells || len(s.heard) > maxPlaces {
		t.Errorf("%d records, %d keys, %d places, %d windows", len(s.records), len(s.byKey), len(s.places), len(s.heard))
	}
	listed := 0
	for _, list := range s.byName {
		listed += len(list)
	}
	if listed > maxCells {
		t.Errorf("%d listed by name", listed)
	}
}
