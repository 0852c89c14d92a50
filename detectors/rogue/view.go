package rogue

import (
	"slices"
	"time"

	"vigie/detectors"
)

// A view is what an indicator may look at: one cell, now, at its site.
type view struct {
	now    time.Time // of the sighting
	site   *site
	record *record
	cell   *Cell
	event  *detectors.Event
	ended  bool // the cell has fallen silent; the event is its last
	setup  *Setup

	kin []*record // other cells of the operator and RAT, once asked for
	own bool
}

// siblings returns the other cells of the operator in the same RAT that were
// heard within the last hour.
func (v *view) siblings() []*record {
	if v.own {
		return v.kin
	}
	v.own = true
	if v.cell.operator() == "" {
		return nil
	}
	all := v.site.kin[v.cell.RAT+v.cell.operator()]
	for _, r := range all[max(0, len(all)-maxSiblings):] {
		if r != v.record && v.now.Sub(r.last) <= time.Hour && r.cell.identity() != v.cell.identity() {
			v.kin = append(v.kin, r)
		}
	}
	return v.kin
}

// leastSiblings is how many other cells an operator must show before one of them
// can stand out.
const leastSiblings = 3

// unlike reports whether at least three siblings have a value and none of them
// the cell's own.
func (v *view) unlike(own int, of func(*Cell) *int) bool {
	n := 0
	for _, r := range v.siblings() {
		value := of(&r.cell)
		if value == nil {
			continue
		}
		if *value == own {
			return false
		}
		n++
	}
	return n >= leastSiblings
}

// siblingMedian returns the median of a value among the siblings.
func (v *view) siblingMedian(of func(*Cell) *int) (m float64, ok bool) {
	var values []float64
	for _, r := range v.siblings() {
		if value := of(&r.cell); value != nil {
			values = append(values, float64(*value))
		}
	}
	return median(values), len(values) >= leastSiblings
}

// dated reports whether the time of the event is a date: a recording without one
// begins at 1970-01-01.
func (v *view) dated() bool { return v.now.Year() >= 1990 }

// median sorts its argument; of none it is 0.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
