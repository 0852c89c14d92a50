package rogue

import "vigie/detectors"

// barredNR is N2. A cell of the 4G and 5G kind (NSA) is barred and points to no
// SIB1: that is what it must do.
var barredNR = Indicator{
	ID: "N2", RAT: nrRAT, Version: 1, Group: choiceGroup, Weight: 0.5,
	Looks: detectors.Text{EN: "cellBarred, intraFreqReselection and kSSB (MIB)", FR: "cellBarred, intraFreqReselection et kSSB (MIB)"},
	When: detectors.Text{
		EN: "barred and notAllowed although kSSB points to a SIB1, that is below 24 (TS 38.213 clause 13; our own)",
		FR: "barred et notAllowed alors que kSSB désigne un SIB1, donc sous 24 (TS 38.213 § 13 ; de nous)",
	},
	Why: detectors.Text{
		EN: "keeps phones from a carrier, as L7; NSA cells, which are most barred ones, are left out by kSSB",
		FR: "écarte les téléphones d'une porteuse, comme L7 ; kSSB exclut les cellules NSA, les plus courantes",
	},
	Innocent: detectors.Text{EN: "maintenance; an NSA cell with unusual settings", FR: "maintenance ; une cellule NSA au réglage inhabituel"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.CellBarred == nil || c.IntraFrequency == nil || c.KSSB == nil || !*c.CellBarred || *c.IntraFrequency || *c.KSSB >= 24 {
			return none()
		}
		return found(0.5, "MIB barred, intraFreqReselection notAllowed, kSSB %d", *c.KSSB)
	},
}
