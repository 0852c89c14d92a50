package rogue

import (
	"math"

	"vigie/detectors"
)

// farKM is beyond what a cell is heard over flat land on an ordinary day: the
// timing advance of GSM ends at 35 km, TS 45.010 clause 5.1.
const farKM = 50

// listedElsewhere is D1.
var listedElsewhere = Indicator{
	ID: "D1", RAT: "any", Version: 1, Group: placeGroup, Weight: 1,
	Looks: detectors.Text{EN: "where the database of cells has the cell, and where the sensor is", FR: "où la base situe la cellule, et où se trouve le capteur"},
	When: detectors.Text{
		EN: "listed more than 50 km and three times its range away, and heard at 10 dB or more; needs a database and the sensor's position (our own)",
		FR: "située à plus de 50 km et de trois fois sa portée, et reçue à 10 dB ou plus ; il faut une base et la position du capteur (de nous)",
	},
	Why: detectors.Text{
		EN: "a copy of a cell from elsewhere is not missing from a database, but it is in the wrong place; operators give old numbers to new cells and some entries are wrong, perhaps one in a hundred; one catcher in ten may copy from afar",
		FR: "la copie d'une cellule lointaine figure dans la base, mais ailleurs ; les opérateurs réemploient des numéros et quelques entrées sont fausses, peut-être une sur cent ; un catcher sur dix copie peut-être de loin",
	},
	Innocent: detectors.Text{EN: "a number given to another cell; a wrong entry; far propagation over water; a wrong position of the sensor", FR: "un numéro réattribué ; une entrée fausse ; une propagation lointaine sur l'eau ; une position du capteur erronée"},
	See: func(v *view) (float64, string) {
		p := v.published()
		if !p.listed || v.setup.Position == nil || v.event.SNR < atPower {
			return none()
		}
		km := p.Place.KM(*v.setup.Position)
		if km < math.Max(farKM, 3*p.RangeM/1000) {
			return none()
		}
		return found(1, "%s is listed %.0f km from here", v.cell.identity(), km)
	},
}
