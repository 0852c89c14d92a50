package rogue

import (
	"math"

	"vigie/detectors"
)

// levelJump is how many dB above its mean a cell must be to have jumped.
const levelJump = 12

// levelRise is G1.
var levelRise = Indicator{
	ID: "G1", RAT: "any", Version: 1, Group: levelGroup, Weight: 0.5,
	Looks: detectors.Text{EN: "the cell's level (SNR) beside its own past, or the baseline's", FR: "le niveau (SNR) de la cellule face à son passé ou à la référence"},
	When: detectors.Text{
		EN: "12 dB and five mean deviations above the mean of twenty sightings or more (ICDS: 20 % of the last scan, 10 % of the site's record; a fixed sensor only)",
		FR: "12 dB et cinq écarts moyens au-dessus de la moyenne de vingt observations ou plus (ICDS : 20 % du dernier balayage, 10 % du relevé du site ; capteur fixe seulement)",
	},
	Why: detectors.Text{
		EN: "a copy must be louder than the cell; but people move antennas, trucks pass and operators raise power: ratio 3",
		FR: "une copie doit être plus forte que la cellule ; mais on déplace des antennes, des camions passent, les opérateurs montent la puissance : rapport 3",
	},
	Innocent: detectors.Text{EN: "the antenna was moved; something passed by; propagation; the operator changed power", FR: "l'antenne a bougé ; un obstacle est passé ; propagation ; l'opérateur a changé la puissance"},
	See: func(v *view) (float64, string) {
		r := v.record
		mean, spread, known := r.snr, r.spread, r.seen > leastLevel
		if v.setup.Baseline != nil {
			if usual, ok := v.setup.Baseline.Known(v.cell.identity()); ok && contains(usual.Carriers, r.on.name) {
				mean, spread, known = usual.SNR, usual.Spread, true
			}
		}
		up := r.lastSNR - mean
		if !known || up < math.Max(levelJump, 5*spread) {
			return none()
		}
		return found(0.5, "SNR %.0f dB, %.0f dB above the mean", r.lastSNR, up)
	},
}
