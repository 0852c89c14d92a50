package rotor

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "rotor",
	Version: 1,
	Finds: detectors.Text{
		EN: "multirotors, helicopters and propeller aeroplanes by ear: what kind, how likely, the rate at which their blades pass when it is steady, and with two microphones from where",
		FR: "les multirotors, hélicoptères et avions à hélice à l'oreille : quel genre, avec quelle probabilité, la cadence de passage des pales quand elle est stable et, avec deux microphones, d'où",
	},
	Bands: detectors.Text{
		EN: "sound from 60 Hz to 7 kHz; with sources up to 4 kHz fewer multirotors are found",
		FR: "le son de 60 Hz à 7 kHz ; avec des sources limitées à 4 kHz, moins de multirotors sont trouvés",
	},
	LooksLike: detectors.Text{
		EN: "vacuum cleaners, fans, chainsaws, washing machines that spin, mopeds: rotors or engines all of them. Six of eight looks of a second must agree, at a threshold set by recordings whose source the model had not heard; what runs at a site for long is got used to. A decision is the recognised waveform of a class and no more; an alert also needs ten seconds of a comb of blades that holds its timing, which is the known time structure that the rung of a link asks for.",
		FR: "les aspirateurs, ventilateurs, tronçonneuses, lave-linge en essorage, cyclomoteurs : tous des rotors ou des moteurs. Six écoutes d'une seconde sur huit doivent concorder, à un seuil fixé sur des enregistrements dont le modèle n'avait pas entendu la source ; ce qui tourne longtemps sur un site devient familier. Une décision est la forme d'onde reconnue d'une classe, sans plus ; une alerte demande aussi dix secondes d'un peigne de pales qui garde sa cadence, la structure temporelle connue qu'exige l'échelon d'une liaison.",
	},
	CannotSee: detectors.Text{
		EN: "aircraft drowned by what is around: in a loud crowd a small drone is heard within some metres; gliders and balloons; how far away it is; who flies it. No sound is kept and no voice can be told from what is reported.",
		FR: "les aéronefs noyés dans le bruit : dans une foule bruyante, un petit drone s'entend à quelques mètres ; les planeurs et ballons ; à quelle distance il est ; qui le pilote. Aucun son n'est gardé et aucune voix ne peut être tirée de ce qui est rapporté.",
	},
	Reaches: detectors.Link,
	Types:   []detectors.Type{detectors.Rotor, detectors.Sensor},
	Fields:  []detectors.Fields{Fields{}, detectors.SensorFields{}},
	NewEar:  New,
}
