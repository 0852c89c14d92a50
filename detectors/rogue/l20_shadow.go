package rogue

import (
	"slices"
	"time"

	"vigie/detectors"
)

// overshadowing is L20: two transmitters under one physical identity.
var overshadowing = Indicator{
	ID: "L20", RAT: "any", Version: 1, Group: shadowGroup, Weight: 6.2, Strong: true,
	Looks: detectors.Text{EN: "whether one carrier and physical identity says two things in turn, or has two clocks", FR: "si une même porteuse et une même identité physique disent deux choses tour à tour, ou ont deux horloges"},
	When: detectors.Text{
		EN: "the same cell identity with contents that go A, B, A, B within two minutes: 6.2; two cell identities in turn: 0.5; two groups of carrier offsets 0.5 ppm or more apart within a minute: 1.5 more (our own)",
		FR: "la même identité avec des contenus A, B, A, B en deux minutes : 6,2 ; deux identités tour à tour : 0,5 ; deux groupes d'écarts de porteuse distants de 0,5 ppm ou plus en une minute : 1,5 de plus (de nous)",
	},
	Why: detectors.Text{
		EN: "an operator changes a message once, with a new value tag, and does not go back and forth within seconds; a transmitter that writes over a real cell's message does just that. Two far cells with one PCI say two identities: ordinary.",
		FR: "un opérateur change un message une fois et ne va pas de l'un à l'autre en quelques secondes ; un émetteur qui recouvre le message d'une vraie cellule fait exactement cela. Deux cellules lointaines de même PCI montrent deux identités : ordinaire.",
	},
	Innocent: detectors.Text{EN: "two cells with one PCI, both far; a fault in a base station", FR: "deux cellules lointaines de même PCI ; un défaut d'une station"},
	See: func(v *view) (float64, string) {
		w, text := 0.0, ""
		r := v.record
		switch {
		case r.contents.alternates(v.now, 2*time.Minute):
			w, text = 6.2, "one cell identity says two things in turn"
		case r.on.numbers.alternates(v.now, 2*time.Minute):
			w, text = 0.5, "two cell identities in turn on one carrier and physical identity"
		}
		if r.twoClocks(v.event.Receiver, v.now.Add(-clockWindow)) {
			w, text = w+1.5, text+" two clocks on one carrier and physical identity"
		}
		return w, text
	},
}

// twoClocks reports whether the carrier offsets form two tight groups far apart,
// each with two members at least.
func (r *record) twoClocks(receiver string, since time.Time) bool {
	var values []float64
	for _, c := range r.clocks {
		if c.receiver == receiver && c.when.After(since) {
			values = append(values, c.ppm)
		}
	}
	if len(values) < 4 {
		return false
	}
	slices.Sort(values)
	cut, widest := 1, 0.0
	for i := 1; i < len(values); i++ {
		if gap := values[i] - values[i-1]; gap > widest {
			cut, widest = i, gap
		}
	}
	last := len(values) - 1
	tight := values[cut-1]-values[0] < 0.1 && values[last]-values[cut] < 0.1
	return cut >= 2 && last-cut >= 1 && widest >= 0.5 && widest < clockAbsurd && tight
}
