package nr

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "nr",
	Version: 1,
	Finds: detectors.Text{
		EN: "every 5G cell whose synchronisation block it can decode: identity, frame number, barred or not; with a receiver wide enough for what the block points to also SIB1: operator, tracking area, cell identity, bands; of a block wider than the receiver, at least the identity",
		FR: "chaque cellule 5G dont le bloc de synchronisation se décode : identité, numéro de trame, accès interdit ou non ; si le récepteur est assez large pour ce que le bloc désigne, aussi SIB1 : opérateur, zone de suivi, identité de cellule, bandes ; d'un bloc plus large que le récepteur, au moins l'identité",
	},
	Bands: detectors.Text{
		EN: "any 5G downlink below 7 GHz the receiver is tuned to, with synchronisation blocks of 15 or 30 kHz spacing, at 1.92 MS/s or more; blocks of 30 kHz are decoded from about 4 MS/s, SIB1 from 4.5 to 18 MS/s on, as the cell has it",
		FR: "toute liaison descendante 5G sous 7 GHz sur laquelle le récepteur est accordé, aux blocs de synchronisation espacés de 15 ou 30 kHz, à 1,92 Méch/s ou plus ; ceux de 30 kHz se décodent à partir d'environ 4 Méch/s, SIB1 à partir de 4,5 à 18 Méch/s selon la cellule",
	},
	LooksLike: detectors.Text{
		EN: "nothing known: a report needs the broadcast's checksum and a correlation that random bits reach in less than one window of ten million; an identity alone needs a correlation as rare, twice 20 ms apart. A repeater or a recording played back looks like the cell itself. A cell of the 4G and 5G kind (NSA) is often barred: that alone means nothing.",
		FR: "rien de connu : il faut la somme de contrôle et une corrélation que des bits aléatoires atteignent dans moins d'une fenêtre sur dix millions ; pour l'identité seule, une corrélation aussi rare, deux fois à 20 ms. Un répéteur ou un enregistrement rejoué ressemble à la cellule elle-même. Une cellule associée à la 4G (NSA) est souvent interdite d'accès : cela seul ne signifie rien.",
	},
	CannotSee: detectors.Text{
		EN: "who runs the cell where SIB1 does not fit the receiver or has another subcarrier spacing than the block, cells too weak to decode, blocks that lie off the synchronisation raster by more than the receiver's error, the weaker of two cells with one primary signal at one instant, spacings of 60 kHz and more, and who uses the cell: no traffic is decoded",
		FR: "qui exploite la cellule quand SIB1 dépasse le récepteur ou n'a pas l'espacement du bloc, les cellules trop faibles, les blocs hors de la trame de synchronisation de plus que l'erreur du récepteur, la plus faible de deux cellules au même signal primaire au même instant, les espacements de 60 kHz et plus, ni qui utilise la cellule : aucun trafic n'est décodé",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.Cell},
	Fields:  []detectors.Fields{Fields{}, Sync{}},
	New:     New,
}
