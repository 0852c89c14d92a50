package rogue

import "vigie/detectors"

// accessOutlier is G10.
var accessOutlier = Indicator{
	ID: "G10", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 1,
	Looks: detectors.Text{EN: "RXLEV_ACCESS_MIN, call re-establishment and barring beside the operator's other cells", FR: "RXLEV_ACCESS_MIN, rétablissement d'appel et interdiction, à côté des autres cellules de l'opérateur"},
	When: detectors.Text{
		EN: "RXLEV_ACCESS_MIN 0 where three or more siblings ask 5 or more: 0.6; another re-establishment than all siblings: 0.4 (our own)",
		FR: "RXLEV_ACCESS_MIN à 0 quand au moins trois sœurs demandent 5 ou plus : 0,6 ; rétablissement différent de toutes les sœurs : 0,4 (de nous)",
	},
	Why: detectors.Text{
		EN: "a catcher accepts the weakest phone; operators set one value for whole regions, with exceptions of perhaps 5 to 10 %",
		FR: "un catcher accepte le téléphone le plus faible ; les opérateurs règlent par région, avec 5 à 10 % d'exceptions",
	},
	Innocent: detectors.Text{EN: "a rural or indoor cell with settings of its own", FR: "une cellule rurale ou intérieure réglée à part"},
	See: func(v *view) (float64, string) {
		c, w, text := v.cell, 0.0, ""
		if m, ok := v.siblingMedian(func(c *Cell) *int { return c.AccessMin }); ok && c.AccessMin != nil && *c.AccessMin == 0 && m >= 5 {
			w, text = 0.6, "RXLEV_ACCESS_MIN 0, siblings ask more"
		}
		if c.Restore != nil && v.unlike(digit(*c.Restore), func(c *Cell) *int { return digitOf(c.Restore) }) {
			w, text = w+0.4, text+" re-establishment unlike all siblings"
		}
		return w, text
	},
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func digitOf(b *bool) *int {
	if b == nil {
		return nil
	}
	d := digit(*b)
	return &d
}
