package rogue

import "vigie/detectors"

// minimumLevel is L8.
var minimumLevel = Indicator{
	ID: "L8", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.8,
	Looks: detectors.Text{EN: "q-RxLevMin, the weakest level at which phones may use the cell (SIB1)", FR: "q-RxLevMin, le niveau le plus faible admis (SIB1)"},
	When: detectors.Text{
		EN: "−138 dBm or less (measured: operators −122 to −132, laboratory −140)",
		FR: "−138 dBm ou moins (mesuré : opérateurs −122 à −132, laboratoire −140)",
	},
	Why: detectors.Text{
		EN: "the least value there is lets every phone in; none of the operators' LTE cells decoded here has it, but a 5G operator's cell has: ratio about 6",
		FR: "la plus petite valeur possible admet tout téléphone ; aucune cellule LTE d'opérateur décodée ici ne l'a, mais une cellule 5G d'opérateur l'a : rapport d'environ 6",
	},
	Innocent: detectors.Text{EN: "an operator that stretches rural coverage", FR: "un opérateur qui étend sa couverture rurale"},
	See: func(v *view) (float64, string) {
		if q := v.cell.QRxLevMin; q != nil && *q <= -138 {
			return found(0.8, "q-RxLevMin %d dBm", *q)
		}
		return none()
	},
}
