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
