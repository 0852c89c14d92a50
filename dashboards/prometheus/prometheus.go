// Package prometheus holds the parts of Prometheus's files that vigie's are
// made of, with the names that Prometheus gives them: its configuration, rules,
// and the unit tests of rules that promtool runs. What they say is described
// once, in package dashboards; the YAML files beside this file are generated
// from there.
package prometheus

// A Config is a configuration file.
type Config struct {
	Global        Global   `yaml:"global"`
	RuleFiles     []string `yaml:"rule_files"`
	ScrapeConfigs []Scrape `yaml:"scrape_configs"`
}

// Global are the settings of all scrapes and rules.
type Global struct {
	ScrapeInterval     string `yaml:"scrape_interval"`
	EvaluationInterval string `yaml:"evaluation_interval"`
}

// A Scrape reads the metrics of some targets.
type Scrape struct {
	JobName       string         `yaml:"job_name"`
	ScrapeTimeout string         `yaml:"scrape_timeout,omitempty"`
	StaticConfigs []StaticConfig `yaml:"static_configs"`
}

// A StaticConfig lists targets as host:port.
type StaticConfig struct {
	Targets []string `yaml:"targets"`
}

// Rules is a file of rules.
type Rules struct {
	Groups []Group `yaml:"groups"`
}

// A Group is rules that are evaluated together.
type Group struct {
	Name     string `yaml:"name"`
	Interval string `yaml:"interval,omitempty"`
	Rules    []Rule `yaml:"rules"`
}

// A Rule records an expression under a name, or alerts while it has a value.
type Rule struct {
	Record      string            `yaml:"record,omitempty"`
	Alert       string            `yaml:"alert,omitempty"`
	Expr        string            `yaml:"expr"`
	For         string            `yaml:"for,omitempty"`
	Labels      map[string]string `yaml:"labels,omitempty"`
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

// A Test is a file of unit tests for promtool.
type Test struct {
	RuleFiles          []string   `yaml:"rule_files"`
	EvaluationInterval string     `yaml:"evaluation_interval"`
	Tests              []TestCase `yaml:"tests"`
}

// A TestCase feeds series to the rules and says what must fire.
type TestCase struct {
	Name          string      `yaml:"name"`
	Interval      string      `yaml:"interval"`
	InputSeries   []Series    `yaml:"input_series"`
	AlertRuleTest []AlertTest `yaml:"alert_rule_test"`
}

// A Series is what Prometheus would have scraped, in promtool's notation.
type Series struct {
	Series string `yaml:"series"`
	Values string `yaml:"values"`
}

// An AlertTest says how often an alert fires at a time; none is never.
type AlertTest struct {
	EvalTime  string     `yaml:"eval_time"`
	Alertname string     `yaml:"alertname"`
	ExpAlerts []ExpAlert `yaml:"exp_alerts"`
}

// An ExpAlert is an alert that must fire.
type ExpAlert struct {
	ExpLabels      map[string]string `yaml:"exp_labels"`
	ExpAnnotations map[string]string `yaml:"exp_annotations"`
}
