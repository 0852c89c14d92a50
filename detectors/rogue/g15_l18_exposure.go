package rogue

import "vigie/detectors"

// exposingMinute is G15 and L18.
func exposingMinute(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: linkGroup, Weight: 2.4,
		Looks: detectors.Text{EN: "in captures: the share of a minute's connections in which the permanent identity was asked for or the phone refused", FR: "dans les captures : la part des connexions d'une minute où l'identité permanente a été demandée ou le téléphone refusé"},
		When: detectors.Text{
			EN: "above 15 % of ten connections or more in a minute (Marlin); off unless switched on with --exposure",
			FR: "plus de 15 % d'au moins dix connexions en une minute (Marlin) ; inactif sans --exposure",
		},
		Why: detectors.Text{
			EN: "on the published minutes 0 of 1393 benign ones pass, so fewer than one in 460, and 6 of 11 in the suspected event: ratio 250",
			FR: "sur les minutes publiées, aucune des 1393 ordinaires ne passe, donc moins d'une sur 460, contre 6 sur 11 lors de l'événement suspect : rapport 250",
		},
		Innocent: detectors.Text{EN: "an exchange that has just restarted; a crowd of visitors from abroad", FR: "un commutateur qui vient de redémarrer ; une foule de visiteurs étrangers"},
		See: func(v *view) (float64, string) {
			n := v.cell.Connections
			if n == nil || v.setup.Exposure == nil || !v.setup.Exposure.Exposes(n.MinuteTotal, n.MinuteExposing) {
				return none()
			}
			return found(2.4, "%d of %d connections in a minute exposed an identity", n.MinuteExposing, n.MinuteTotal)
		},
	}
}
