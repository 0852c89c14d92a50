package rogue

import (
	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// narrowCarrier is L13.
var narrowCarrier = Indicator{
	ID: "L13", RAT: lteRAT, Version: 1, Group: radioGroup, Weight: 1.3,
	Looks: detectors.Text{EN: "the carrier's width beside the operator's others", FR: "la largeur de la porteuse, à côté des autres de l'opérateur"},
	When: detectors.Text{
		EN: "all of at least three siblings have 10 MHz or more and this has 1.4: 1.3, 3: 1, 5: 0.3; without siblings, 1.4 MHz at an operator of the built-in table: 0.6 (CellGuard)",
		FR: "les sœurs, trois au moins, ont toutes 10 MHz ou plus et celle-ci 1,4 : 1,3, 3 : 1, 5 : 0,3 ; sans sœurs, 1,4 MHz chez un opérateur de la table : 0,6 (CellGuard)",
	},
	Why: detectors.Text{
		EN: "a narrow carrier needs less computer and fits into a gap; operators fill the width that they pay for",
		FR: "une porteuse étroite demande moins de calcul et tient dans un creux ; un opérateur remplit la largeur qu'il paie",
	},
	Innocent: detectors.Text{EN: "a carrier for machines (LTE-M); spectrum in small pieces", FR: "une porteuse pour objets connectés (LTE-M) ; un spectre morcelé"},
	See: func(v *view) (float64, string) {
		weights := map[int]float64{6: 1.3, 15: 1, 25: 0.3}
		if v.cell.RB == nil || weights[*v.cell.RB] == 0 {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			switch {
			case r.cell.RB == nil:
			case *r.cell.RB < 50:
				return none()
			default:
				n++
			}
		}
		if n >= leastSiblings {
			return found(weights[*v.cell.RB], "%d resource blocks; %d siblings have 50 or more", *v.cell.RB, n)
		}
		if o, ok := knowledge.OperatorOf(v.cell.operator()); ok && *v.cell.RB == 6 {
			return found(0.6, "6 resource blocks (1.4 MHz) at %s", o.Name)
		}
		return none()
	},
}
