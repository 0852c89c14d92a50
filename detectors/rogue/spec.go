package rogue

import "vigie/detectors"

// Spec describes the judge.
var Spec = detectors.Spec{
	Name:    "rogue",
	Version: 1,
	Finds: detectors.Text{
		EN: "cells that behave like an IMSI catcher, with every sign, its weight and its innocent explanations (docs/indicators.md)",
		FR: "les cellules qui se comportent comme un IMSI-catcher, avec chaque indice, son poids et ses explications innocentes (docs/indicators.fr.md)",
	},
	Bands: detectors.Text{
		EN: "every GSM, LTE and 5G cell that the decoders report",
		FR: "toute cellule GSM, LTE et 5G signalée par les décodeurs",
	},
	LooksLike: detectors.Text{
		EN: "laboratory and exercise cells, private networks, cells on ships and aircraft, new and temporary cells of operators, repeaters, cells of a neighbouring country. No weak sign alone can alarm; signs of one cause are counted once.",
		FR: "les cellules de laboratoire ou d'exercice, les réseaux privés, les cellules de bord, les cellules nouvelles ou temporaires des opérateurs, les répéteurs, les cellules d'un pays voisin. Aucun indice faible n'alarme seul ; les indices d'une même cause ne comptent qu'une fois.",
	},
	CannotSee: detectors.Text{
		EN: "a catcher that repeats an operator's cell perfectly, at an ordinary level and in step with its neighbours; one that only listens; one on a frequency that no receiver visits; what is said on dedicated channels",
		FR: "un catcher qui répète parfaitement la cellule d'un opérateur, à un niveau ordinaire et au rythme de ses voisines ; un appareil qui ne fait qu'écouter ; une fréquence qu'aucun récepteur ne visite ; ce qui passe sur les canaux dédiés",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.CellAlert},
	Fields:  []detectors.Fields{Fields{}},
}
