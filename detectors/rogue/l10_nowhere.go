package rogue

import (
	"slices"

	"vigie/detectors"
)

// nowhereList is L10.
var nowhereList = Indicator{
	ID: "L10", RAT: lteRAT, Version: 1, Group: listGroup, Weight: 0.8,
	Looks: detectors.Text{EN: "the carriers of SIB5", FR: "les porteuses de SIB5"},
	When: detectors.Text{
		EN: "SIB5 is sent and names none: 0.8; none that any of three or more siblings names or sits on: 0.5 (AIMSICD, Rayhunter #534)",
		FR: "SIB5 est émis et n'en nomme aucune : 0,8 ; aucune que trois sœurs au moins nomment ou occupent : 0,5 (AIMSICD, Rayhunter n° 534)",
	},
	Why: detectors.Text{
		EN: "a list that leads nowhere keeps phones as an empty one does; operators' cells of one region share their lists",
		FR: "une liste qui ne mène nulle part retient comme une liste vide ; les cellules d'une région partagent leurs listes",
	},
	Innocent: detectors.Text{EN: "an operator with one carrier; a list of another region", FR: "un opérateur à une seule porteuse ; la liste d'une autre région"},
	See: func(v *view) (float64, string) {
		s := v.cell.SIB5
		if s == nil {
			return none()
		}
		if len(s.all()) == 0 {
			return found(0.8, "SIB5 names no carrier")
		}
		lists := 0
		for _, r := range v.siblings() {
			if r.cell.SIB5 == nil {
				continue
			}
			lists++
			for _, o := range r.cell.SIB5.all() {
				if slices.ContainsFunc(s.all(), func(c Carrier) bool { return sameNumber(c.Channel, o.Channel) }) {
					return none()
				}
			}
		}
		if lists < leastSiblings {
			return none()
		}
		return found(0.5, "SIB5 names no carrier that %d siblings name", lists)
	},
}

func sameNumber(a, b *int) bool { return a != nil && b != nil && *a == *b }
