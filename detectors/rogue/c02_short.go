package rogue

import (
	"time"

	"vigie/detectors"
)

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
