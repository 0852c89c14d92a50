package rogue

import "vigie/detectors"

// fixedChannels is G14.
var fixedChannels = Indicator{
	ID: "G14", RAT: gsmRAT, Version: 1, Group: trafficGroup, Weight: 0.3,
	Looks: detectors.Text{EN: "whether assigned channels hop in frequency", FR: "si les canaux attribués sautent en fréquence"},
	When: detectors.Text{
		EN: "ten assignments or more, none of them hopping, while all of at least three siblings hop (ICDS)",
		FR: "dix attributions ou plus, aucune à sauts, alors que toutes les sœurs, trois au moins, en font (ICDS)",
	},
	Why: detectors.Text{
		EN: "a catcher has one carrier; but so have more and more cells of the 2G that is being taken down: ratio 2",
		FR: "un catcher n'a qu'une porteuse ; mais c'est le cas de plus en plus de cellules 2G en fin de vie : rapport 2",
	},
	Innocent: detectors.Text{EN: "a cell with one carrier", FR: "une cellule à une seule porteuse"},
	See: func(v *view) (float64, string) {
		a := v.cell.Assigned
		if a.Hopping > 0 || a.Fixed < 10 {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if r.cell.Assigned.Hopping > 0 {
				n++
			} else if r.cell.Assigned.Fixed > 0 {
				return none()
			}
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.3, "%d assignments, none hopping; %d siblings hop", a.Fixed, n)
	},
}
