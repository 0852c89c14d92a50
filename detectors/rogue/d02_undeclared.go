package rogue

import (
	"encoding/json"

	"vigie/detectors"
)

// declaredKM is how far around the sensor transmitters are looked for; atPower
// beyond it is rare in bands below 2 GHz and out of the question above.
const declaredKM = 30

// undeclared is D2.
var undeclared = Indicator{
	ID: "D2", RAT: "any", Version: 1, Group: licenceGroup, Weight: 1,
	Looks: detectors.Text{EN: "the operator's transmitters on this band that the frequency agency (ANFR, France) lists around the sensor", FR: "les émetteurs de l'opérateur sur cette bande déclarés à l'ANFR autour du capteur"},
	When: detectors.Text{
		EN: "none within 30 km, heard at 10 dB or more; needs imported declarations of the operator and the sensor's position (our own)",
		FR: "aucun à moins de 30 km, et reçu à 10 dB ou plus ; il faut les déclarations de l'opérateur et la position du capteur (de nous)",
	},
	Why: detectors.Text{
		EN: "operators must declare what sends more than 5 W before it goes on the air, and the list is published every week; what lacks in it is small, shared or new: perhaps one cell in fifty, against one catcher in five that uses a band the operator has not there",
		FR: "tout émetteur de plus de 5 W est déclaré avant sa mise en service, et la liste paraît chaque semaine ; ce qui y manque est petit, partagé ou neuf : peut-être une cellule sur cinquante, contre un catcher sur cinq qui prend une bande que l'opérateur n'emploie pas là",
	},
	Innocent: detectors.Text{EN: "a small or indoor cell; a carrier shared between operators; an old list", FR: "une petite cellule ou un réseau intérieur ; une porteuse partagée ; une liste ancienne"},
	See: func(v *view) (float64, string) {
		c, db := v.cell, v.setup.Database
		if db == nil || v.setup.Position == nil || v.event.SNR < atPower || len(c.plmns()) != 1 || !db.Covers(c.operator()) {
			return none()
		}
		band := c.band()
		if band == 0 {
			return none()
		}
		if n, err := db.Declared(c.RAT, c.operator(), band, *v.setup.Position, declaredKM); err != nil || n > 0 {
			return none()
		}
		return found(1, "no transmitter of %s on this band (%s %d) is declared within %d km", c.operator(), c.RAT, band, declaredKM)
	},
}

// gsmBands are the names of the bands of GSM in MHz.
var gsmBands = map[string]int{"gsm850": 850, "gsm900": 900, "rgsm900": 900, "dcs1800": 1800, "pcs1900": 1900}

// band returns the band as a number, 0 for unknown.
func (c *Cell) band() (band int) {
	if c.RAT == gsmRAT {
		var name string
		if json.Unmarshal(c.Band, &name) != nil {
			return 0
		}
		return gsmBands[name]
	}
	if json.Unmarshal(c.Band, &band) != nil {
		return 0
	}
	return band
}
