package fhss

import "vigie/detectors"

// Spec describes the detector that joins what these Finders find.
func Spec(finders ...func(detectors.Setup) (Finder, error)) detectors.Spec {
	return detectors.Spec{
		Name:    "fhss",
		Version: 1,
		Finds: detectors.Text{
			EN: "hopping control and telemetry links (ExpressLRS with its rate and domain, mLRS, Crossfire-like, FrSky R9-like, SiK) by chirps or FSK bursts, their time lattice, channels, airtime and duty; ExpressLRS also by the check of its synchronisation packets; ordinary LoRa (LoRaWAN, Meshtastic) as such",
			FR: "les liaisons de commande et de télémétrie à sauts de fréquence (ExpressLRS avec sa cadence et son domaine, mLRS, de type Crossfire ou FrSky R9, SiK) par leurs chirps ou salves FSK, leur cadence, leurs canaux, leur durée et leur occupation ; ExpressLRS aussi par le contrôle de ses paquets de synchronisation ; le LoRa ordinaire (LoRaWAN, Meshtastic) comme tel",
		},
		Bands: detectors.Text{
			EN: "433, 863–870, 902–928 MHz; 2.4 GHz with a downconverter; chirps of 125 to 812.5 kHz, SF5 to SF12, wholly inside the window; 600 kS/s or more",
			FR: "433, 863–870, 902–928 MHz ; 2,4 GHz avec un convertisseur ; chirps de 125 à 812,5 kHz, SF5 à SF12, entiers dans la fenêtre ; 600 kéch/s ou plus",
		},
		LooksLike: detectors.Text{
			EN: "LoRaWAN and Meshtastic use the same chirps: they lack the lattice, the raster and the share of slots, at least three of which must agree. A model aircraft's link is the same as a police drone's. Crossfire and R9 are only ever called \"-like\".",
			FR: "LoRaWAN et Meshtastic emploient les mêmes chirps : il leur manque la cadence, la grille et le taux d'occupation, dont trois au moins doivent concorder. La liaison d'un modèle réduit est la même que celle d'un drone de police. Crossfire et R9 ne sont jamais que « -like ».",
		},
		CannotSee: detectors.Text{
			EN: "who flies and what is sent: stick positions are neither decoded nor kept; FLRC and other modulations at 2.4 GHz; links at channels outside the window; direction and distance",
			FR: "qui pilote et ce qui est transmis : les positions des manches ne sont ni décodées ni gardées ; FLRC et les autres modulations à 2,4 GHz ; les liaisons sur des canaux hors de la fenêtre ; la direction et la distance",
		},
		Reaches: detectors.Decoded,
		Types:   []detectors.Type{detectors.DroneLink, detectors.Emitter},
		Fields:  []detectors.Fields{detectors.LinkFields{}},
		New:     newDetector(finders),
	}
}
