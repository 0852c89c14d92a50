package rogue

import (
	"time"

	"vigie/detectors"
)

// Rotation is when area codes change more often than a network is planned.
const (
	rotationSpan  = time.Hour
	rotationTimes = 2 // changes within the span
	// rotationValues is more than far cells that share carrier and colour make.
	rotationValues = 3
)

// oddArea is G5 and L5: the area code among the operator's and over time.
func oddArea(id, rat, name string) Indicator {
	return Indicator{
		ID: id, RAT: rat, Version: 1, Group: areaGroup, Weight: 3,
		Looks: detectors.Text{
			EN: "the area code (" + name + ") beside the operator's other cells, and its changes",
			FR: "le code de zone (" + name + ") à côté des autres cellules de l'opérateur, et ses changements",
		},
		When: detectors.Text{
			EN: "two changes or more within an hour, or three areas with three cell numbers on one carrier and colour: 3; one: 1.2; shared with none of at least three siblings: 0.8 (ICDS, SnoopSnitch A5, Crocodile Hunter +10; rotation is our own)",
			FR: "deux changements ou plus en une heure, ou trois zones et trois numéros de cellule sur une même porteuse et couleur : 3 ; un seul : 1,2 ; partagé avec aucune d'au moins trois sœurs : 0,8 (ICDS, SnoopSnitch A5, Crocodile Hunter +10 ; la rotation est de nous)",
		},
		Why: detectors.Text{
			EN: "a phone tells its identity when the area changes, so catchers change it to ask again; an operator changes a cell's area when the network is planned anew, once in months. A sensor at the border of two areas sees an odd one at perhaps one cell in ten.",
			FR: "un téléphone se présente quand la zone change : les catchers en changent pour redemander ; un opérateur ne le fait qu'en replanifiant son réseau, une fois en plusieurs mois. À la limite de deux zones, une cellule sur dix peut sembler isolée.",
		},
		Innocent: detectors.Text{
			EN: "the border of two areas; a far cell heard on a good day; a night of network maintenance; an indoor system with an area of its own",
			FR: "la limite de deux zones ; une cellule lointaine par bonne propagation ; une nuit de maintenance ; un réseau intérieur avec sa propre zone",
		},
		See: func(v *view) (float64, string) {
			changes, _ := v.record.areas.count(v.now.Add(-rotationSpan))
			area := v.cell.area()
			_, numbers := v.record.on.numbers.count(v.now.Add(-rotationSpan))
			_, areas := v.record.on.areas.count(v.now.Add(-rotationSpan))
			switch {
			case numbers >= rotationValues && areas >= rotationValues:
				return found(3, "%d cells with %d values of %s on one carrier and colour within an hour", numbers, areas, name)
			case changes >= rotationTimes:
				return found(3, "%s changed %d times within an hour, now %d", name, changes, area)
			case changes == 1:
				return found(1.2, "%s changed, now %d", name, area)
			case area >= 0 && v.unlike(area, (*Cell).areaCode):
				return found(0.8, "%s %d, and none of the operator's %d other cells has it", name, area, len(v.siblings()))
			}
			return none()
		},
	}
}

func (c *Cell) areaCode() *int {
	if area := c.area(); area >= 0 {
		return &area
	}
	return nil
}
