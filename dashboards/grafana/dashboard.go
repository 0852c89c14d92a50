// Package grafana holds the parts of Grafana's dashboard JSON that vigie's
// dashboards are made of, with the names that Grafana gives them. What they
// show is described once, in package dashboards; the JSON files and the
// provisioning beside this file are generated from there.
package grafana

// SchemaVersion is that of Grafana 10.4; later ones migrate it when they load it.
const SchemaVersion = 39

// DataSource is the variable that every panel takes its data from.
const DataSource = "${datasource}"

// A Dashboard is one page of panels.
type Dashboard struct {
	UID           string      `json:"uid"`
	Title         string      `json:"title"`
	Description   string      `json:"description"`
	Tags          []string    `json:"tags"`
	Links         []Link      `json:"links"`
	SchemaVersion int         `json:"schemaVersion"`
	Version       int         `json:"version"`
	Editable      bool        `json:"editable"`
	GraphTooltip  int         `json:"graphTooltip"` // 1: a shared crosshair
	Refresh       string      `json:"refresh"`
	Timezone      string      `json:"timezone"`
	Time          Range       `json:"time"`
	TimePicker    TimePicker  `json:"timepicker"`
	Templating    Templating  `json:"templating"`
	Annotations   Annotations `json:"annotations"`
	Panels        []Panel     `json:"panels"`
}

// A Link leads from a dashboard to another.
type Link struct {
	Title       string   `json:"title"`
	Type        string   `json:"type"`
	URL         string   `json:"url"`
	Tags        []string `json:"tags"`
	KeepTime    bool     `json:"keepTime"`
	IncludeVars bool     `json:"includeVars"`
}

// A Range is a span of time in Grafana's words.
type Range struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// A TimePicker offers how often to look again.
type TimePicker struct {
	RefreshIntervals []string `json:"refresh_intervals"`
}

// Templating holds the variables.
type Templating struct {
	List []Variable `json:"list"`
}

// A Variable is chosen at the top of a dashboard.
type Variable struct {
	Name       string      `json:"name"`
	Label      string      `json:"label"`
	Type       string      `json:"type"`
	Query      any         `json:"query"`
	Definition string      `json:"definition,omitempty"`
	DataSource *DataRef    `json:"datasource,omitempty"`
	Refresh    int         `json:"refresh"`
	Multi      bool        `json:"multi"`
	IncludeAll bool        `json:"includeAll"`
	AllValue   string      `json:"allValue,omitempty"`
	Current    VariableNow `json:"current"`
	Hide       int         `json:"hide"`
	Sort       int         `json:"sort,omitempty"`
}

// VariableNow is what is chosen at first.
type VariableNow struct {
	Text  any `json:"text,omitempty"`
	Value any `json:"value,omitempty"`
}

// VariableQuery asks a Prometheus data source for a variable's values.
type VariableQuery struct {
	Query string `json:"query"`
	RefID string `json:"refId"`
}

// Annotations holds the marks on time axes.
type Annotations struct {
	List []Annotation `json:"list"`
}

// An Annotation marks the times at which its expression has a value.
type Annotation struct {
	Name        string  `json:"name"`
	DataSource  DataRef `json:"datasource"`
	Enable      bool    `json:"enable"`
	IconColor   string  `json:"iconColor"`
	Expr        string  `json:"expr"`
	Step        string  `json:"step"`
	TitleFormat string  `json:"titleFormat"`
	TagKeys     string  `json:"tagKeys"`
}

// A DataRef names a data source.
type DataRef struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// Prometheus refers to the data source of the dashboard's variable.
func Prometheus() DataRef { return DataRef{"prometheus", DataSource} }
