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

// twinLTE is L4.
var twinLTE = Indicator{
	ID: "L4", RAT: lteRAT, Version: 1, Group: placeGroup, Weight: 0.2,
	Looks: detectors.Text{EN: "one cell identity on two carriers", FR: "une identité de cellule sur deux porteuses"},
	When:  detectors.Text{EN: "both heard within a minute", FR: "entendues à moins d'une minute"},
	Why: detectors.Text{
		EN: "a real operator (460-01 on 1852.5 and 1871.75 MHz, measured) does it, so it says next to nothing alone",
		FR: "un vrai opérateur le fait (460-01 sur 1852,5 et 1871,75 MHz, mesuré) : seul, ce signe ne dit presque rien",
	},
	Innocent: detectors.Text{EN: "an operator's numbering; a repeater that shifts frequency", FR: "la numérotation d'un opérateur ; un répéteur à changement de fréquence"},
	See: func(v *view) (float64, string) {
		r := v.twin()
		if r == nil || r.event.Freq == v.event.Freq {
			return none()
		}
		return found(0.2, "%s at %v and at %v", v.cell.identity(), v.event.Freq, r.event.Freq)
	},
}

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
	c := v.cell
	id := c.CellID
	if c.RAT == nrRAT {
		id = c.NCI
	}
	if v.setup.Database == nil || id == nil {
		return none()
	}
	for _, plmn := range c.plmns() {
		if listed, err := v.setup.Database.Has(c.RAT, plmn, c.area(), *id); err != nil || listed {
			return none()
		}
	}
	return found(0.3, "%s is not in the database", c.identity())
}

// familiar is B1: it speaks for the cell.
var familiar = Indicator{
	ID: "B1", RAT: "any", Version: 1, Group: familiarGroup, Weight: 0,
	Looks: detectors.Text{EN: "the site's baseline", FR: "la référence du site"},
	When: detectors.Text{
		EN: "the same cell on the same carrier with the same contents as learnt over a day or more: −1.5",
		FR: "même cellule, même porteuse, même contenu que pendant l'apprentissage d'un jour ou plus : −1,5",
	},
	Why: detectors.Text{
		EN: "few catchers stand at one place for days with nothing changed; one that did while the site was learnt is hidden by this, which is why it is not worth more",
		FR: "peu de catchers restent des jours au même endroit sans rien changer ; un catcher présent pendant l'apprentissage en profite, d'où un poids modéré",
	},
	Innocent: detectors.Text{EN: "speaks for the cell", FR: "parle en faveur de la cellule"},
	See: func(v *view) (float64, string) {
		b := v.setup.Baseline
		if b == nil || b.Days() < 1 {
			return none()
		}
		usual, ok := b.Known(v.cell.identity())
		if !ok || !contains(usual.Carriers, v.record.on.name) || !contains(usual.Contents, v.cell.contents()) {
			return none()
		}
		return found(-1.5, "as learnt over %.1f days", b.Days())
	},
}
