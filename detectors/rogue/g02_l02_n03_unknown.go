package rogue

import "vigie/detectors"

// unknownCell is G2, L2 and N3: nobody knows the cell.
func unknownCell(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: unknownGroup, Weight: 1,
		Looks: detectors.Text{EN: "the site's baseline and the database of cells, where there are any", FR: "la référence du site et la base de cellules, s'il y en a"},
		When: detectors.Text{
			EN: "not in a baseline of a day or more: 1, of an hour or more: 0.5; not in the database: 0.3 (SITCH 120, Crocodile Hunter +30)",
			FR: "absente d'une référence d'un jour ou plus : 1, d'une heure ou plus : 0,5 ; absente de la base : 0,3 (SITCH 120, Crocodile Hunter +30)",
		},
		Why: detectors.Text{
			EN: "databases lack 42 to 59 % of real cells (published counts), so a miss is worth a factor of two; a site where a day taught the cells sees a new one in perhaps one of ten",
			FR: "les bases ignorent 42 à 59 % des cellules réelles (chiffres publiés) : une absence vaut un facteur deux ; sur un site appris en un jour, une cellule sur dix peut être nouvelle",
		},
		Innocent: detectors.Text{EN: "a new, moved or temporary cell of the operator; a far cell; a database out of date", FR: "une cellule nouvelle, déplacée ou temporaire de l'opérateur ; une cellule lointaine ; une base périmée"},
		See: func(v *view) (float64, string) {
			name := v.cell.identity()
			if name == "" {
				return none()
			}
			if b := v.setup.Baseline; b != nil && b.Days() >= 1./24 {
				if _, known := b.Known(name); known {
					return none()
				}
				if b.Days() >= 1 {
					return found(1, "%s is not in the baseline of %.1f days", name, b.Days())
				}
				return found(0.5, "%s is not in the baseline of %.1f hours", name, 24*b.Days())
			}
			return v.unlisted()
		},
	}
}

// unlisted asks the database; one that cannot tell says nothing.
func (v *view) unlisted() (float64, string) {
	if p := v.published(); !p.known || p.listed {
		return none()
	}
	return found(0.3, "%s is not in the database", v.cell.identity())
}
