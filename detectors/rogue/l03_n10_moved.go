package rogue

import "vigie/detectors"

// movedCell is L3 and N3's second half: another carrier or colour than the
// baseline has for the cell.
func movedCell(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: placeGroup, Weight: 1.2,
		Looks: detectors.Text{EN: "carrier and physical identity against the site's baseline", FR: "porteuse et identité physique, comparées à la référence du site"},
		When: detectors.Text{
			EN: "another PCI or carrier than the baseline's for the same cell identity (CellGuard −2, −6)",
			FR: "autre PCI ou autre porteuse que dans la référence pour la même identité (CellGuard −2, −6)",
		},
		Why: detectors.Text{
			EN: "a copy cannot stay on the copied cell's carrier and colour without disturbing it; operators plan PCIs anew once in months",
			FR: "une copie ne peut rester sur la porteuse et la couleur de la cellule copiée sans la gêner ; les opérateurs replanifient en mois",
		},
		Innocent: detectors.Text{EN: "a new plan of PCIs; refarming; the same identity on two carriers, which real operators do", FR: "un nouveau plan de PCI ; une réaffectation ; la même identité sur deux porteuses, ce que font de vrais opérateurs"},
		See: func(v *view) (float64, string) {
			if v.setup.Baseline == nil {
				return none()
			}
			usual, ok := v.setup.Baseline.Known(v.cell.identity())
			if !ok || contains(usual.Carriers, v.record.on.name) {
				return none()
			}
			return found(1.2, "%s as %s; the baseline has it as %v", v.cell.identity(), v.record.on.name, usual.Carriers)
		},
	}
}
