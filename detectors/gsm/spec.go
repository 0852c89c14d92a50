package gsm

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "gsm",
	Version: 1,
	Finds: detectors.Text{
		EN: "every GSM cell in the receiver's window at once: colour codes, frame number, country, network, location area, cell, neighbours, selection parameters, and how often it pages",
		FR: "toutes les cellules GSM de la fenêtre du récepteur à la fois : codes de couleur, numéro de trame, pays, réseau, zone de localisation, cellule, voisines, paramètres de sélection et fréquence des appels diffusés",
	},
	Bands: detectors.Text{
		EN: "GSM 850, E-GSM and R-GSM 900, DCS 1800, PCS 1900, at 300 kS/s or more",
		FR: "GSM 850, E-GSM et R-GSM 900, DCS 1800, PCS 1900, à 300 kéch/s ou plus",
	},
	LooksLike: detectors.Text{
		EN: "nothing known: a report needs the Fire code's 40 bits, or synchronisation bursts whose parity and frame numbers agree. A repeater or a recording played back looks like the cell itself.",
		FR: "rien de connu : il faut les 40 bits du code de Fire, ou des salves de synchronisation dont la parité et les numéros de trame concordent. Un répéteur ou un enregistrement rejoué ressemble à la cellule elle-même.",
	},
	CannotSee: detectors.Text{
		EN: "carriers without a broadcast channel, cells too weak to decode, what is said on dedicated and hopping channels, and who is called: identities are counted by type and erased as they are decoded",
		FR: "les porteuses sans voie de diffusion, les cellules trop faibles, ce qui passe sur les canaux dédiés et à sauts de fréquence, ni qui est appelé : les identités sont comptées par type et effacées dès le décodage",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.Cell},
	Fields:  []detectors.Fields{Fields{}},
	New:     New,
}
