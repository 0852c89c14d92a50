package fsk

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "fsk",
	Version: 1,
	Finds: detectors.Text{
		EN: "telemetry and control links of frequency shift keying: SiK radios (as on ArduPilot and PX4 aircraft), proved by the checksum of their packets, with the kind of aircraft and its position where MAVLink goes in clear; hopping links by their timing and channels",
		FR: "les liaisons de télémétrie et de commande à modulation de fréquence : radios SiK (comme sur les appareils ArduPilot et PX4), prouvées par la somme de contrôle de leurs paquets, avec le type d'appareil et sa position quand MAVLink passe en clair ; les liaisons à sauts d'après leur rythme et leurs canaux",
	},
	Bands: detectors.Text{
		EN: "433.05–434.79, 863–870 and 902–928 MHz with a bare RTL-SDR, any other with a converter; 240 kS/s or more, 1 MS/s for links that hop",
		FR: "433,05–434,79, 863–870 et 902–928 MHz avec un RTL-SDR seul, toute autre bande avec un convertisseur ; 240 kéch/s ou plus, 1 Méch/s pour les liaisons à sauts",
	},
	LooksLike: detectors.Text{
		EN: "model boats, cars and weather balloons with the same radios; the vehicle's kind tells them apart where MAVLink goes in clear. Meters (wireless M-Bus), Z-Wave, sensors and pagers send such bursts too: without a checksum nothing is said of a burst alone.",
		FR: "bateaux, voitures et ballons équipés des mêmes radios ; le type du véhicule les distingue quand MAVLink passe en clair. Compteurs (wireless M-Bus), Z-Wave, capteurs et radiomessagerie émettent de telles salves : sans somme de contrôle, rien n'est dit d'une salve seule.",
	},
	CannotSee: detectors.Text{
		EN: "what encrypted links carry, and of those in clear all but vehicle and position (commands, parameters and texts are neither read nor kept); radios with undocumented packets (RFD900x with multipoint firmware); packets longer than 0.3 s, which are those of 4 kb/s and less",
		FR: "ce que portent les liaisons chiffrées et, de celles en clair, tout sauf le véhicule et la position (commandes, paramètres et textes ne sont ni lus ni gardés) ; les radios aux paquets non documentés (RFD900x en multipoint) ; les paquets de plus de 0,3 s, ceux de 4 kb/s et moins",
	},
	Reaches: detectors.Decoded,
	Types:   []detectors.Type{detectors.DroneLink, detectors.DroneID},
	Fields:  []detectors.Fields{Fields{}, IDFields{}},
	New:     New,
}
