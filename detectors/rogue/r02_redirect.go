package rogue

import "vigie/detectors"

// sentTo2G is R2.
var sentTo2G = Indicator{
	ID: "R2", RAT: lteRAT, Version: 1, Group: downGroup, Weight: 2,
	Looks: detectors.Text{EN: "in captures: releases that redirect the phone to 2G (redirectedCarrierInfo geran)", FR: "dans les captures : les libérations qui renvoient le téléphone vers la 2G (redirectedCarrierInfo geran)"},
	When: detectors.Text{
		EN: "without the phone having asked for a call on an older system: 2; for such a call: 0 (Rayhunter, connection redirect to 2G)",
		FR: "sans que le téléphone ait demandé un appel sur un système plus ancien : 2 ; pour un tel appel : 0 (Rayhunter)",
	},
	Why: detectors.Text{
		EN: "operators redirect for calls and at the edge of 4G, the more seldom the less 2G they have: perhaps in one connection of some hundred; for a catcher it is the way to a system without mutual authentication",
		FR: "les opérateurs renvoient pour un appel ou en limite de 4G, d'autant moins qu'ils ont moins de 2G : peut-être une connexion sur quelques centaines ; pour un catcher, c'est le chemin vers un système sans authentification mutuelle",
	},
	Innocent: detectors.Text{EN: "the edge of 4G coverage; a call that began before the capture", FR: "la limite de couverture 4G ; un appel commencé avant la capture"},
	See: func(v *view) (float64, string) {
		n := v.cell.Connections
		if n == nil || n.Redirected <= n.Fallback {
			return none()
		}
		return found(2, "%d of %d connections released to 2G, %d of them for a call", n.Redirected, n.Total, n.Fallback)
	},
}
