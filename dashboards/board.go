// Package dashboards describes, once, what Grafana shows and what Prometheus
// watches for, and generates their files from it in English and French.
//
// [Board] lists the panels, [Rules] the recording and alert rules, [Files] all
// that is committed under grafana/ and prometheus/ and the compose file that
// brings them together. After a change:
//
//	go generate ./dashboards
//
// The tests compare the committed files with the description, check the rules
// with promtool, and run every panel's query on a real Prometheus.
package dashboards

import (
	"vigie/dashboards/grafana"
	"vigie/detectors"
)

//go:generate go test . -run TestFilesAreGenerated -update

// A Section is a row of panels.
type Section struct {
	Title  detectors.Text
	Panels []Panel
}

// A Panel asks one thing of Prometheus, in one or more queries.
type Panel struct {
	Title, Description detectors.Text
	Kind               string // of grafana's
	Unit               string // of grafana's
	Width, Height      int    // of 24 columns; in rows
	Queries            []Query
	Min, Max           *float64
	Steps              []grafana.Step // thresholds; none is plain
	Stack              bool
	States             []State // words for 0, 1, …
}

// A Query is PromQL with Grafana's variables, and the legend of its series.
type Query struct{ Expr, Legend string }

// A State is the word and colour for a value.
type State struct {
	Word  detectors.Text
	Color string
}

func p(v float64) *float64 { return &v }

// over colours values from each limit on; below the first they have the base colour.
func over(base string, steps ...grafana.Step) []grafana.Step {
	return append([]grafana.Step{{Color: base}}, steps...)
}

func from(limit float64, color string) grafana.Step { return grafana.Step{Color: color, Value: &limit} }

// text pairs the two languages.
func text(en, fr string) detectors.Text { return detectors.Text{EN: en, FR: fr} }

// downUp are the words for 0 and 1.
var downUp = []State{{text("down", "arrêt"), grafana.Red}, {text("up", "marche"), grafana.Green}}

// Board lists the sections of the dashboard, from what matters most.
func Board() []Section {
	return []Section{near(), cells(), alerts(), sound(), receivers(), coverage(), latency(), sinks(), process()}
}
