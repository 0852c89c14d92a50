package rogue

import (
	"time"

	"vigie/detectors"
)

// together is how close two sightings must be for both cells to be on the air.
const together = time.Minute

// twin returns another transmitter with the cell's identity that is on the air
// too.
func (v *view) twin() *record {
	name := v.cell.identity()
	if name == "" {
		return nil
	}
	for _, r := range v.site.byName[name] {
		if r != v.record && v.now.Sub(r.last) <= together && r.seen > 1 && v.record.seen > 1 {
			return r
		}
	}
	return nil
}

// twinGSM is G7.
var twinGSM = Indicator{
	ID: "G7", RAT: gsmRAT, Version: 1, Group: placeGroup, Weight: 2,
	Looks: detectors.Text{EN: "one cell identity on two carriers, another identity on a known carrier and colour", FR: "une identité de cellule sur deux porteuses, une autre identité sur une porteuse et une couleur connues"},
	When: detectors.Text{
		EN: "both heard within a minute: 2; another identity than five minutes ago on the same ARFCN and BSIC: 1 (SnoopSnitch A4, A1; ICDS)",
		FR: "entendues à moins d'une minute : 2 ; une autre identité qu'il y a cinq minutes sur les mêmes ARFCN et BSIC : 1 (SnoopSnitch A4, A1 ; ICDS)",
	},
	Why: detectors.Text{
		EN: "a GSM cell has one broadcast carrier (TS 45.002 clause 3.2.1), so two are a copy; a far cell with the same ARFCN and BSIC may fade in, once in tens of cells in a year",
		FR: "une cellule GSM n'a qu'une porteuse de diffusion (TS 45.002 § 3.2.1) : deux, c'est une copie ; une cellule lointaine de mêmes ARFCN et BSIC peut surgir, rarement",
	},
	Innocent: detectors.Text{EN: "a retune by the operator between two sightings; another cell with the same ARFCN and BSIC on a day of far propagation", FR: "un changement de fréquence par l'opérateur entre deux observations ; une cellule lointaine de mêmes ARFCN et BSIC"},
	See: func(v *view) (float64, string) {
		if r := v.twin(); r != nil && r.cell.ARFCN != nil && v.cell.ARFCN != nil && *r.cell.ARFCN != *v.cell.ARFCN {
			return found(2, "%s on ARFCN %d and on ARFCN %d", v.cell.identity(), *v.cell.ARFCN, *r.cell.ARFCN)
		}
		if changes, _ := v.record.on.numbers.count(v.now.Add(-5 * time.Minute)); changes > 0 && v.cell.ARFCN != nil {
			return found(1, "another cell identity on ARFCN %d, BSIC %d/%d", *v.cell.ARFCN, v.cell.NCC, v.cell.BCC)
		}
		return none()
	},
}
