package rogue

import (
	"strings"
	"time"

	"vigie/detectors"
)

// missingSI is G11.
var missingSI = Indicator{
	ID: "G11", RAT: gsmRAT, Version: 1, Group: contentGroup, Weight: 1,
	Looks: detectors.Text{EN: "which System Information messages the cell sends, beside its siblings", FR: "les messages System Information émis, à côté de ceux des sœurs"},
	When: detectors.Text{
		EN: "after 20 s of listening, a message (2bis, 2ter, 2quater, 4, 13) is missing that at least three siblings all send: 0.6, two or more of them: 1 (our own)",
		FR: "après 20 s d'écoute, il manque un message (2bis, 2ter, 2quater, 4, 13) que toutes les sœurs, trois au moins, émettent : 0,6 ; deux ou plus : 1 (de nous)",
	},
	Why: detectors.Text{
		EN: "catchers send what phones need to come, not what they need to leave or for packet service; operators configure regions alike, with 5 to 10 % of exceptions",
		FR: "un catcher émet ce qui fait venir, pas ce qui fait partir ni le service de paquets ; un opérateur règle une région de même, à 5 ou 10 % d'exceptions près",
	},
	Innocent: detectors.Text{EN: "a weak cell of which not all was decoded; a cell without packet service", FR: "une cellule faible mal décodée ; une cellule sans service de paquets"},
	See: func(v *view) (float64, string) {
		if v.record.age(v.now) < 20*time.Second || !v.cell.said("si3") {
			return none()
		}
		var missing []string
		for _, name := range []string{"si2bis", "si2ter", "si2quater", "si4", "si13"} {
			if !v.cell.said(name) && v.allSay(name) {
				missing = append(missing, name)
			}
		}
		switch len(missing) {
		case 0:
			return none()
		case 1:
			return found(0.6, "%s missing, all siblings send it", missing[0])
		}
		return found(1, "%s missing, all siblings send them", strings.Join(missing, ", "))
	},
}

// allSay reports whether at least three siblings were read and all send a
// message.
func (v *view) allSay(name string) bool {
	n := 0
	for _, r := range v.siblings() {
		if !r.cell.said("si3") {
			continue
		}
		if !r.cell.said(name) {
			return false
		}
		n++
	}
	return n >= leastSiblings
}
