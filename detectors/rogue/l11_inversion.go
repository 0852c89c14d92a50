package rogue

import "vigie/detectors"

// priorityInversion is L11.
var priorityInversion = Indicator{
	ID: "L11", RAT: lteRAT, Version: 2, Group: downGroup, Weight: 6.2, Strong: true,
	Looks: detectors.Text{EN: "reselection priorities of 2G (SIB7) and 3G (SIB6) beside those of 4G (SIB3, SIB5)", FR: "les priorités de la 2G (SIB7) et de la 3G (SIB6) face à celles de la 4G (SIB3, SIB5)"},
	When: detectors.Text{
		EN: "2G above every 4G priority: 6.2; above that of SIB3 while a scheduled SIB5 is not read yet: 3; 3G above: 2 (Rayhunter, high)",
		FR: "la 2G au-dessus de toutes les priorités 4G : 6,2 ; de celle de SIB3 alors que SIB5, programmé, n'est pas encore lu : 3 ; la 3G au-dessus : 2 (Rayhunter, élevé)",
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
		case highest(c.SIB7) > top && c.SIB5 == nil && contains(c.Scheduled, "sib5"):
			return found(3, "SIB7: 2G priority %d above that of SIB3 (%d); SIB5 is not read yet", highest(c.SIB7), top)
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
