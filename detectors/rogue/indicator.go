package rogue

import (
	"fmt"

	"vigie/detectors"
)

// An Indicator is one sign that a cell may be a catcher, with all that people
// need to judge the judge.
type Indicator struct {
	ID      string
	RAT     string // "gsm", "lte", "nr" or "any"
	Version int
	Group   Group
	Weight  float64 // decimal logarithm of the likelihood ratio at its fullest
	Strong  bool    // may cause an alert without signs of another group

	Looks    detectors.Text // what it looks at
	When     detectors.Text // threshold, and who uses or measured it
	Why      detectors.Text // reasoning behind the weight
	Innocent detectors.Text // what else it can be

	// See returns the weight here and now with the evidence in the words of the
	// decoded message, or 0.
	See func(v *view) (weight float64, evidence string)
}

// A Group holds indicators that one innocent cause can set off together.
type Group struct {
	Name  string
	Cap   float64 // of the sum of its weights
	Title detectors.Text
}

// The groups.
var (
	networkGroup  = Group{"network", 6.5, detectors.Text{EN: "which network", FR: "quel réseau"}}
	unknownGroup  = Group{"unknown", 1.2, detectors.Text{EN: "unknown here", FR: "inconnue ici"}}
	levelGroup    = Group{"level", 0.7, detectors.Text{EN: "level", FR: "niveau"}}
	licenceGroup  = Group{"licence", 1.5, detectors.Text{EN: "frequencies", FR: "fréquences"}}
	areaGroup     = Group{"area", 3.5, detectors.Text{EN: "location area", FR: "zone de localisation"}}
	listGroup     = Group{"neighbours", 2, detectors.Text{EN: "neighbours", FR: "voisines"}}
	placeGroup    = Group{"place", 2.5, detectors.Text{EN: "identity and carrier", FR: "identité et porteuse"}}
	choiceGroup   = Group{"selection", 3.5, detectors.Text{EN: "how phones choose it", FR: "comment les téléphones la choisissent"}}
	contentGroup  = Group{"contents", 2, detectors.Text{EN: "completeness", FR: "messages incomplets ou changeants"}}
	trafficGroup  = Group{"traffic", 2.5, detectors.Text{EN: "paging", FR: "appels diffusés"}}
	clockGroup    = Group{"clock", 2, detectors.Text{EN: "clock", FR: "horloge"}}
	radioGroup    = Group{"radio", 1.8, detectors.Text{EN: "radio", FR: "radio"}}
	lifeGroup     = Group{"life", 2, detectors.Text{EN: "life span", FR: "durée de vie"}}
	downGroup     = Group{"downgrade", 6.5, detectors.Text{EN: "downgrade", FR: "repli forcé"}}
	linkGroup     = Group{"connection", 3.5, detectors.Text{EN: "how it treats a phone", FR: "comment elle traite un téléphone"}}
	cipherGroup   = Group{"cipher", 2.5, detectors.Text{EN: "encryption", FR: "chiffrement"}}
	chainGroup    = Group{"chain", 4.5, detectors.Text{EN: "sequence", FR: "enchaînement"}}
	shadowGroup   = Group{"overshadowing", 6.5, detectors.Text{EN: "two cells in one", FR: "deux cellules en une"}}
	familiarGroup = Group{"familiar", 1.5, detectors.Text{EN: "known for long", FR: "connue de longue date"}}
)

// A Finding is what one indicator says of one cell.
type Finding struct {
	ID       string         `json:"id"`
	Weight   float64        `json:"weight"`
	Evidence string         `json:"evidence"` // in the decoded message's own terms
	Innocent detectors.Text `json:"innocent"` // what else it can be
}

// looksAt reports whether the indicator is about cells of a RAT.
func (i *Indicator) looksAt(rat string) bool { return i.RAT == "any" || i.RAT == rat }

// none is what an indicator returns that sees nothing.
func none() (float64, string) { return 0, "" }

// found returns a weight with its evidence.
func found(weight float64, format string, a ...any) (float64, string) {
	return weight, fmt.Sprintf(format, a...)
}
