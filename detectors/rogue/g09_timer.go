package rogue

import "vigie/detectors"

// updateTimer is G9.
var updateTimer = Indicator{
	ID: "G9", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 2,
	Looks: detectors.Text{EN: "T3212, how often phones must report (System Information 3)", FR: "T3212, cadence à laquelle les téléphones se signalent (System Information 3)"},
	When: detectors.Text{
		EN: "1 to 4 (units of six minutes): 2; 5 to 8: 1.2; 0, never: 0.4 (SnoopSnitch T1; the smallest seen in the wild is 10)",
		FR: "1 à 4 (unité : six minutes) : 2 ; 5 à 8 : 1,2 ; 0, jamais : 0,4 (SnoopSnitch T1 ; le plus petit relevé réel est 10)",
	},
	Why: detectors.Text{
		EN: "phones that report often can be counted and asked often; no published operator's cell is below 10, so fewer than one in 300, against one catcher in three",
		FR: "des téléphones qui se signalent souvent se comptent et s'interrogent souvent ; aucune cellule publiée n'est sous 10, donc moins d'une sur 300, contre un catcher sur trois",
	},
	Innocent: detectors.Text{EN: "a private or test network; an operator that tries something", FR: "un réseau privé ou d'essai ; un opérateur qui expérimente"},
	See: func(v *view) (float64, string) {
		if v.cell.T3212 == nil {
			return none()
		}
		switch t := *v.cell.T3212; {
		case t == 0:
			return found(0.4, "T3212 0: no periodic update")
		case t < 5:
			return found(2, "T3212 %d (%d minutes)", t, 6*t)
		case t < 9:
			return found(1.2, "T3212 %d (%d minutes)", t, 6*t)
		}
		return none()
	},
}
