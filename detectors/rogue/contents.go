package rogue

import (
	"slices"
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

// singleSI is L6.
var singleSI = Indicator{
	ID: "L6", RAT: lteRAT, Version: 1, Group: contentGroup, Weight: 1,
	Looks: detectors.Text{EN: "the blocks that SIB1 schedules besides SIB2", FR: "les blocs que SIB1 programme en plus de SIB2"},
	When: detectors.Text{
		EN: "fewer than two (Rayhunter IncompleteSib; measured: operators 2 to 5, laboratory 1)",
		FR: "moins de deux (Rayhunter IncompleteSib ; mesuré : opérateurs 2 à 5, laboratoire 1)",
	},
	Why: detectors.Text{
		EN: "lists of neighbours are what an operator's cell cannot do without; of the operators' cells decoded here none has fewer than two, fewer than one in ten then, and Rayhunter's users report false alarms: ratio 10",
		FR: "une cellule d'opérateur ne se passe pas de listes de voisines ; aucune de celles décodées ici n'en a moins de deux, donc moins d'une sur dix, et les usagers de Rayhunter signalent des fausses alertes : rapport 10",
	},
	Innocent: detectors.Text{EN: "a small operator with one carrier; a private network", FR: "un petit opérateur à une porteuse ; un réseau privé"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.spoken() || c.Scheduled == nil {
			return none()
		}
		n := 0
		for _, s := range c.Scheduled {
			if !strings.EqualFold(s, "sib2") {
				n++
			}
		}
		if n >= 2 {
			return none()
		}
		return found(1, "SIB1 schedules only %s besides SIB2", atLeast(c.Scheduled))
	},
}

func atLeast(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// churn is G20's and L16's second half: contents that keep changing.
func churn(id, rat string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: contentGroup, Weight: 0.8,
		Looks: detectors.Text{EN: "changes of what the cell's main message says", FR: "les changements du message principal de la cellule"},
		When:  detectors.Text{EN: "three changes or more within ten minutes (our own)", FR: "trois changements ou plus en dix minutes (de nous)"},
		Why: detectors.Text{
			EN: "operators change a cell's message a few times a day at most; who operates a catcher by hand tries settings",
			FR: "un opérateur change ce message quelques fois par jour au plus ; qui règle un catcher à la main essaie",
		},
		Innocent: detectors.Text{EN: "maintenance; automatic load balancing", FR: "maintenance ; équilibrage automatique de charge"},
		See: func(v *view) (float64, string) {
			changes, _ := v.record.contents.count(v.now.Add(-10 * time.Minute))
			if changes < 3 {
				return none()
			}
			return found(0.8, "the main message changed %d times within ten minutes", changes)
		},
	}
}

// warning is L17.
var warning = Indicator{
	ID: "L17", RAT: lteRAT, Version: 1, Group: contentGroup, Weight: 0.6,
	Looks: detectors.Text{EN: "SIB10, 11 and 12, public warnings, in SIB1's schedule", FR: "SIB10, 11 et 12, alertes à la population, dans le programme de SIB1"},
	When: detectors.Text{
		EN: "scheduled by this cell and by none of at least three siblings (our own)",
		FR: "programmés par cette cellule et par aucune d'au moins trois sœurs (de nous)",
	},
	Why: detectors.Text{
		EN: "a real warning comes from many cells at once; a false one from a single transmitter",
		FR: "une vraie alerte vient de nombreuses cellules à la fois ; une fausse, d'un seul émetteur",
	},
	Innocent: detectors.Text{EN: "a local warning or its test", FR: "une alerte locale, ou son essai"},
	See: func(v *view) (float64, string) {
		warns := func(c *Cell) bool {
			return slices.ContainsFunc([]string{"sib10", "sib11", "sib12"}, func(s string) bool { return contains(c.Scheduled, s) })
		}
		if !warns(v.cell) {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			if !r.cell.spoken() {
				continue
			}
			if warns(&r.cell) {
				return none()
			}
			n++
		}
		if n < leastSiblings {
			return none()
		}
		return found(0.6, "SIB1 schedules a public warning (%s), %d siblings do not", strings.Join(v.cell.Scheduled, ", "), n)
	},
}
