package rogue

import (
	"strings"

	"vigie/detectors"
)

// singleSI is L6.
var singleSI = Indicator{
	ID: "L6", RAT: lteRAT, Version: 1, Group: contentGroup, Weight: 1,
	Looks: detectors.Text{EN: "the blocks that SIB1 schedules besides SIB2", FR: "les blocs que SIB1 programme en plus de SIB2"},
	When: detectors.Text{
		EN: "fewer than two (Rayhunter IncompleteSib; measured: operators 2 to 5, laboratory 1)",
		FR: "moins de deux (Rayhunter IncompleteSib ; mesuré : opérateurs 2 à 5, laboratoire 1)",
	},
	Why: detectors.Text{
		EN: "lists of neighbours are what an operator's cell cannot do without; of the operators' cells decoded here none has fewer than two, fewer than one in ten then, and Rayhunter's users report false alarms: ratio 10",
		FR: "une cellule d'opérateur ne se passe pas de listes de voisines ; aucune de celles décodées ici n'en a moins de deux, donc moins d'une sur dix, et les usagers de Rayhunter signalent des fausses alertes : rapport 10",
	},
	Innocent: detectors.Text{EN: "a small operator with one carrier; a private network", FR: "un petit opérateur à une porteuse ; un réseau privé"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.spoken() || c.Scheduled == nil {
			return none()
		}
		n := 0
		for _, s := range c.Scheduled {
			if !strings.EqualFold(s, "sib2") {
				n++
			}
		}
		if n >= 2 {
			return none()
		}
		return found(1, "SIB1 schedules only %s besides SIB2", atLeast(c.Scheduled))
	},
}

func atLeast(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}
