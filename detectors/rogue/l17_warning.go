package rogue

import (
	"slices"
	"strings"

	"vigie/detectors"
)

// warning is L17.
var warning = Indicator{
	ID: "L17", RAT: lteRAT, Version: 1, Group: contentGroup, Weight: 0.6,
	Looks: detectors.Text{EN: "SIB10, 11 and 12, public warnings, in SIB1's schedule", FR: "SIB10, 11 et 12, alertes à la population, dans le programme de SIB1"},
	When: detectors.Text{
		EN: "scheduled by this cell and by none of at least three siblings (our own)",
		FR: "programmés par cette cellule et par aucune d'au moins trois sœurs (de nous)",
	},
	Why: detectors.Text{
		EN: "a real warning comes from many cells at once; a false one from a single transmitter",
		FR: "une vraie alerte vient de nombreuses cellules à la fois ; une fausse, d'un seul émetteur",
	},
	Innocent: detectors.Text{EN: "a local warning or its test", FR: "une alerte locale, ou son essai"},
	See: func(v *view) (float64, string) {
		warns := func(c *Cell) bool {
			return slices.ContainsFunc([]string{"sib10", "sib11", "sib12"}, func(s string) bool { return contains(c.Scheduled, s) })
		}
		if !warns(v.cell) {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if !r.cell.spoken() {
				continue
			}
			if warns(&r.cell) {
				return none()
			}
			n++
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.6, "SIB1 schedules a public warning (%s), %d siblings do not", strings.Join(v.cell.Scheduled, ", "), n)
	},
}
