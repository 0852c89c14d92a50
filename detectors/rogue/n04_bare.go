package rogue

import "vigie/detectors"

// bareNR is N4.
var bareNR = Indicator{
	ID: "N4", RAT: nrRAT, Version: 1, Group: choiceGroup, Weight: 1.3,
	Looks: detectors.Text{EN: "q-RxLevMin and the list of further system information (SIB1)", FR: "q-RxLevMin et la liste des autres informations système (SIB1)"},
	When: detectors.Text{
		EN: "−138 dBm or less and no further system information scheduled (measured: laboratory −140 and none; an operator −140 with three)",
		FR: "−138 dBm ou moins et aucune autre information programmée (mesuré : laboratoire −140 et aucune ; un opérateur −140 avec trois)",
	},
	Why: detectors.Text{
		EN: "a cell without neighbours in its broadcast keeps phones; an operator's cell needs SIB2 and more for handing phones on: ratio about 20",
		FR: "une cellule sans voisines garde les téléphones ; celle d'un opérateur a besoin de SIB2 et suivants : rapport d'environ 20",
	},
	Innocent: detectors.Text{EN: "a private network of one cell; a 5G cell that sends the rest on demand", FR: "un réseau privé d'une seule cellule ; une cellule 5G qui envoie le reste à la demande"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.spoken() || c.QRxLevMin == nil || *c.QRxLevMin > -138 || len(c.Scheduled) > 0 {
			return none()
		}
		return found(1.3, "q-RxLevMin %d dBm and no further system information", *c.QRxLevMin)
	},
}
