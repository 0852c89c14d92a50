package rogue

import (
	"math"
	"slices"
	"time"

	"vigie/detectors"
)

// The clock fingerprint: every base station's carrier is right to 0.05 ppm (TS
// 36.104 clause 6.5.1, TS 45.010 clause 5.1; 0.25 ppm for home base stations), so
// at one receiver at one time all cells appear off by the same amount, the
// receiver's own error. Who deviates has a worse clock than an operator buys.
const (
	clockWindow  = time.Minute // in which a receiver's oscillator does not drift
	clockNear    = 30e6        // Hz: converters' errors do not scale with frequency
	clockOff     = 0.3         // ppm
	clockFarOff  = 1.0
	clockAbsurd  = 15 // beyond that no phone finds the cell: a mistaken raster
	leastMembers = 3
)

// oddClock is G19, L19 and N6.
func oddClock(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: clockGroup, Weight: 2,
		Looks: detectors.Text{
			EN: "the carrier's error against that of the other cells that the same receiver heard within a minute and 30 MHz, the operator's own where there are three",
			FR: "l'erreur de la porteuse face à celle des autres cellules entendues par le même récepteur à moins d'une minute et de 30 MHz, celles de l'opérateur s'il y en a trois",
		},
		When: detectors.Text{
			EN: "0.3 ppm and six mean deviations from the median of at least three cells: 1; 1 ppm: 2 (our own; 3GPP allows 0.05 ppm, home cells 0.25)",
			FR: "0,3 ppm et six écarts moyens de la médiane d'au moins trois cellules : 1 ; 1 ppm : 2 (de nous ; le 3GPP admet 0,05 ppm, 0,25 pour une femtocell)",
		},
		Why: detectors.Text{
			EN: "software radios come with clocks of 0.5 to 2.5 ppm and a catcher on the move has no GPS lock at once: perhaps one in two is off by more; an operator's cell is only when it is broken",
			FR: "les radios logicielles ont des horloges de 0,5 à 2,5 ppm, et un catcher mobile n'a pas le GPS tout de suite : peut-être un sur deux s'écarte ; une cellule d'opérateur, seulement en panne",
		},
		Innocent: detectors.Text{EN: "a broken base station; a repeater; a receiver that has just been switched on and warms up", FR: "une station en panne ; un répéteur ; un récepteur qui vient d'être allumé et chauffe"},
		See: func(v *view) (float64, string) {
			since := v.now.Add(-clockWindow)
			ppm, n := v.record.clockOf(v.event.Receiver, since)
			if n < 2 {
				return none()
			}
			middle, spread, ok := v.ensemble(since)
			off := ppm - middle
			if !ok || math.Abs(off) < math.Max(clockOff, 6*spread) || math.Abs(off) > clockAbsurd {
				return none()
			}
			if math.Abs(off) >= clockFarOff {
				return found(2, "carrier %+.2f ppm from the other cells' clock", off)
			}
			return found(1, "carrier %+.2f ppm from the other cells' clock", off)
		},
	}
}

// ensemble returns the median clock of the other cells at the event's receiver
// and their mean deviation from it: the operator's when three are there.
func (v *view) ensemble(since time.Time) (middle, spread float64, ok bool) {
	var own, all []float64
	for r := range v.site.since(since) {
		if r == v.record || r.last.Before(since) || math.Abs(float64(r.event.Freq-v.event.Freq)) > clockNear {
			continue
		}
		ppm, n := r.clockOf(v.event.Receiver, since)
		if n == 0 {
			continue
		}
		all = append(all, ppm)
		if slices.Contains(r.cell.plmns(), v.cell.operator()) {
			own = append(own, ppm)
		}
	}
	if len(own) >= leastMembers {
		all = own
	}
	if len(all) < leastMembers {
		return 0, 0, false
	}
	middle = median(all)
	for _, p := range all {
		spread += math.Abs(p-middle) / float64(len(all))
	}
	return middle, spread, true
}
