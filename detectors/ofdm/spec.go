package ofdm

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "ofdm",
	Version: 1,
	Finds: detectors.Text{
		EN: "DJI OcuSync bursts that are not DroneID, in a window of 2.4 MHz, by their two Zadoff-Chu symbols and the scrambling sequence in their first symbol",
		FR: "les salves OcuSync de DJI autres que DroneID, dans une fenêtre de 2,4 MHz, par leurs deux symboles Zadoff-Chu et la séquence d'embrouillage de leur premier symbole",
	},
	Bands: detectors.Text{
		EN: "2.4 and 5.7–5.85 GHz, bursts centred within 4 MHz of the receiver's centre; 1.6 MS/s or more; an RTL-SDR needs a downconverter",
		FR: "2,4 et 5,7–5,85 GHz, salves centrées à moins de 4 MHz du centre du récepteur ; 1,6 Méch/s ou plus ; un RTL-SDR a besoin d'un convertisseur",
	},
	LooksLike: detectors.Text{
		EN: "DroneID has the same form: bursts on its raster count here only when they come more often than it does. LTE, 5G and Wi-Fi lack the sequences. A burst of a channel more than 4 MHz away may be taken for one beside the raster.",
		FR: "DroneID a la même forme : les salves sur sa grille ne comptent ici que si elles viennent plus souvent que lui. LTE, 5G et Wi-Fi n'ont pas ces séquences. Une salve d'un canal à plus de 4 MHz peut être prise pour une salve hors grille.",
	},
	CannotSee: detectors.Text{
		EN: "OFDM links without these symbols: the downlink video of newer drones (O3, O4), Autel, Skydio, Walksnail, HDZero; what a link carries is neither decoded nor kept",
		FR: "les liaisons OFDM sans ces symboles : la vidéo des drones plus récents (O3, O4), Autel, Skydio, Walksnail, HDZero ; ce que porte une liaison n'est ni décodé ni gardé",
	},
	Reaches: detectors.Link,
	Types:   []detectors.Type{detectors.DroneLink},
	Fields:  []detectors.Fields{detectors.LinkFields{}},
	New:     New,
}
