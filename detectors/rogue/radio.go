package rogue

import (
	"slices"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// notPermitted is G18.
var notPermitted = Indicator{
	ID: "G18", RAT: gsmRAT, Version: 1, Group: radioGroup, Weight: 1,
	Looks: detectors.Text{EN: "the cell's own network colour code against NCC_PERMITTED (System Information 2)", FR: "la couleur de réseau de la cellule face à NCC_PERMITTED (System Information 2)"},
	When:  detectors.Text{EN: "the cell does not permit its own colour (our own)", FR: "la cellule n'admet pas sa propre couleur (de nous)"},
	Why: detectors.Text{
		EN: "phones then do not report the cell to its network (TS 45.008 clause 7.2), which no operator wants; a copied System Information under another colour does it",
		FR: "les téléphones ne signalent alors pas la cellule à son réseau (TS 45.008 § 7.2), ce qu'aucun opérateur ne veut ; une copie sous une autre couleur y mène",
	},
	Innocent: detectors.Text{EN: "a mistake in an operator's settings", FR: "une erreur de réglage d'un opérateur"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.said("si2") || c.Permitted == nil || *c.Permitted>>c.NCC&1 == 1 {
			return none()
		}
		return found(1, "NCC %d, NCC_PERMITTED %08b", c.NCC, *c.Permitted)
	},
}

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

// oddPorts is L14.
var oddPorts = Indicator{
	ID: "L14", RAT: lteRAT, Version: 1, Group: radioGroup, Weight: 0.4,
	Looks: detectors.Text{EN: "antenna ports and PHICH setting (MIB) beside the siblings on the same carrier", FR: "ports d'antenne et réglage PHICH (MIB), à côté des sœurs de la même porteuse"},
	When:  detectors.Text{EN: "unlike all of at least three siblings (our own)", FR: "différents de toutes les sœurs, trois au moins (de nous)"},
	Why: detectors.Text{
		EN: "an operator builds a carrier alike within a town; a catcher mostly has one port. Indoor systems differ too: ratio 2.5.",
		FR: "un opérateur équipe une porteuse de même dans une ville ; un catcher n'a le plus souvent qu'un port. Les réseaux intérieurs diffèrent aussi : rapport 2,5.",
	},
	Innocent: detectors.Text{EN: "an indoor system; a sector being rebuilt", FR: "un réseau intérieur ; un secteur en travaux"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.Ports == nil {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if r.cell.Ports == nil || r.event.Freq != v.event.Freq {
				continue
			}
			if *r.cell.Ports == *c.Ports && r.cell.PHICH == c.PHICH {
				return none()
			}
			n++
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.4, "%d ports, PHICH %s, unlike %d siblings", *c.Ports, c.PHICH, n)
	},
}

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
