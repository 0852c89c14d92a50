package rogue

import (
	"time"

	"vigie/detectors"
)

// A story is what a sensor hears before a verdict on its last cell.
type story func(b *bench, hear func(snr float64, f fields))

// siblings hears n other cells of the operator, thirty times each.
func siblings(n int, f fields, change func(i int) fields) story {
	return func(_ *bench, hear func(float64, fields)) {
		for range 30 {
			for i := range n {
				hear(12, f.with(change(i)))
			}
		}
	}
}

func gsmKin(extra fields) story {
	return siblings(4, gsmCell(79, 0), func(i int) fields {
		return fields{"arfcn": 79 + 2*i, "cell_id": 100 + i}.with(extra)
	})
}

func lteKin(extra fields) story {
	return siblings(4, lteCell(0, 0), func(i int) fields { return fields{"pci": 10 + i, "cell_id": 100 + i}.with(extra) })
}

func nrKin(extra fields) story {
	return siblings(4, nrCell(0, 0), func(i int) fields { return fields{"pci": 10 + i, "nci": 100 + i}.with(extra) })
}

// then hears more after a story.
func then(s story, more ...fields) story {
	return func(b *bench, hear func(float64, fields)) {
		if s != nil {
			s(b, hear)
		}
		for _, f := range more {
			hear(12, f)
		}
	}
}

// often hears the same cell n times.
func often(n int, f fields) []fields {
	list := make([]fields, n)
	for i := range list {
		list[i] = f
	}
	return list
}

func paged(n, permanent int) fields {
	return fields{"paging": fields{"none": 200, "permanent": permanent, "temporary": n - permanent, "other": 0}}
}

// setups are what some signs need to know.
var setups = map[string]Setup{
	"G2": {Baseline: learntCells(25 * time.Hour)}, "N3": {Baseline: learntCells(time.Hour)}, "L3": {Baseline: learntCells(25 * time.Hour)},
	"N10": {Baseline: learntCells(25 * time.Hour)}, "B1": {Baseline: learntCells(25 * time.Hour)},
	"L2": {Database: atlas{}}, "D1": {Database: atlas{}, Position: &Place{48.85, 2.35}}, "D2": {Database: atlas{}, Position: &Place{48.85, 2.35}},
	"G15": {Exposure: &Exposure{10, 0.15}}, "L18": {Exposure: &Exposure{10, 0.15}},
}

// learntCells is a baseline of the cells of TestIndicators.
func learntCells(span time.Duration) *Learnt {
	j := New(Setup{})
	for _, at := range []time.Time{noon.Add(-span), noon} {
		for _, f := range []fields{gsmCell(94, 7), lteCell(300, 7), nrCell(191, 7)} {
			j.See(heard(at, 806e6, 12, f), func(detectors.Event) {})
		}
	}
	return j.Learn()
}

// atlas is a database with one cell, in Marseille, and one transmitter, in Paris.
type atlas struct{}

func (atlas) Cell(_, _ string, _ int, number int64) (p Published, listed bool, err error) {
	return Published{Place{43.3, 5.4}, 2000}, number == 7, nil
}

func (atlas) Declared(_, _ string, band int, _ Place, _ float64) (n int, err error) {
	if band == 20 {
		n = 1
	}
	return n, nil
}

func (atlas) Covers(plmn string) bool { return plmn == "208-10" }
