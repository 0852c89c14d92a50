package grafana

// The kinds of panels.
const (
	Row           = "row"
	Stat          = "stat"
	TimeSeries    = "timeseries"
	StateTimeline = "state-timeline"
	BarGauge      = "bargauge"
)

// The units of panels, by their Grafana identifiers.
const (
	Count            = "short"
	Ratio            = "percentunit"
	Seconds          = "s"
	Bytes            = "bytes"
	PerSecond        = "cps"
	SamplesPerSecond = "si:S/s"
	DBFS             = "suffix: dBFS"
	OnOff            = "bool_on_off"
	Text             = "string"
)

// The colours of thresholds.
const (
	Green  = "green"
	Orange = "orange"
	Red    = "red"
	Grey   = "text"
)

// A Panel shows queries, or is a Row's title.
type Panel struct {
	ID          int          `json:"id"`
	Type        string       `json:"type"`
	Title       string       `json:"title"`
	Description string       `json:"description,omitempty"`
	GridPos     GridPos      `json:"gridPos"`
	DataSource  *DataRef     `json:"datasource,omitempty"`
	Targets     []Target     `json:"targets,omitempty"`
	FieldConfig *FieldConfig `json:"fieldConfig,omitempty"`
	Options     any          `json:"options,omitempty"`
	Collapsed   *bool        `json:"collapsed,omitempty"` // of a Row
	Panels      []Panel      `json:"panels,omitempty"`
}

// A GridPos is a place on the 24 columns of a dashboard.
type GridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

// A Target is one query.
type Target struct {
	RefID        string  `json:"refId"`
	DataSource   DataRef `json:"datasource"`
	EditorMode   string  `json:"editorMode"`
	Expr         string  `json:"expr"`
	LegendFormat string  `json:"legendFormat"`
	Instant      bool    `json:"instant"`
	Range        bool    `json:"range"`
}

// A FieldConfig says how values look.
type FieldConfig struct {
	Defaults  Defaults `json:"defaults"`
	Overrides []any    `json:"overrides"`
}

// Defaults are how all values of a panel look.
type Defaults struct {
	Unit       string         `json:"unit"`
	Decimals   *int           `json:"decimals,omitempty"`
	Min        *float64       `json:"min,omitempty"`
	Max        *float64       `json:"max,omitempty"`
	Color      Color          `json:"color"`
	Thresholds Thresholds     `json:"thresholds"`
	Mappings   []Mapping      `json:"mappings"`
	Custom     map[string]any `json:"custom,omitempty"`
}

// A Color says what values take their colour from.
type Color struct {
	Mode string `json:"mode"`
}

// Thresholds colour values by size.
type Thresholds struct {
	Mode  string `json:"mode"`
	Steps []Step `json:"steps"`
}

// A Step colours values from Value on; the first has none.
type Step struct {
	Color string   `json:"color"`
	Value *float64 `json:"value"`
}

// A Mapping puts words in the place of values.
type Mapping struct {
	Type    string            `json:"type"`
	Options map[string]Mapped `json:"options"`
}

// Mapped is the words and colour of one value.
type Mapped struct {
	Text  string `json:"text"`
	Color string `json:"color"`
	Index int    `json:"index"`
}
