package rogue

import (
	"slices"
	"time"

	"vigie/detectors"
)

// neighbourList is G6.
var neighbourList = Indicator{
	ID: "G6", RAT: gsmRAT, Version: 1, Group: listGroup, Weight: 1.3,
	Looks: detectors.Text{EN: "the neighbours that the cell names (System Information 2, 2bis, 2ter) and which of them are heard", FR: "les voisines que la cellule nomme (System Information 2, 2bis, 2ter) et celles qu'on entend"},
	When: detectors.Text{
		EN: "none, or only itself: 1.3 (ICDS critical, SnoopSnitch K1, SITCH 141); none of those named is heard while five or more of the operator's others are: 0.6; no sibling names it while three or more lists were read: 0.4",
		FR: "aucune, ou elle-même seule : 1,3 (ICDS critique, SnoopSnitch K1, SITCH 141) ; aucune des nommées n'est entendue alors que cinq autres de l'opérateur le sont : 0,6 ; aucune sœur ne la nomme (trois listes lues) : 0,4",
	},
	Why: detectors.Text{
		EN: "a phone without neighbours stays; operators' lists are empty at perhaps one cell in fifty (indoor, tunnels), catchers' at two in three",
		FR: "un téléphone sans voisines reste ; la liste est vide pour une cellule d'opérateur sur cinquante peut-être (intérieur, tunnels), pour deux catchers sur trois",
	},
	Innocent: detectors.Text{EN: "an indoor or tunnel cell; an island; a network about to be switched off", FR: "une cellule d'intérieur ou de tunnel ; une île ; un réseau en fin de vie"},
	See: func(v *view) (float64, string) {
		c := v.cell
		if !c.said("si2") || contains(c.Malformed, "si2") {
			return none()
		}
		others := 0
		for _, n := range c.Neighbours {
			if c.ARFCN == nil || n != *c.ARFCN {
				others++
			}
		}
		wider := c.Wider != nil && len(c.Wider.EUTRA)+len(c.Wider.UTRA) > 0
		switch {
		case others == 0 && !wider:
			return found(1.3, "System Information 2 names no neighbour")
		case others == 0:
			return found(0.6, "System Information 2 names no GSM neighbour")
		}
		return v.reached()
	},
}

// reached judges a list that is not empty by what is heard here.
func (v *view) reached() (float64, string) {
	c := v.cell
	if c.ARFCN == nil {
		return none()
	}
	heard, named, lists := 0, 0, 0
	for _, r := range v.siblings() {
		if r.cell.ARFCN == nil || v.now.Sub(r.last) > 10*time.Minute {
			continue
		}
		heard++
		if slices.Contains(c.Neighbours, *r.cell.ARFCN) {
			return none()
		}
		if r.cell.said("si2") {
			lists++
			if slices.Contains(r.cell.Neighbours, *c.ARFCN) {
				named++
			}
		}
	}
	switch {
	case heard >= 5:
		return found(0.6, "none of the %d neighbours named is heard, %d other cells of the operator are", len(c.Neighbours), heard)
	case lists >= leastSiblings && named == 0:
		return found(0.4, "none of %d siblings names ARFCN %d", lists, *c.ARFCN)
	}
	return none()
}
