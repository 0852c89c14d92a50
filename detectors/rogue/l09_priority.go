package rogue

import "vigie/detectors"

// priorityOutlier is L9.
var priorityOutlier = Indicator{
	ID: "L9", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.7,
	Looks: detectors.Text{EN: "cellReselectionPriority and threshServingLow of SIB3 beside cells of the same carrier", FR: "cellReselectionPriority et threshServingLow de SIB3, à côté des cellules de la même porteuse"},
	When: detectors.Text{
		EN: "another priority than all of three or more siblings on the carrier: 0.4; and it is 7, the highest: 0.7 (our own)",
		FR: "autre priorité que toutes les sœurs (trois ou plus) de la porteuse : 0,4 ; et c'est 7, la plus haute : 0,7 (de nous)",
	},
	Why: detectors.Text{
		EN: "priorities belong to a carrier (TS 36.304 clause 5.2.4): operators set them alike on all cells of it; a catcher raises its own",
		FR: "les priorités appartiennent à une porteuse (TS 36.304 § 5.2.4) : un opérateur les règle de même sur toutes ses cellules ; un catcher élève la sienne",
	},
	Innocent: detectors.Text{EN: "an indoor cell; a rollout half done", FR: "une cellule intérieure ; un déploiement en cours"},
	See: func(v *view) (float64, string) {
		s := v.cell.SIB3
		if s == nil || s.Priority == nil {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			o := r.cell.SIB3
			if o == nil || o.Priority == nil || r.event.Freq != v.event.Freq {
				continue
			}
			if *o.Priority == *s.Priority {
				return none()
			}
			n++
		}
		switch {
		case n < leastSiblings:
			return none()
		case *s.Priority == 7:
			return found(0.7, "SIB3 priority 7, unlike %d siblings", n)
		}
		return found(0.4, "SIB3 priority %d, unlike %d siblings", *s.Priority, n)
	},
}
