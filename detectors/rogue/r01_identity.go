package rogue

import "vigie/detectors"

// identityOnly is R1.
var identityOnly = Indicator{
	ID: "R1", RAT: "any", Version: 1, Group: linkGroup, Weight: 3,
	Looks: detectors.Text{EN: "in captures: connections in which the cell asked for the permanent identity and which ended without authentication", FR: "dans les captures : les connexions où la cellule a demandé l'identité permanente et qui ont pris fin sans authentification"},
	When: detectors.Text{
		EN: "one: 2; two or more: 3 (Rayhunter, IMSI requested)",
		FR: "une : 2 ; deux ou plus : 3 (Rayhunter, IMSI requested)",
	},
	Why: detectors.Text{
		EN: "an operator asks when it has lost the phone's temporary identity, and then authenticates it; who has no keys asks and lets go, in nine of ten catchers' connections. A lost connection looks the same: perhaps one of a hundred requests",
		FR: "un opérateur demande quand il a perdu l'identité temporaire, puis authentifie ; qui n'a pas les clefs demande et relâche, dans neuf connexions de catcher sur dix. Une connexion perdue y ressemble : peut-être une demande sur cent",
	},
	Innocent: detectors.Text{EN: "a connection that was lost midway; a network that refuses this card; a capture that begins or ends in the midst", FR: "une connexion perdue en route ; un réseau qui refuse cette carte ; une capture qui commence ou finit au milieu"},
	See: func(v *view) (float64, string) {
		n := v.cell.Connections
		switch {
		case n == nil || n.AskedOnly == 0:
			return none()
		case n.AskedOnly == 1:
			return found(2, "Identity Request (IMSI) without authentication in one of %d connections", n.Total)
		}
		return found(3, "Identity Request (IMSI) without authentication in %d of %d connections", n.AskedOnly, n.Total)
	},
}
