package rogue

import "vigie/detectors"

// reselectionOffset is G8.
var reselectionOffset = Indicator{
	ID: "G8", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 1.6,
	Looks: detectors.Text{EN: "CELL_RESELECT_OFFSET and PENALTY_TIME (System Information 3 and 4)", FR: "CELL_RESELECT_OFFSET et PENALTY_TIME (System Information 3 et 4)"},
	When: detectors.Text{
		EN: "above 40 dB: 1.3; 100 dB and more: 1.6 (SnoopSnitch K2)",
		FR: "plus de 40 dB : 1,3 ; 100 dB et plus : 1,6 (SnoopSnitch K2)",
	},
	Why: detectors.Text{
		EN: "the offset makes phones prefer a cell (TS 45.008 clause 6.4); more than 40 dB is found in 2.5 % of published real samples and would serve about one catcher in two: ratio 20. 40 dB itself is ordinary (20 %).",
		FR: "ce décalage fait préférer une cellule (TS 45.008 § 6.4) ; plus de 40 dB se trouve dans 2,5 % des relevés réels publiés et servirait à un catcher sur deux : rapport 20. 40 dB est ordinaire (20 %).",
	},
	Innocent: detectors.Text{
		EN: "an operator that draws phones into an indoor or umbrella cell",
		FR: "un opérateur qui attire les téléphones vers une cellule intérieure ou parapluie",
	},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.Offset == nil || c.Penalty != nil && *c.Penalty == 0 { // the offset then repels
			return none()
		}
		switch o := *c.Offset; {
		case o >= 100:
			return found(1.6, "CELL_RESELECT_OFFSET %d dB", o)
		case o > 40:
			return found(1.3, "CELL_RESELECT_OFFSET %d dB", o)
		}
		return none()
	},
}
