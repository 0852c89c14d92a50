package rogue

import "vigie/detectors"

// reselectionOffset is G8.
var reselectionOffset = Indicator{
	ID: "G8", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 1.6,
	Looks: detectors.Text{EN: "CELL_RESELECT_OFFSET and PENALTY_TIME (System Information 3 and 4)", FR: "CELL_RESELECT_OFFSET et PENALTY_TIME (System Information 3 et 4)"},
	When: detectors.Text{
		EN: "above 40 dB: 1.3; 100 dB and more: 1.6 (SnoopSnitch K2)",
		FR: "plus de 40 dB : 1,3 ; 100 dB et plus : 1,6 (SnoopSnitch K2)",
	},
	Why: detectors.Text{
		EN: "the offset makes phones prefer a cell (TS 45.008 clause 6.4); more than 40 dB is found in 2.5 % of published real samples and would serve about one catcher in two: ratio 20. 40 dB itself is ordinary (20 %).",
		FR: "ce décalage fait préférer une cellule (TS 45.008 § 6.4) ; plus de 40 dB se trouve dans 2,5 % des relevés réels publiés et servirait à un catcher sur deux : rapport 20. 40 dB est ordinaire (20 %).",
	},
	Innocent: detectors.Text{
		EN: "an operator that draws phones into an indoor or umbrella cell",
		FR: "un opérateur qui attire les téléphones vers une cellule intérieure ou parapluie",
	},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.Offset == nil || c.Penalty != nil && *c.Penalty == 0 { // the offset then repels
			return none()
		}
		switch o := *c.Offset; {
		case o >= 100:
			return found(1.6, "CELL_RESELECT_OFFSET %d dB", o)
		case o > 40:
			return found(1.3, "CELL_RESELECT_OFFSET %d dB", o)
		}
		return none()
	},
}

// updateTimer is G9.
var updateTimer = Indicator{
	ID: "G9", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 2,
	Looks: detectors.Text{EN: "T3212, how often phones must report (System Information 3)", FR: "T3212, cadence à laquelle les téléphones se signalent (System Information 3)"},
	When: detectors.Text{
		EN: "1 to 4 (units of six minutes): 2; 5 to 8: 1.2; 0, never: 0.4 (SnoopSnitch T1; the smallest seen in the wild is 10)",
		FR: "1 à 4 (unité : six minutes) : 2 ; 5 à 8 : 1,2 ; 0, jamais : 0,4 (SnoopSnitch T1 ; le plus petit relevé réel est 10)",
	},
	Why: detectors.Text{
		EN: "phones that report often can be counted and asked often; no published operator's cell is below 10, so fewer than one in 300, against one catcher in three",
		FR: "des téléphones qui se signalent souvent se comptent et s'interrogent souvent ; aucune cellule publiée n'est sous 10, donc moins d'une sur 300, contre un catcher sur trois",
	},
	Innocent: detectors.Text{EN: "a private or test network; an operator that tries something", FR: "un réseau privé ou d'essai ; un opérateur qui expérimente"},
	See: func(v *view) (float64, string) {
		if v.cell.T3212 == nil {
			return none()
		}
		switch t := *v.cell.T3212; {
		case t == 0:
			return found(0.4, "T3212 0: no periodic update")
		case t < 5:
			return found(2, "T3212 %d (%d minutes)", t, 6*t)
		case t < 9:
			return found(1.2, "T3212 %d (%d minutes)", t, 6*t)
		}
		return none()
	},
}

// accessOutlier is G10.
var accessOutlier = Indicator{
	ID: "G10", RAT: gsmRAT, Version: 1, Group: choiceGroup, Weight: 1,
	Looks: detectors.Text{EN: "RXLEV_ACCESS_MIN, call re-establishment and barring beside the operator's other cells", FR: "RXLEV_ACCESS_MIN, rétablissement d'appel et interdiction, à côté des autres cellules de l'opérateur"},
	When: detectors.Text{
		EN: "RXLEV_ACCESS_MIN 0 where three or more siblings ask 5 or more: 0.6; another re-establishment than all siblings: 0.4 (our own)",
		FR: "RXLEV_ACCESS_MIN à 0 quand au moins trois sœurs demandent 5 ou plus : 0,6 ; rétablissement différent de toutes les sœurs : 0,4 (de nous)",
	},
	Why: detectors.Text{
		EN: "a catcher accepts the weakest phone; operators set one value for whole regions, with exceptions of perhaps 5 to 10 %",
		FR: "un catcher accepte le téléphone le plus faible ; les opérateurs règlent par région, avec 5 à 10 % d'exceptions",
	},
	Innocent: detectors.Text{EN: "a rural or indoor cell with settings of its own", FR: "une cellule rurale ou intérieure réglée à part"},
	See: func(v *view) (float64, string) {
		c, w, text := v.cell, 0.0, ""
		if m, ok := v.siblingMedian(func(c *Cell) *int { return c.AccessMin }); ok && c.AccessMin != nil && *c.AccessMin == 0 && m >= 5 {
			w, text = 0.6, "RXLEV_ACCESS_MIN 0, siblings ask more"
		}
		if c.Restore != nil && v.unlike(digit(*c.Restore), func(c *Cell) *int { return digitOf(c.Restore) }) {
			w, text = w+0.4, text+" re-establishment unlike all siblings"
		}
		return w, text
	},
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func digitOf(b *bool) *int {
	if b == nil {
		return nil
	}
	d := digit(*b)
	return &d
}

// barredBoth is L7: barred, and phones may not look elsewhere on the carrier.
var barredBoth = Indicator{
	ID: "L7", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.7,
	Looks: detectors.Text{EN: "cellBarred and intraFreqReselection (SIB1), together", FR: "cellBarred et intraFreqReselection (SIB1), ensemble"},
	When:  detectors.Text{EN: "barred and notAllowed (our own)", FR: "barred et notAllowed (de nous)"},
	Why: detectors.Text{
		EN: "together they keep phones from a whole carrier for five minutes (TS 36.304 clause 5.3.1), which drives them to another; operators bar cells under maintenance, mostly with reselection allowed",
		FR: "ensemble ils écartent les téléphones d'une porteuse entière pendant cinq minutes (TS 36.304 § 5.3.1) et les poussent ailleurs ; les opérateurs interdisent une cellule en maintenance, le plus souvent sans cela",
	},
	Innocent: detectors.Text{EN: "maintenance; a cell that only adds capacity", FR: "maintenance ; une cellule de simple complément"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.CellBarred == nil || c.IntraFrequency == nil || !*c.CellBarred || *c.IntraFrequency {
			return none()
		}
		return found(0.7, "cellBarred barred, intraFreqReselection notAllowed")
	},
}

// barredNR is N2. A cell of the 4G and 5G kind (NSA) is barred and points to no
// SIB1: that is what it must do.
var barredNR = Indicator{
	ID: "N2", RAT: nrRAT, Version: 1, Group: choiceGroup, Weight: 0.5,
	Looks: detectors.Text{EN: "cellBarred, intraFreqReselection and kSSB (MIB)", FR: "cellBarred, intraFreqReselection et kSSB (MIB)"},
	When: detectors.Text{
		EN: "barred and notAllowed although kSSB points to a SIB1, that is below 24 (TS 38.213 clause 13; our own)",
		FR: "barred et notAllowed alors que kSSB désigne un SIB1, donc sous 24 (TS 38.213 § 13 ; de nous)",
	},
	Why: detectors.Text{
		EN: "keeps phones from a carrier, as L7; NSA cells, which are most barred ones, are left out by kSSB",
		FR: "écarte les téléphones d'une porteuse, comme L7 ; kSSB exclut les cellules NSA, les plus courantes",
	},
	Innocent: detectors.Text{EN: "maintenance; an NSA cell with unusual settings", FR: "maintenance ; une cellule NSA au réglage inhabituel"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if c.CellBarred == nil || c.IntraFrequency == nil || c.KSSB == nil || !*c.CellBarred || *c.IntraFrequency || *c.KSSB >= 24 {
			return none()
		}
		return found(0.5, "MIB barred, intraFreqReselection notAllowed, kSSB %d", *c.KSSB)
	},
}

// minimumLevel is L8.
var minimumLevel = Indicator{
	ID: "L8", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.8,
	Looks: detectors.Text{EN: "q-RxLevMin, the weakest level at which phones may use the cell (SIB1)", FR: "q-RxLevMin, le niveau le plus faible admis (SIB1)"},
	When: detectors.Text{
		EN: "−138 dBm or less (measured: operators −122 to −132, laboratory −140)",
		FR: "−138 dBm ou moins (mesuré : opérateurs −122 à −132, laboratoire −140)",
	},
	Why: detectors.Text{
		EN: "the least value there is lets every phone in; none of the operators' LTE cells decoded here has it, but a 5G operator's cell has: ratio about 6",
		FR: "la plus petite valeur possible admet tout téléphone ; aucune cellule LTE d'opérateur décodée ici ne l'a, mais une cellule 5G d'opérateur l'a : rapport d'environ 6",
	},
	Innocent: detectors.Text{EN: "an operator that stretches rural coverage", FR: "un opérateur qui étend sa couverture rurale"},
	See: func(v *view) (float64, string) {
		if q := v.cell.QRxLevMin; q != nil && *q <= -138 {
			return found(0.8, "q-RxLevMin %d dBm", *q)
		}
		return none()
	},
}

// bareNR is N4.
var bareNR = Indicator{
	ID: "N4", RAT: nrRAT, Version: 1, Group: choiceGroup, Weight: 1.3,
	Looks: detectors.Text{EN: "q-RxLevMin and the list of further system information (SIB1)", FR: "q-RxLevMin et la liste des autres informations système (SIB1)"},
	When: detectors.Text{
		EN: "−138 dBm or less and no further system information scheduled (measured: laboratory −140 and none; an operator −140 with three)",
		FR: "−138 dBm ou moins et aucune autre information programmée (mesuré : laboratoire −140 et aucune ; un opérateur −140 avec trois)",
	},
	Why: detectors.Text{
		EN: "a cell without neighbours in its broadcast keeps phones; an operator's cell needs SIB2 and more for handing phones on: ratio about 20",
		FR: "une cellule sans voisines garde les téléphones ; celle d'un opérateur a besoin de SIB2 et suivants : rapport d'environ 20",
	},
	Innocent: detectors.Text{EN: "a private network of one cell; a 5G cell that sends the rest on demand", FR: "un réseau privé d'une seule cellule ; une cellule 5G qui envoie le reste à la demande"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.spoken() || c.QRxLevMin == nil || *c.QRxLevMin > -138 || len(c.Scheduled) > 0 {
			return none()
		}
		return found(1.3, "q-RxLevMin %d dBm and no further system information", *c.QRxLevMin)
	},
}

// priorityOutlier is L9.
var priorityOutlier = Indicator{
	ID: "L9", RAT: lteRAT, Version: 1, Group: choiceGroup, Weight: 0.7,
	Looks: detectors.Text{EN: "cellReselectionPriority and threshServingLow of SIB3 beside cells of the same carrier", FR: "cellReselectionPriority et threshServingLow de SIB3, à côté des cellules de la même porteuse"},
	When: detectors.Text{
		EN: "another priority than all of three or more siblings on the carrier: 0.4; and it is 7, the highest: 0.7 (our own)",
		FR: "autre priorité que toutes les sœurs (trois ou plus) de la porteuse : 0,4 ; et c'est 7, la plus haute : 0,7 (de nous)",
	},
	Why: detectors.Text{
		EN: "priorities belong to a carrier (TS 36.304 clause 5.2.4): operators set them alike on all cells of it; a catcher raises its own",
		FR: "les priorités appartiennent à une porteuse (TS 36.304 § 5.2.4) : un opérateur les règle de même sur toutes ses cellules ; un catcher élève la sienne",
	},
	Innocent: detectors.Text{EN: "an indoor cell; a rollout half done", FR: "une cellule intérieure ; un déploiement en cours"},
	See: func(v *view) (float64, string) {
		s := v.cell.SIB3
		if s == nil || s.Priority == nil {
			return none()
		}
		n := 0
		for _, r := range v.siblings() {
			o := r.cell.SIB3
			if o == nil || o.Priority == nil || r.event.Freq != v.event.Freq {
				continue
			}
			if *o.Priority == *s.Priority {
				return none()
			}
			n++
		}
		switch {
		case n < leastSiblings:
			return none()
		case *s.Priority == 7:
			return found(0.7, "SIB3 priority 7, unlike %d siblings", n)
		}
		return found(0.4, "SIB3 priority %d, unlike %d siblings", *s.Priority, n)
	},
}
