package sik

import "vigie/detectors"

// Spec describes the detector.
var Spec = detectors.Spec{
	Name:    "sik",
	Version: 1,
	Finds: detectors.Text{
		EN: "SiK telemetry radios, as on ArduPilot and PX4 aircraft, proved by the checksum of their packets, with the kind of aircraft and its position where MAVLink goes in clear",
		FR: "les radios de télémétrie SiK, comme sur les appareils ArduPilot et PX4, prouvées par la somme de contrôle de leurs paquets, avec le type d'appareil et sa position quand MAVLink passe en clair",
	},
	Bands: detectors.Text{
		EN: "433.05–434.79, 863–870 and 902–928 MHz; 240 kS/s or more, 2 MS/s to hear most of the channels",
		FR: "433,05–434,79, 863–870 et 902–928 MHz ; 240 kéch/s ou plus, 2 Méch/s pour entendre la plupart des canaux",
	},
	LooksLike: detectors.Text{
		EN: "model boats, cars and weather balloons with the same radios; the vehicle's kind tells them apart where MAVLink goes in clear. Nothing is said of bursts without two checksums: meters, Z-Wave, sensors and pagers have others.",
		FR: "bateaux, voitures et ballons équipés des mêmes radios ; le type du véhicule les distingue quand MAVLink passe en clair. Rien n'est dit de salves sans deux sommes de contrôle : compteurs, Z-Wave, capteurs et radiomessagerie en ont d'autres.",
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
