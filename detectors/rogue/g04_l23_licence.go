package rogue

import (
	"encoding/json"
	"strings"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// offLicence is G4 and L23: a carrier on a band that the operator is not known to
// use.
func offLicence(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: licenceGroup, Weight: 1.2,
		Looks: detectors.Text{EN: "the band of the carrier against the operator's", FR: "la bande de la porteuse, comparée à celles de l'opérateur"},
		When: detectors.Text{
			EN: "an operator of the built-in table on a band that the table does not give it (ICDS; SITCH 400 by channel)",
			FR: "opérateur de la table intégrée sur une bande que la table ne lui donne pas (ICDS ; SITCH 400 par canal)",
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
			var band int
			if json.Unmarshal(v.cell.Band, &band) != nil || band == 0 || o.UsesLTE(band) {
				return none()
			}
			return found(1.2, "%s (%s) on band %d; it uses %v", v.cell.operator(), o.Name, band, o.LTE)
		},
	}
}
