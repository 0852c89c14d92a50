package lte

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "lte",
	Version: 1,
	Finds: detectors.Text{
		EN: "every LTE cell of a carrier that it can decode: identity, FDD or TDD, bandwidth, antenna ports, frame number",
		FR: "chaque cellule LTE décodable d'une porteuse : identité, FDD ou TDD, largeur de bande, ports d'antenne, numéro de trame",
	},
	Bands: detectors.Text{
		EN: "any LTE downlink the receiver is tuned to, at 1.92 MS/s or more",
		FR: "toute liaison descendante LTE sur laquelle le récepteur est accordé, à 1,92 Méch/s ou plus",
	},
	LooksLike: detectors.Text{
		EN: "nothing known: a report needs the broadcast's checksum and a correlation that random bits reach in less than one window of a hundred million. A repeater or a recording played back looks like the cell itself.",
		FR: "rien de connu : il faut la somme de contrôle et une corrélation que des bits aléatoires atteignent dans moins d'une fenêtre sur cent millions. Un répéteur ou un enregistrement rejoué ressemble à la cellule elle-même.",
	},
	CannotSee: detectors.Text{
		EN: "who runs the cell (that is in SIB1), cells too weak to decode, NB-IoT, 5G, and who uses the cell: no traffic is decoded. In a view of many MHz a strong carrier from beyond the edge can appear at a wrong frequency: off_centre_hz tells how far from the centre.",
		FR: "qui exploite la cellule (c'est dans SIB1), les cellules trop faibles, NB-IoT, la 5G, ni qui utilise la cellule : aucun trafic n'est décodé. Dans une fenêtre de plusieurs MHz, une porteuse forte d'au-delà du bord peut apparaître à une fausse fréquence : off_centre_hz dit à quelle distance du centre.",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.Cell},
	Fields:  []detectors.Fields{Fields{}, HeardFields{}},
	New:     New,
}
