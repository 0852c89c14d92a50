package rogue

import "vigie/detectors"

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
