package rogue

import "vigie/detectors"

// twinLTE is L4.
var twinLTE = Indicator{
	ID: "L4", RAT: lteRAT, Version: 1, Group: placeGroup, Weight: 0.2,
	Looks: detectors.Text{EN: "one cell identity on two carriers", FR: "une identité de cellule sur deux porteuses"},
	When:  detectors.Text{EN: "both heard within a minute", FR: "entendues à moins d'une minute"},
	Why: detectors.Text{
		EN: "a real operator (460-01 on 1852.5 and 1871.75 MHz, measured) does it, so it says next to nothing alone",
		FR: "un vrai opérateur le fait (460-01 sur 1852,5 et 1871,75 MHz, mesuré) : seul, ce signe ne dit presque rien",
	},
	Innocent: detectors.Text{EN: "an operator's numbering; a repeater that shifts frequency", FR: "la numérotation d'un opérateur ; un répéteur à changement de fréquence"},
	See: func(v *view) (float64, string) {
		r := v.twin()
		if r == nil || r.event.Freq == v.event.Freq {
			return none()
		}
		return found(0.2, "%s at %v and at %v", v.cell.identity(), v.event.Freq, r.event.Freq)
	},
}
