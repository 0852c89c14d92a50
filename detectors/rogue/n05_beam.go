package rogue

import (
	"slices"

	"vigie/detectors"
)

// oneBeam is N5.
var oneBeam = Indicator{
	ID: "N5", RAT: nrRAT, Version: 1, Group: radioGroup, Weight: 0.3,
	Looks: detectors.Text{EN: "which synchronisation blocks (beams) a 5G cell sends", FR: "les blocs de synchronisation (faisceaux) qu'émet une cellule 5G"},
	When: detectors.Text{
		EN: "block 0 alone in twenty sightings or more, while all of at least three siblings send others (our own)",
		FR: "le bloc 0 seul en vingt observations ou plus, alors que les sœurs, trois au moins, en émettent d'autres (de nous)",
	},
	Why: detectors.Text{
		EN: "software base stations send one beam; so do many real ones, and a sensor hears only the beams that point at it: ratio 2",
		FR: "les stations logicielles n'ont qu'un faisceau ; beaucoup de vraies aussi, et un capteur n'entend que les faisceaux tournés vers lui : rapport 2",
	},
	Innocent: detectors.Text{EN: "a cell with one beam; the others point elsewhere", FR: "une cellule à un faisceau ; les autres pointent ailleurs"},
	See: func(v *view) (float64, string) {
		if v.record.seen < leastLevel || !onlyFirst(v.cell.Beams) {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if len(r.cell.Beams) == 0 {
				continue
			}
			if onlyFirst(r.cell.Beams) {
				return none()
			}
			n++
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.3, "synchronisation block 0 alone; %d siblings send others", n)
	},
}

func onlyFirst(beams []int) bool { return slices.Equal(beams, []int{0}) }
