package rogue

import "vigie/detectors"

// barredBoth is L7: barred, and phones may not look elsewhere on the carrier.
var barredBoth = Indicator{
	ID: "L7", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.7,
	Looks: detectors.Text{EN: "cellBarred and intraFreqReselection (SIB1), together", FR: "cellBarred et intraFreqReselection (SIB1), ensemble"},
	When:  detectors.Text{EN: "barred and notAllowed (our own)", FR: "barred et notAllowed (de nous)"},
	Why: detectors.Text{
		EN: "together they keep phones from a whole carrier for five minutes (TS 36.304 clause 5.3.1), which drives them to another; operators bar cells under maintenance, mostly with reselection allowed",
		FR: "ensemble ils écartent les téléphones d'une porteuse entière pendant cinq minutes (TS 36.304 § 5.3.1) et les poussent ailleurs ; les opérateurs interdisent une cellule en maintenance, le plus souvent sans cela",
	},
	Innocent: detectors.Text{EN: "maintenance; a cell that only adds capacity", FR: "maintenance ; une cellule de simple complément"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.CellBarred == nil || c.IntraFrequency == nil || !*c.CellBarred || *c.IntraFrequency {
			return none()
		}
		return found(0.7, "cellBarred barred, intraFreqReselection notAllowed")
	},
}
