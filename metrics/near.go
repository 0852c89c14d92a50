package metrics

import (
	"cmp"
	"slices"

	"vigie/detectors"
)

// counts are the tracks near now. Every label that the Specs promise is there.
type counts struct {
	tracks, alerts map[detectors.Type]int
	cells          map[string]int // by detector: one reads one radio access technology and has its name
}

func (r *Registry) count() counts {
	n := counts{map[detectors.Type]int{}, map[detectors.Type]int{}, map[string]int{}}
	for _, s := range r.setup.Specs {
		for _, t := range s.Types {
			n.tracks[t] += 0
			if t == detectors.Cell {
				n.cells[s.Name] += 0
			}
		}
	}
	r.near(func(s detectors.Sighting) {
		n.tracks[s.Type]++
		if s.Severity == detectors.Alert {
			n.alerts[s.Type]++
		}
		if s.Type == detectors.Cell {
			n.cells[s.Detector]++
		}
	})
	return n
}

// near calls visit with every emitter seen lately; what the sensor says of
// itself is none.
func (r *Registry) near(visit func(detectors.Sighting)) {
	if r.setup.Tracker == nil {
		return
	}
	r.setup.Tracker.Near(r.now(), r.setup.Near, func(s detectors.Sighting) {
		if s.Type != detectors.Sensor && s.Type != detectors.Summary {
			visit(s)
		}
	})
}

// Near returns every emitter seen lately: the gravest first, then the one with
// the newest event.
func (r *Registry) Near() []detectors.Sighting {
	all := []detectors.Sighting{}
	r.near(func(s detectors.Sighting) { all = append(all, s) })
	slices.SortFunc(all, func(a, b detectors.Sighting) int {
		return cmp.Or(
			slices.Index(detectors.Severities(), b.Severity)-slices.Index(detectors.Severities(), a.Severity),
			cmp.Compare(b.Seq, a.Seq),
		)
	})
	return all
}
