package fpv

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "fpv",
	Version: 1,
	Finds: detectors.Text{
		EN: "analogue video by frequency modulation, as racing and home-made drones send it: PAL or NTSC by the line frequency, with the names of the channels it may be on",
		FR: "la vidéo analogique en modulation de fréquence, comme l'envoient les drones de course et artisanaux : PAL ou NTSC d'après la fréquence ligne, avec les noms des canaux possibles",
	},
	Bands: detectors.Text{
		EN: "1.08–1.36 GHz with a bare RTL-SDR; 2.4 and 5.6–5.95 GHz with a converter; at 1 MS/s or more, within some MHz of the carrier",
		FR: "1,08–1,36 GHz avec un RTL-SDR seul ; 2,4 et 5,6–5,95 GHz avec un convertisseur ; à 1 Méch/s ou plus, à quelques MHz de la porteuse",
	},
	LooksLike: detectors.Text{
		EN: "any other analogue video: wireless surveillance cameras, baby monitors, video senders, amateur television; old screens and cables that radiate. Two windows of a tenth of a second must agree; an alert needs a second of it and the field frequency.",
		FR: "toute autre vidéo analogique : caméras de surveillance sans fil, babyphones, transmetteurs vidéo, télévision d'amateur ; vieux écrans et câbles qui rayonnent. Deux fenêtres d'un dixième de seconde doivent concorder ; une alerte en demande une seconde et la fréquence trame.",
	},
	CannotSee: detectors.Text{
		EN: "digital video (see ofdm), the picture (no picture is ever made), who sends it, and on which of neighbouring channels the carrier is",
		FR: "la vidéo numérique (voir ofdm), l'image (aucune image n'est jamais formée), qui l'envoie, ni sur lequel de canaux voisins est la porteuse",
	},
	Reaches: detectors.Link,
	Types:   []detectors.Type{detectors.DroneVideo},
	Fields:  []detectors.Fields{Fields{}},
	New:     New,
}
