package rogue

import "vigie/detectors"

// Catalogue returns every indicator, in the order of the documentation.
func Catalogue() []Indicator {
	return []Indicator{
		levelRise,
		unknownCell("G2", gsmRAT),
		foreignNetwork("G3", gsmRAT),
		offLicence("G4", gsmRAT),
		oddArea("G5", gsmRAT, "LAC"),
		neighbourList,
		twinGSM,
		reselectionOffset,
		updateTimer,
		accessOutlier,
		missingSI,
		quietCell,
		permanentPaging,
		fixedChannels,
		exposingMinute("G15", gsmRAT),
		nullCipher("G16", gsmRAT, "A5/0", 1.5, whyA50),
		notPermitted,
		oddClock("G19", gsmRAT),
		justBooted,
		deadGSM,
		reservedArea("G22", gsmRAT),
		churn("G23", gsmRAT),
		foreignNetwork("L1", lteRAT),
		unknownCell("L2", lteRAT),
		movedCell("L3", lteRAT),
		twinLTE,
		oddArea("L5", lteRAT, "TAC"),
		singleSI,
		barredBoth,
		minimumLevel,
		priorityOutlier,
		nowhereList,
		priorityInversion,
		deadTarget,
		narrowCarrier,
		oddPorts,
		churn("L16", lteRAT),
		warning,
		exposingMinute("L18", lteRAT),
		oddClock("L19", lteRAT),
		overshadowing,
		blasterChain,
		reservedArea("L22", lteRAT),
		offLicence("L23", lteRAT),
		nullCipher("L24", lteRAT, "EEA0", 2.5, whyEEA0),
		foreignNetwork("N1", nrRAT),
		barredNR,
		unknownCell("N3", nrRAT),
		bareNR,
		oneBeam,
		oddClock("N6", nrRAT),
		fallenBack("N7", lteRAT, 1.5, nrRAT),
		reservedArea("N8", nrRAT),
		oddArea("N9", nrRAT, "TAC"),
		movedCell("N10", nrRAT),
		fallenBack("C1", gsmRAT, 2.5, lteRAT, nrRAT),
		shortLived,
		suddenCell,
		listedElsewhere,
		undeclared,
		identityOnly,
		sentTo2G,
		familiar,
	}
}

// An Omission is a sign that others use or that was thought of, and why it is not
// in the catalogue.
type Omission struct {
	ID  string
	Why detectors.Text
}

// Omissions returns what was left out.
func Omissions() []Omission {
	return []Omission{
		{"G17", detectors.Text{
			EN: "not a sign of anybody's: the number was left free when the list was made",
			FR: "aucun signe : le numéro est resté libre quand la liste a été faite",
		}},
		{"G18 TSC", detectors.Text{
			EN: "a training sequence unlike the colour code: the decoder demodulates with the sequence that the colour code demands (TS 45.002 clause 5.2.3), so such a cell is not decoded at all",
			FR: "séquence d'apprentissage contraire au code de couleur : le décodeur emploie celle que la norme impose (TS 45.002 § 5.2.3), une telle cellule n'est donc pas décodée",
		}},
		{"L15", detectors.Text{
			EN: "paging by permanent identity in 4G: paging needs the whole carrier, of which an RTL-SDR hears a part",
			FR: "appels 4G par identité permanente : il faut toute la porteuse, un RTL-SDR n'en entend qu'une partie",
		}},
		{"L19 phase", detectors.Text{
			EN: "frame phase unlike the siblings': operators' FDD cells are not in step with each other as a rule, so the phase says nothing about one of them",
			FR: "phase de trame différente des sœurs : les cellules FDD d'un opérateur ne sont en général pas synchrones, la phase ne dit donc rien",
		}},
		{"N5 period", detectors.Text{
			EN: "period of the synchronisation blocks: the events do not carry it",
			FR: "période des blocs de synchronisation : les événements ne la contiennent pas",
		}},
		{"dedicated channels", detectors.Text{
			EN: "what is said to a single phone (G15, G16, L18, L24, R1, R2) is judged in captures of the phone's own modem only: the decoders of samples do not follow phones",
			FR: "ce qui est dit à un seul téléphone (G15, G16, L18, L24, R1, R2) n'est jugé que dans les captures de son propre modem : les décodeurs d'échantillons ne suivent pas les téléphones",
		}},
		{"network codes", detectors.Text{
			EN: "network codes (MNC) that the ITU's list does not have: of 1630 codes that another public list calls operational, the list in tshark 4.0 lacks 368, among them that of a large Italian operator",
			FR: "codes de réseau (MNC) absents de la liste de l'UIT : sur 1630 codes qu'une autre liste publique dit en service, celle de tshark 4.0 en ignore 368, dont celui d'un grand opérateur italien",
		}},
		{"level in dBm", detectors.Text{
			EN: "absolute power: RTL-SDR receivers are not calibrated; the level is judged by SNR against the cell's own past",
			FR: "puissance absolue : les RTL-SDR ne sont pas étalonnés ; le niveau est jugé par le SNR face au passé de la cellule",
		}},
		{"perfect clone", detectors.Text{
			EN: "a copy of a cell in every field, at an ordinary level, in step with its neighbours: no broadcast sign exists",
			FR: "une copie conforme en tout champ, à un niveau ordinaire, au rythme de ses voisines : aucun signe diffusé n'existe",
		}},
	}
}
