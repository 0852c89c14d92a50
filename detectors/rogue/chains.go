package rogue

import (
	"math"
	"time"

	"vigie/detectors"
)

// Spans of the chains, and bounds that tell them from ordinary life.
const (
	blasterSpan  = 30 * time.Second // from the new LTE cell to the new GSM cell
	disturbSpan  = time.Minute      // before it
	chainMemory  = 2 * time.Minute  // how long a chain counts
	disturbedDB  = 6                // fall of an LTE cell's SNR below its mean
	restartCells = 6                // new cells within a minute that mean a site came back
	settleSpan   = 10 * time.Second // after the last step, for others to show up
	narrowRB     = 25
)

// blasterChain is L21.
var blasterChain = Indicator{
	ID: "L21", RAT: "any", Version: 1, Group: chainGroup, Weight: 4.5,
	Looks: detectors.Text{EN: "a new narrow 4G cell, then a new 2G cell, while other 4G cells are disturbed", FR: "une nouvelle cellule 4G étroite, puis une nouvelle cellule 2G, alors que d'autres cellules 4G sont gênées"},
	When: detectors.Text{
		EN: "both appear within 30 s where they would have been heard before: 3; and within a minute a known 4G or 5G cell fell by 6 dB or fell silent: 4.5. Judged ten seconds later; more than six new cells within a minute: nothing (our own; SMS blasters capture on 4G, push to 2G and let go in less than 10 s)",
		FR: "les deux apparaissent en 30 s là où on les aurait entendues : 3 ; et en une minute une cellule 4G ou 5G connue a perdu 6 dB ou s'est tue : 4,5. Avis dix secondes après ; plus de six cellules nouvelles en une minute : rien (de nous ; les « SMS blasters » captent en 4G, poussent en 2G et relâchent en moins de 10 s)",
	},
	Why: detectors.Text{
		EN: "each step is ordinary, the order within seconds is not: two cells of different kinds that appear within 30 s by chance, at ten new cells a day, is once in some ten thousand cells",
		FR: "chaque étape est banale, leur ordre en quelques secondes ne l'est pas : à dix cellules nouvelles par jour, deux de types différents en 30 s par hasard, c'est une fois sur quelque dix mille cellules",
	},
	Innocent: detectors.Text{EN: "a base station that comes back after a power failure; an operator's emergency cell", FR: "une station qui revient après une panne de courant ; une cellule de secours d'un opérateur"},
	See: func(v *view) (float64, string) {
		if !v.fresh() {
			return none()
		}
		a, b := v.partner()
		if a == nil || v.now.Sub(b.first) < settleSpan || v.restart() {
			return none()
		}
		if fallen := v.disturbed(a.first); fallen != nil {
			return found(4.5, "new LTE cell, %v later new GSM cell, and %s fell", b.first.Sub(a.first).Round(time.Second), fallen.key)
		}
		return found(3, "new LTE cell, %v later new GSM cell", b.first.Sub(a.first).Round(time.Second))
	},
}

// fresh reports whether the cell appeared lately where it would have been heard.
func (v *view) fresh() bool {
	return v.record.isNew && v.record.age(v.now) <= chainMemory
}

// partner returns the new narrow LTE cell and the new GSM cell of a chain that
// the cell is part of.
func (v *view) partner() (lte, gsm *record) {
	for _, r := range v.site.records {
		if r == v.record || !r.isNew {
			continue
		}
		a, b := r, v.record
		if v.cell.RAT == lteRAT {
			a, b = b, a
		}
		if a.cell.RAT != lteRAT || b.cell.RAT != gsmRAT || a.cell.RB == nil || *a.cell.RB > narrowRB {
			continue
		}
		if later := b.first.Sub(a.first); later >= -2*time.Second && later <= blasterSpan {
			return a, b
		}
	}
	return nil, nil
}

// restart reports whether so many cells came at once that a site came back.
func (v *view) restart() bool {
	n := 0
	for _, r := range v.site.records {
		if r.isNew && r.first.Sub(v.record.first).Abs() <= time.Minute {
			n++
		}
	}
	return n > restartCells
}

// disturbed returns a 4G or 5G cell that was heard well for long and fell by 6 dB
// or fell silent around a time.
func (v *view) disturbed(at time.Time) *record {
	for _, r := range v.site.records {
		if r == v.record || !r.steady() || r.last.Before(at.Add(-disturbSpan)) || r.isNew && r.age(v.now) < chainMemory {
			continue
		}
		if r.snr-r.lastSNR >= math.Max(disturbedDB, 4*r.spread) || r.silent(v.now) {
			return r
		}
	}
	return nil
}

// steady reports whether a 4G or 5G cell was heard often and well.
func (r *record) steady() bool { return r.cell.RAT != gsmRAT && r.seen > leastLevel && r.snr >= 6 }

// vanished counts the operator's or anybody's steady cells of some RATs that have
// fallen silent within two minutes, and how many are still there.
func (v *view) vanished(rats ...string) (gone, left int) {
	for _, r := range v.site.records {
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
