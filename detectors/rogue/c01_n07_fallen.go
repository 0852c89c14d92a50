package rogue

import (
	"time"

	"vigie/detectors"
)

// vanished counts the operator's or anybody's steady cells of some RATs that have
// fallen silent within two minutes, and how many are still there.
func (v *view) vanished(rats ...string) (gone, left int) {
	for r := range v.site.since(v.now.Add(-chainMemory - time.Minute)) {
		if !contains(rats, r.cell.RAT) || !r.steady() || v.now.Sub(r.last) > chainMemory+time.Minute {
			continue
		}
		if r.silent(v.now) {
			gone++
		} else {
			left++
		}
	}
	return gone, left
}

// fallenBack is C1 and N7: the newer system vanishes while an older one appears.
func fallenBack(id, rat string, weight float64, from ...string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: chainGroup, Weight: weight,
		Looks: detectors.Text{EN: "cells of a newer system that fall silent when this one appears", FR: "des cellules d'un système plus récent qui se taisent quand celle-ci apparaît"},
		When: detectors.Text{
			EN: "this cell is new where it would have been heard before, and within three minutes two or more steady cells of the newer system fell silent, more than are left: full weight; one: half (our own)",
			FR: "cellule nouvelle là où on l'aurait entendue, et en trois minutes au moins deux cellules stables du système plus récent se sont tues, plus qu'il n'en reste : plein poids ; une : la moitié (de nous)",
		},
		Why: detectors.Text{
			EN: "jamming the newer system is the simplest way to make phones fall back to one without mutual authentication; that an operator's cells stop and another's old one starts within minutes is rare",
			FR: "brouiller le système récent est le plus simple pour faire retomber les téléphones sur un système sans authentification mutuelle ; que l'un s'arrête et qu'un ancien commence en quelques minutes est rare",
		},
		Innocent: detectors.Text{EN: "a power failure and its backup; a receiver that was overloaded", FR: "une panne de courant et son secours ; un récepteur saturé"},
		See: func(v *view) (float64, string) {
			if !v.fresh() || v.restart() {
				return none()
			}
			gone, left := v.vanished(from...)
			switch {
			case gone >= 2 && gone > left:
				return found(weight, "%d steady cells of %v fell silent, %d left", gone, from, left)
			case gone == 1 && left == 0:
				return found(weight/2, "the only steady cell of %v fell silent", from)
			}
			return none()
		},
	}
}
