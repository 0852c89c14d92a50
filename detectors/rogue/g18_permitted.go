package rogue

import "vigie/detectors"

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
