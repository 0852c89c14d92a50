package rogue

import "vigie/detectors"

// Frames a minute of GSM: 51 frames take 3060/13 ms (TS 45.002 clause 4.3).
const framesPerMinute = 13000

// justBooted is G20.
var justBooted = Indicator{
	ID: "G20", RAT: gsmRAT, Version: 1, Group: lifeGroup, Weight: 1.2,
	Looks: detectors.Text{EN: "the frame number of the first synchronisation burst", FR: "le numéro de trame de la première salve de synchronisation"},
	When: detectors.Text{
		EN: "less than a minute from 0 when first heard: the base station has just started (our own)",
		FR: "à moins d'une minute de 0 à la première écoute : la station vient de démarrer (de nous)",
	},
	Why: detectors.Text{
		EN: "frames are counted for 3 h 29 min before they begin anew, so one cell in 200 is that near by chance; a catcher is, when it is heard from its start",
		FR: "le compte dure 3 h 29 min : une cellule sur 200 s'y trouve par hasard ; un catcher, dès qu'on l'entend à son démarrage",
	},
	Innocent: detectors.Text{EN: "chance; an operator's base station that was restarted", FR: "le hasard ; une station d'opérateur redémarrée"},
	See: func(v *view) (float64, string) {
		if fn := v.record.firstFN; fn >= 0 && fn < framesPerMinute {
			return found(1.2, "frame number %d when first heard", fn)
		}
		return none()
	},
}
