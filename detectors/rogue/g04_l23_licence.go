package rogue

import (
	"encoding/json"
	"strings"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// offLicence is G4 and L23: a carrier on a band that the operator is not known to
// use, or in a band on another's frequencies.
func offLicence(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 2, Group: licenceGroup, Weight: 1.2,
		Looks: detectors.Text{EN: "the band and frequency of the carrier against the operator's", FR: "la bande et la fréquence de la porteuse, comparées à celles de l'opérateur"},
		When: detectors.Text{
			EN: "an operator of the built-in table on a band that the table does not give it, or outside its frequencies where they are known: France 700, 800, 1800 and 2600 MHz, Germany, Belgium, the Netherlands and the United Kingdom 800 MHz, the latter 700 MHz (ICDS; SITCH 400)",
			FR: "opérateur de la table intégrée sur une bande que la table ne lui donne pas, ou hors de ses fréquences là où elles sont connues : France 700, 800, 1800 et 2600 MHz, Allemagne, Belgique, Pays-Bas et Royaume-Uni 800 MHz, ce dernier 700 MHz (ICDS ; SITCH 400)",
		},
		Why: detectors.Text{
			EN: "a catcher must use a carrier that phones search and that does not disturb the copied network, often another's; but tables age: perhaps one operator's cell in fifty is on a band the table lacks, against one catcher in three",
			FR: "un catcher émet là où les téléphones cherchent sans gêner le réseau copié, souvent chez un autre ; mais les tables vieillissent : peut-être une cellule d'opérateur sur cinquante, contre un catcher sur trois",
		},
		Innocent: detectors.Text{
			EN: "new spectrum, refarming or sharing that the table does not know",
			FR: "nouvelles fréquences, réaffectation ou partage inconnus de la table",
		},
		See: func(v *view) (float64, string) {
			if len(v.cell.plmns()) != 1 {
				return none() // shared carriers are on another's licence
			}
			o, ok := knowledge.OperatorOf(v.cell.operator())
			if !ok {
				return none()
			}
			if rat == gsmRAT {
				var band string
				if json.Unmarshal(v.cell.Band, &band) != nil || band == "" || len(o.GSM) == 0 || o.UsesGSM(band) {
					return none()
				}
				return found(1.2, "%s (%s) on %s; it uses %s", v.cell.operator(), o.Name, band, strings.Join(o.GSM, ", "))
			}
			band := v.cell.band()
			switch block, known := knowledge.BlockOf(v.cell.operator(), band); {
			case band == 0:
				return none()
			case !o.UsesLTE(band):
				return found(1.2, "%s (%s) on band %d; it uses %v", v.cell.operator(), o.Name, band, o.LTE)
			case known && v.event.Freq > 0 && !block.Holds(float64(v.event.Freq)/1e6):
				return found(1.2, "%s (%s) at %v; its part of band %d is %g to %g MHz", v.cell.operator(), o.Name, v.event.Freq, band, block.LowMHz, block.HighMHz)
			}
			return none()
		},
	}
}
