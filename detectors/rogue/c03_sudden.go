package rogue

import (
	"time"

	"vigie/detectors"
)

// suddenCell is C3.
var suddenCell = Indicator{
	ID: "C3", RAT: "any", Version: 1, Group: lifeGroup, Weight: 0.7,
	Looks: detectors.Text{EN: "a cell that appears while its frequency is watched", FR: "une cellule qui apparaît sur une fréquence surveillée"},
	When:  detectors.Text{EN: "within the last ten minutes, at 10 dB or more in its first sightings (our own)", FR: "depuis moins de dix minutes, à 10 dB ou plus dès les premières observations (de nous)"},
	Why: detectors.Text{
		EN: "far cells fade in weak; a near transmitter is strong at once. Operators wake cells in the morning and after repairs: ratio 5.",
		FR: "une cellule lointaine apparaît faible ; un émetteur proche est fort d'emblée. Les opérateurs réveillent des cellules le matin et après réparation : rapport 5.",
	},
	Innocent: detectors.Text{EN: "a cell that sleeps at night; a repair; a cell for an event, brought by the operator", FR: "une cellule en veille la nuit ; une réparation ; une cellule apportée par l'opérateur pour un événement"},
	See: func(v *view) (float64, string) {
		r := v.record
		if !r.isNew || r.age(v.now) > 10*time.Minute || r.firstSNR < atPower {
			return none()
		}
		return found(0.7, "appeared %v ago at %.0f dB", r.age(v.now).Round(time.Second), r.firstSNR)
	},
}
