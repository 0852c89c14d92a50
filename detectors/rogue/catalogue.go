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
		oddClock("L19", lteRAT),
		overshadowing,
		blasterChain,
		reservedArea("L22", lteRAT),
		offLicence("L23", lteRAT),
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
		{"G15", detectors.Text{
			EN: "requests for the permanent identity on dedicated channels: the decoders do not follow phones to dedicated channels; captures from a phone's modem have them, and there the Marlin ratio can be switched on",
			FR: "demandes d'identité permanente sur canaux dédiés : les décodeurs ne suivent pas les téléphones ; les captures d'un modem les contiennent, et le taux de Marlin peut y être activé",
		}},
		{"G16", detectors.Text{
			EN: "encryption off (A5/0): said on dedicated channels only, as G15",
			FR: "chiffrement absent (A5/0) : dit sur canal dédié seulement, comme G15",
		}},
		{"G18 TSC", detectors.Text{
			EN: "a training sequence unlike the colour code: the decoder demodulates with the sequence that the colour code demands (TS 45.002 clause 5.2.3), so such a cell is not decoded at all",
			FR: "séquence d'apprentissage contraire au code de couleur : le décodeur emploie celle que la norme impose (TS 45.002 § 5.2.3), une telle cellule n'est donc pas décodée",
		}},
		{"L15", detectors.Text{
			EN: "paging by permanent identity in 4G: paging needs the whole carrier, of which an RTL-SDR hears a part",
			FR: "appels 4G par identité permanente : il faut toute la porteuse, un RTL-SDR n'en entend qu'une partie",
		}},
		{"L18", detectors.Text{
			EN: "unprotected requests and rejections in 4G: on dedicated channels of the whole carrier, as L15; in captures as G15",
			FR: "demandes et rejets 4G sans protection : canaux dédiés de toute la porteuse, comme L15 ; dans les captures comme G15",
		}},
		{"L19 phase", detectors.Text{
			EN: "frame phase unlike the siblings': operators' FDD cells are not in step with each other as a rule, so the phase says nothing about one of them",
			FR: "phase de trame différente des sœurs : les cellules FDD d'un opérateur ne sont en général pas synchrones, la phase ne dit donc rien",
		}},
		{"N5 period", detectors.Text{
			EN: "period of the synchronisation blocks: the events do not carry it",
			FR: "période des blocs de synchronisation : les événements ne la contiennent pas",
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
