package rogue

import (
	"fmt"
	"math/rand/v2"
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

// TestRecordsStayInOrder, whatever the clock does.
func TestRecordsStayInOrder(t *testing.T) {
	j := New(Setup{})
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		at := noon.Add(time.Duration(r.IntN(1000)-r.IntN(5)*300) * time.Second)
		j.See(heard(at, 806e6+1e5*float64(r.IntN(40)), 12, lteCell(r.IntN(3), int64(r.IntN(200)))), func(detectors.Event) {})
	}
	n, last := 0, j.site.newest.last
	for r := range j.site.since(time.Time{}) {
		if r.last.After(last) || r.older == nil && r != j.site.oldest {
			t.Fatalf("record %d: %v after %v", n, r.last, last)
		}
		last = r.last
		n++
	}
	if n != len(j.site.records) || n < 100 {
		t.Errorf("%d in order, %d records", n, len(j.site.records))
	}
	for i, r := range j.site.records {
		if r.index != i {
			t.Fatalf("record %d says %d", i, r.index)
		}
	}
}
