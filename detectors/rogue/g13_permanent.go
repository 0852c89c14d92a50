package rogue

import "vigie/detectors"

// permanentPaging is G13.
var permanentPaging = Indicator{
	ID: "G13", RAT: gsmRAT, Version: 1, Group: trafficGroup, Weight: 1,
	Looks: detectors.Text{EN: "the share of pages by permanent identity (counted by type only)", FR: "la part des appels par identité permanente (comptée par type seulement)"},
	When: detectors.Text{
		EN: "above 30 % of 20 pages or more (our own; measured: a real cell 5 of 67, 7.5 %)",
		FR: "plus de 30 % de 20 appels ou plus (de nous ; mesuré : une cellule réelle 5 sur 67, 7,5 %)",
	},
	Why: detectors.Text{
		EN: "operators page by temporary identity and by the permanent one only when that fails; who looks for a known phone has only the permanent one",
		FR: "un opérateur appelle par identité temporaire, et par la permanente quand elle échoue ; qui cherche un téléphone connu n'a que la permanente",
	},
	Innocent: detectors.Text{EN: "an operator's exchange that has just restarted; visitors from abroad", FR: "un commutateur qui vient de redémarrer ; des visiteurs étrangers"},
	See: func(v *view) (float64, string) {
		_, pages, permanent := v.record.pages.span()
		if pages < pagingCount || float64(permanent) <= 0.3*float64(pages) {
			return none()
		}
		return found(1, "%d of %d pages by permanent identity", permanent, pages)
	},
}
