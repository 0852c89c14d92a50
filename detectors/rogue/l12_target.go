package rogue

import (
	"slices"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// deadTarget is L12.
var deadTarget = Indicator{
	ID: "L12", RAT: lteRAT, Version: 1, Group: downGroup, Weight: 3,
	Looks: detectors.Text{EN: "the 2G carriers that SIB7 sends phones to", FR: "les porteuses 2G vers lesquelles SIB7 envoie les téléphones"},
	When: detectors.Text{
		EN: "a network without 2G for half a year (dated table): 3; a carrier on which a GSM cell appeared within ten minutes: 2 (our own)",
		FR: "réseau sans 2G depuis six mois (table datée) : 3 ; porteuse où une cellule GSM est apparue depuis moins de dix minutes : 2 (de nous)",
	},
	Why: detectors.Text{
		EN: "an old list may be forgotten in an operator's cells (one in a hundred); a list that leads to a cell that has just come is a trap's two halves",
		FR: "une vieille liste peut rester dans les cellules d'un opérateur (une sur cent) ; une liste qui mène à une cellule apparue à l'instant, ce sont les deux moitiés d'un piège",
	},
	Innocent: detectors.Text{EN: "a list that nobody cleaned up; a GSM cell that came back after maintenance", FR: "une liste jamais nettoyée ; une cellule GSM revenue de maintenance"},
	See: func(v *view) (float64, string) {
		if len(v.cell.SIB7.all()) == 0 {
			return none()
		}
		for r := range v.site.since(v.now.Add(-10 * time.Minute)) {
			if r.cell.RAT != gsmRAT || r.cell.ARFCN == nil || !r.isNew || r.age(v.now) > 10*time.Minute || r.age(v.now) < 0 {
				continue
			}
			for _, carrier := range v.cell.SIB7.all() {
				if slices.Contains(carrier.Channels, *r.cell.ARFCN) {
					return found(2, "SIB7 names ARFCN %d, where a GSM cell appeared %v ago", *r.cell.ARFCN, r.age(v.now).Round(time.Second))
				}
			}
		}
		s, off := knowledge.Off(gsmRAT, v.cell.operator(), v.now)
		if !v.dated() || !off || s.Partial || v.now.Sub(s.From) < 182*24*time.Hour {
			return none()
		}
		return found(3, "SIB7 sends to 2G of %s, which has none (%s)", v.cell.operator(), s.Source)
	},
}
