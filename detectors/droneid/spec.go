package droneid

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "droneid",
	Version: 1,
	Finds: detectors.Text{
		EN: "DJI's DroneID bursts (OcuSync 2 and later) in a window of 2.4 MHz, by their two Zadoff-Chu symbols and their repetition every 640 ms",
		FR: "les salves DroneID de DJI (OcuSync 2 et suivants) dans une fenêtre de 2,4 MHz, par leurs deux symboles Zadoff-Chu et leur répétition toutes les 640 ms",
	},
	Bands: detectors.Text{
		EN: "2.4 and 5.7–5.85 GHz, DroneID centres on the 5 MHz raster, within 4 MHz of the receiver's centre; 1.6 MS/s or more; an RTL-SDR needs a downconverter",
		FR: "2,4 et 5,7–5,85 GHz, centres DroneID sur la grille de 5 MHz, à moins de 4 MHz du centre du récepteur ; 1,6 Méch/s ou plus ; un RTL-SDR a besoin d'un convertisseur",
	},
	LooksLike: detectors.Text{
		EN: "nothing known: one burst is reported where noise gives as much once in 48 days; an alert needs two at 640 ms. Somebody who imitates the burst looks like the drone.",
		FR: "rien de connu : une salve n'est signalée que là où le bruit en donne autant une fois en 48 jours ; une alerte en demande deux à 640 ms. Qui imite la salve ressemble au drone.",
	},
	CannotSee: detectors.Text{
		EN: "what the burst says (serial, positions: neither decoded nor kept), drones whose DroneID is off or not DJI's, drones on another channel: they change it, so a parked receiver may wait tens of seconds",
		FR: "ce que dit la salve (numéro de série, positions : ni décodés ni gardés), les drones sans DroneID ou d'autres marques, les drones sur un autre canal : ils en changent, un récepteur fixe peut attendre des dizaines de secondes",
	},
	Reaches: detectors.Link,
	Types:   []detectors.Type{detectors.DroneLink},
	Fields:  []detectors.Fields{detectors.LinkFields{}},
	New:     New,
}
