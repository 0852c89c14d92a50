package rogue

import "vigie/detectors"

// Least listening before paging is judged, and least pages before their kind is.
const (
	pagingSeconds = 30
	pagingCount   = 20
)

// quietCell is G12.
var quietCell = Indicator{
	ID: "G12", RAT: gsmRAT, Version: 1, Group: trafficGroup, Weight: 1,
	Looks: detectors.Text{EN: "how often the cell pages phones", FR: "la cadence des appels diffusés (paging)"},
	When: detectors.Text{
		EN: "none in 30 s of listening without a break: 1; fewer than 20 per 10 s: 0.3 (ICDS: real cells 65 to 776, catcher 0)",
		FR: "aucun en 30 s d'écoute continue : 1 ; moins de 20 par 10 s : 0,3 (ICDS : cellules réelles 65 à 776, catcher 0)",
	},
	Why: detectors.Text{
		EN: "an operator pages a phone in every cell of its area, so even an idle cell pages; a catcher has nobody to page for. Small areas and the last months of a 2G network are quiet too: ratio 10.",
		FR: "un opérateur appelle un téléphone dans toutes les cellules de sa zone : même une cellule vide diffuse des appels ; un catcher n'a personne à appeler. Les petites zones et la fin de la 2G sont calmes aussi : rapport 10.",
	},
	Innocent: detectors.Text{EN: "a small area at night; a network whose customers have left 2G", FR: "une petite zone la nuit ; un réseau dont les clients ont quitté la 2G"},
	See: func(v *view) (float64, string) {
		seconds, pages, _ := v.record.pages.span()
		if seconds < pagingSeconds || v.cell.Paging.None+v.cell.Paging.total() == 0 {
			return none()
		}
		switch rate := float64(pages) / seconds * 10; {
		case pages == 0:
			return found(1, "no paging in %.0f s", seconds)
		case rate < 20:
			return found(0.3, "%.1f pages per 10 s", rate)
		}
		return none()
	},
}

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

// fixedChannels is G14.
var fixedChannels = Indicator{
	ID: "G14", RAT: gsmRAT, Version: 1, Group: trafficGroup, Weight: 0.3,
	Looks: detectors.Text{EN: "whether assigned channels hop in frequency", FR: "si les canaux attribués sautent en fréquence"},
	When: detectors.Text{
		EN: "ten assignments or more, none of them hopping, while all of at least three siblings hop (ICDS)",
		FR: "dix attributions ou plus, aucune à sauts, alors que toutes les sœurs, trois au moins, en font (ICDS)",
	},
	Why: detectors.Text{
		EN: "a catcher has one carrier; but so have more and more cells of the 2G that is being taken down: ratio 2",
		FR: "un catcher n'a qu'une porteuse ; mais c'est le cas de plus en plus de cellules 2G en fin de vie : rapport 2",
	},
	Innocent: detectors.Text{EN: "a cell with one carrier", FR: "une cellule à une seule porteuse"},
	See: func(v *view) (float64, string) {
		a := v.cell.Assigned
		if a.Hopping > 0 || a.Fixed < 10 {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if r.cell.Assigned.Hopping > 0 {
				n++
			} else if r.cell.Assigned.Fixed > 0 {
				return none()
			}
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.3, "%d assignments, none hopping; %d siblings hop", a.Fixed, n)
	},
}
