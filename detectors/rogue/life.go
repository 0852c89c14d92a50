package rogue

import (
	"time"

	"vigie/detectors"
)

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

// shortLived is C2.
var shortLived = Indicator{
	ID: "C2", RAT: "any", Version: 1, Group: lifeGroup, Weight: 1.2,
	Looks: detectors.Text{EN: "how long a cell was on the air", FR: "la durée d'émission d'une cellule"},
	When: detectors.Text{
		EN: "appeared while its frequency was watched, was heard well (8 dB, five sightings), and fell silent within 15 minutes (AIMSICD, Crocodile Hunter; FBS-Radar)",
		FR: "apparue sur une fréquence surveillée, bien reçue (8 dB, cinq observations), et muette en moins de 15 minutes (AIMSICD, Crocodile Hunter ; FBS-Radar)",
	},
	Why: detectors.Text{
		EN: "operators' cells stay for years; what else comes and goes within minutes fades in and out at the edge of hearing, which the level excludes, or is being installed",
		FR: "une cellule d'opérateur reste des années ; le reste va et vient à la limite de l'écoute, ce que le niveau exclut, ou est en cours d'installation",
	},
	Innocent: detectors.Text{EN: "a cell on a vehicle, train or ship; installation; a reflection off a passing aircraft", FR: "une cellule sur un véhicule, un train ou un navire ; une installation ; une réflexion sur un avion"},
	See: func(v *view) (float64, string) {
		r := v.record
		life := r.last.Sub(r.first)
		if !v.ended || !r.isNew || r.seen < 5 || r.snr < 8 || life > 15*time.Minute {
			return none()
		}
		return found(1.2, "on the air for %v", life.Round(time.Second))
	},
}

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
