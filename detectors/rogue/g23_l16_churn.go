package rogue

import (
	"time"

	"vigie/detectors"
)

// churn is G20's and L16's second half: contents that keep changing.
func churn(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: contentGroup, Weight: 0.8,
		Looks: detectors.Text{EN: "changes of what the cell's main message says", FR: "les changements du message principal de la cellule"},
		When:  detectors.Text{EN: "three changes or more within ten minutes (our own)", FR: "trois changements ou plus en dix minutes (de nous)"},
		Why: detectors.Text{
			EN: "operators change a cell's message a few times a day at most; who operates a catcher by hand tries settings",
			FR: "un opérateur change ce message quelques fois par jour au plus ; qui règle un catcher à la main essaie",
		},
		Innocent: detectors.Text{EN: "maintenance; automatic load balancing", FR: "maintenance ; équilibrage automatique de charge"},
		See: func(v *view) (float64, string) {
			changes, _ := v.record.contents.count(v.now.Add(-10 * time.Minute))
			if changes < 3 {
				return none()
			}
			return found(0.8, "the main message changed %d times within ten minutes", changes)
		},
	}
}
