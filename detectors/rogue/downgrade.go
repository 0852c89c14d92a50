package rogue

import (
	"slices"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue/knowledge"
)

// deadGSM is G21.
var deadGSM = Indicator{
	ID: "G21", RAT: gsmRAT, Version: 1, Group: downGroup, Weight: 6.2, Strong: true,
	Looks: detectors.Text{EN: "the network of a GSM cell against the dated table of 2G switch-offs", FR: "le réseau d'une cellule GSM et la table datée des arrêts de la 2G"},
	When: detectors.Text{
		EN: "the network has had no 2G for half a year or never had: 6.2; switched off more lately: 3; an announced end that has passed: 2. Not judged in recordings without a date (our own)",
		FR: "le réseau n'a plus de 2G depuis six mois, ou n'en a jamais eu : 6,2 ; arrêt plus récent : 3 ; fin annoncée et passée : 2. Pas d'avis sur un enregistrement sans date (de nous)",
	},
	Why: detectors.Text{
		EN: "phones still follow 2G, so catchers still send it; an operator that has sold its 2G sends none. What remains is the chance that the table is wrong, put at one in a million cells for entries of long ago.",
		FR: "les téléphones suivent encore la 2G, donc les catchers l'émettent encore ; un opérateur qui l'a arrêtée n'en émet plus. Reste l'erreur de la table, comptée à une cellule sur un million pour les dates anciennes.",
	},
	Innocent: detectors.Text{
		EN: "the table is wrong or the end came late; a museum, laboratory or railway that uses a public code",
		FR: "une erreur de la table ou un arrêt tardif ; un musée, un laboratoire ou un chemin de fer qui emploie un code public",
	},
	See: func(v *view) (float64, string) {
		if !v.dated() || v.cell.operator() == "" {
			return none()
		}
		s, off := knowledge.Off(gsmRAT, v.cell.operator(), v.now)
		switch {
		case !off:
			return none()
		case s.Partial:
			return found(2, "GSM of %s, which announced its end by %s (%s)", v.cell.operator(), s.From.Format(time.DateOnly), s.Source)
		case v.now.Sub(s.From) < 182*24*time.Hour:
			return found(3, "GSM of %s, off since %s (%s)", v.cell.operator(), s.From.Format(time.DateOnly), s.Source)
		}
		return found(6.2, "GSM of %s, which has none (%s)", v.cell.operator(), s.Source)
	},
}

// priorityInversion is L11.
var priorityInversion = Indicator{
	ID: "L11", RAT: lteRAT, Version: 1, Group: downGroup, Weight: 6.2, Strong: true,
	Looks: detectors.Text{EN: "reselection priorities of 2G (SIB7) and 3G (SIB6) beside those of 4G (SIB3, SIB5)", FR: "les priorités de la 2G (SIB7) et de la 3G (SIB6) face à celles de la 4G (SIB3, SIB5)"},
	When: detectors.Text{
		EN: "2G above every 4G priority: 6.2; 3G above: 2 (Rayhunter, high)",
		FR: "la 2G au-dessus de toutes les priorités 4G : 6,2 ; la 3G au-dessus : 2 (Rayhunter, élevé)",
	},
	Why: detectors.Text{
		EN: "the standard lets an operator prefer 2G, but none has a reason to: every operator's cell read here puts 2G and 3G below 4G. 3G above 4G is a known slip (one cell in some thousands).",
		FR: "la norme permet de préférer la 2G, mais aucun opérateur n'y a intérêt : toutes les cellules lues ici placent 2G et 3G sous la 4G. La 3G au-dessus est une erreur connue (une cellule sur quelques milliers).",
	},
	Innocent: detectors.Text{EN: "a mistake in an operator's settings; a test network", FR: "une erreur de réglage d'un opérateur ; un réseau d'essai"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.SIB3 == nil || c.SIB3.Priority == nil {
			return none()
		}
		top := max(*c.SIB3.Priority, highest(c.SIB5))
		switch {
		case highest(c.SIB7) > top:
			return found(6.2, "SIB7: 2G priority %d above every 4G priority (%d)", highest(c.SIB7), top)
		case highest(c.SIB6) > top:
			return found(2, "SIB6: 3G priority %d above every 4G priority (%d)", highest(c.SIB6), top)
		}
		return none()
	},
}

// highest returns the highest priority of a list, -1 for none.
func highest(f *Frequencies) int {
	top := -1
	for _, c := range f.all() {
		if c.Priority != nil {
			top = max(top, *c.Priority)
		}
	}
	return top
}

// deadTarget is L12.
var deadTarget = Indicator{
	ID: "L12", RAT: lteRAT, Version: 1, Group: downGroup, Weight: 3,
	Looks: detectors.Text{EN: "the 2G carriers that SIB7 sends phones to", FR: "les porteuses 2G vers lesquelles SIB7 envoie les téléphones"},
	When: detectors.Text{
		EN: "a network without 2G for half a year (dated table): 3; a carrier on which a GSM cell appeared within ten minutes: 2 (our own)",
		FR: "réseau sans 2G depuis six mois (table datée) : 3 ; porteuse où une cellule GSM est apparue depuis moins de dix minutes : 2 (de nous)",
	},
	Why: detectors.Text{
		EN: "an old list may be forgotten in an operator's cells (one in a hundred); a list that leads to a cell that has just come is a trap's two halves",
		FR: "une vieille liste peut rester dans les cellules d'un opérateur (une sur cent) ; une liste qui mène à une cellule apparue à l'instant, ce sont les deux moitiés d'un piège",
	},
	Innocent: detectors.Text{EN: "a list that nobody cleaned up; a GSM cell that came back after maintenance", FR: "une liste jamais nettoyée ; une cellule GSM revenue de maintenance"},
	See: func(v *view) (float64, string) {
		if len(v.cell.SIB7.all()) == 0 {
			return none()
		}
		for _, r := range v.site.records {
			if r.cell.RAT != gsmRAT || r.cell.ARFCN == nil || !r.isNew || r.age(v.now) > 10*time.Minute || r.age(v.now) < 0 {
				continue
			}
			for _, carrier := range v.cell.SIB7.all() {
				if slices.Contains(carrier.Channels, *r.cell.ARFCN) {
					return found(2, "SIB7 names ARFCN %d, where a GSM cell appeared %v ago", *r.cell.ARFCN, r.age(v.now).Round(time.Second))
				}
			}
		}
		s, off := knowledge.Off(gsmRAT, v.cell.operator(), v.now)
		if !v.dated() || !off || s.Partial || v.now.Sub(s.From) < 182*24*time.Hour {
			return none()
		}
		return found(3, "SIB7 sends to 2G of %s, which has none (%s)", v.cell.operator(), s.Source)
	},
}
