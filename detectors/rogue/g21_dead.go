package rogue

import (
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// deadGSM is G21.
var deadGSM = Indicator{
	ID: "G21", RAT: gsmRAT, Version: 1, Group: downGroup, Weight: 6.2, Strong: true,
	Looks: detectors.Text{EN: "the network of a GSM cell against the dated table of 2G switch-offs", FR: "le réseau d'une cellule GSM et la table datée des arrêts de la 2G"},
	When: detectors.Text{
		EN: "the network has had no 2G for half a year or never had: 6.2; switched off more lately: 3; an announced end that has passed: 2. Not judged in recordings without a date (our own)",
		FR: "le réseau n'a plus de 2G depuis six mois, ou n'en a jamais eu : 6,2 ; arrêt plus récent : 3 ; fin annoncée et passée : 2. Pas d'avis sur un enregistrement sans date (de nous)",
	},
	Why: detectors.Text{
		EN: "phones still follow 2G, so catchers still send it; an operator that has sold its 2G sends none. What remains is the chance that the table is wrong, put at one in a million cells for entries of long ago.",
		FR: "les téléphones suivent encore la 2G, donc les catchers l'émettent encore ; un opérateur qui l'a arrêtée n'en émet plus. Reste l'erreur de la table, comptée à une cellule sur un million pour les dates anciennes.",
	},
	Innocent: detectors.Text{
		EN: "the table is wrong or the end came late; a museum, laboratory or railway that uses a public code",
		FR: "une erreur de la table ou un arrêt tardif ; un musée, un laboratoire ou un chemin de fer qui emploie un code public",
	},
	See: func(v *view) (float64, string) {
		if !v.dated() || v.cell.operator() == "" {
			return none()
		}
		s, off := knowledge.Off(gsmRAT, v.cell.operator(), v.now)
		switch {
		case !off:
			return none()
		case s.Partial:
			return found(2, "GSM of %s, which announced its end by %s (%s)", v.cell.operator(), s.From.Format(time.DateOnly), s.Source)
		case v.now.Sub(s.From) < 182*24*time.Hour:
			return found(3, "GSM of %s, off since %s (%s)", v.cell.operator(), s.From.Format(time.DateOnly), s.Source)
		}
		return found(6.2, "GSM of %s, which has none (%s)", v.cell.operator(), s.Source)
	},
}
