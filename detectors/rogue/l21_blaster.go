package rogue

import (
	"math"
	"time"

	"vigie/detectors"
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

// partner returns the new narrow LTE cell and the new GSM cell of a chain that
// the cell is part of.
func (v *view) partner() (lte, gsm *record) {
	for r := range v.site.since(v.record.first.Add(-time.Minute)) {
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

// disturbed returns a 4G or 5G cell that was heard well for long and fell by 6 dB
// or fell silent around a time.
func (v *view) disturbed(at time.Time) *record {
	for r := range v.site.since(at.Add(-disturbSpan)) {
		if r == v.record || !r.steady() || r.last.Before(at.Add(-disturbSpan)) || r.isNew && r.age(v.now) < chainMemory {
			continue
		}
		if r.snr-r.lastSNR >= math.Max(disturbedDB, 4*r.spread) || r.silent(v.now) {
			return r
		}
	}
	return nil
}
