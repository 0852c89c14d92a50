package lte

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "lte",
	Version: 1,
	Finds: detectors.Text{
		EN: "every LTE cell of a carrier that it can decode: identity, FDD or TDD, bandwidth, antenna ports, frame number; operator, tracking area, cell identity and the other system information where the whole carrier is in view, and from SIB1 alone where only the part is that carries it; pages counted by type of identity",
		FR: "chaque cellule LTE décodable d'une porteuse : identité, FDD ou TDD, largeur de bande, ports d'antenne, numéro de trame ; opérateur, zone de suivi, identité de cellule et autres informations système quand toute la porteuse est visible, et par SIB1 seul quand seule la partie qui le porte l'est ; appels comptés par type d'identité",
	},
	Bands: detectors.Text{
		EN: "any LTE downlink the receiver is tuned to, at 1.92 MS/s or more; all that a cell says needs the carrier's width, 1.4 to 20 MHz",
		FR: "toute liaison descendante LTE sur laquelle le récepteur est accordé, à 1,92 Méch/s ou plus ; tout ce que dit une cellule demande la largeur de la porteuse, de 1,4 à 20 MHz",
	},
	LooksLike: detectors.Text{
		EN: "nothing known: a report needs the broadcast's checksum and a correlation that random bits reach in less than one window of a hundred million; system information needs a 24-bit checksum, and without a control message a well-formed SIB1. A repeater or a recording played back looks like the cell itself.",
		FR: "rien de connu : il faut la somme de contrôle et une corrélation que des bits aléatoires atteignent dans moins d'une fenêtre sur cent millions ; les informations système, une somme de contrôle de 24 bits et, sans message de contrôle, un SIB1 bien formé. Un répéteur ou un enregistrement rejoué ressemble à la cellule elle-même.",
	},
	CannotSee: detectors.Text{
		EN: "who runs a cell whose SIB1 is out of view, spread over the carrier, or sent without repeating its bits; cells too weak to decode, NB-IoT, 5G, and who uses the cell: no traffic is decoded. In a view of many MHz a strong carrier from beyond the edge can appear at a wrong frequency: off_centre_hz tells how far from the centre.",
		FR: "qui exploite une cellule dont le SIB1 est hors de vue, étalé sur la porteuse ou émis sans répéter ses bits ; les cellules trop faibles, NB-IoT, la 5G, ni qui utilise la cellule : aucun trafic n'est décodé. Dans une fenêtre de plusieurs MHz, une porteuse forte d'au-delà du bord peut apparaître à une fausse fréquence : off_centre_hz dit à quelle distance du centre.",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.Cell},
	Fields:  []detectors.Fields{Fields{}, HeardFields{}},
	New:     New,
}
