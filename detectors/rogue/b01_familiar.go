package rogue

import "vigie/detectors"

// familiar is B1: it speaks for the cell.
var familiar = Indicator{
	ID: "B1", RAT: "any", Version: 1, Group: familiarGroup, Weight: 0,
	Looks: detectors.Text{EN: "the site's baseline", FR: "la référence du site"},
	When: detectors.Text{
		EN: "the same cell on the same carrier with the same contents as learnt over a day or more: −1.5",
		FR: "même cellule, même porteuse, même contenu que pendant l'apprentissage d'un jour ou plus : −1,5",
	},
	Why: detectors.Text{
		EN: "few catchers stand at one place for days with nothing changed; one that did while the site was learnt is hidden by this, which is why it is not worth more",
		FR: "peu de catchers restent des jours au même endroit sans rien changer ; un catcher présent pendant l'apprentissage en profite, d'où un poids modéré",
	},
	Innocent: detectors.Text{EN: "speaks for the cell", FR: "parle en faveur de la cellule"},
	See: func(v *view) (float64, string) {
		b := v.setup.Baseline
		if b == nil || b.Days() < 1 {
			return none()
		}
		usual, ok := b.Known(v.cell.identity())
		if !ok || !contains(usual.Carriers, v.record.on.name) || !contains(usual.Contents, v.cell.contents()) {
			return none()
		}
		return found(-1.5, "as learnt over %.1f days", b.Days())
	},
}
