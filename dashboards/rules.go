package dashboards

import (
	"vigie/dashboards/prometheus"
	"vigie/detectors"
)

// The severities of alert rules.
const (
	critical = "critical" // act now
	warning  = "warning"  // look at it today
)

// An Alert is a rule that calls somebody, with the tests that it does when it
// should and only then.
type Alert struct {
	Name                 string
	Severity             string
	Expr                 string
	For                  string
	Summary, Description detectors.Text
	Fires, Quiet         Case
}

// A Case is series as promtool notes them, and when to look.
type Case struct {
	Series []prometheus.Series
	At     string
	Labels map[string]string // of the alert that fires, severity and name apart
	Value  string            // as the annotations print it
}

// Recording lists the recording rules: what alerts and queries share.
func Recording() []prometheus.Rule {
	return []prometheus.Rule{
		{
			Record: "receiver:vigie_samples_lost:ratio_rate1m",
			Expr: "sum by (job, instance, receiver) (rate(vigie_samples_lost_total[1m])) / clamp_min(sum by (job, instance, receiver) (rate(vigie_samples_total[1m]))" +
				" + sum by (job, instance, receiver) (rate(vigie_samples_lost_total[1m])), 1)",
		},
		{
			Record: "job_instance:vigie_event_latency_seconds:p99_rate5m",
			Expr:   "histogram_quantile(0.99, sum by (job, instance, le) (rate(vigie_event_latency_seconds_bucket[5m])))",
		},
		{
			Record: "detector:vigie_detect_seconds:rate1m",
			Expr:   "sum by (job, instance, detector) (rate(vigie_detect_seconds_sum[1m]))",
		},
	}
}

// Alerts lists the alert rules.
func Alerts() []Alert {
	return append(emitterAlerts(), append(sensorAlerts(), loadAlerts()...)...)
}

// Rules returns the rules file.
func Rules() prometheus.Rules {
	alerts := prometheus.Group{Name: "vigie"}
	for _, a := range Alerts() {
		alerts.Rules = append(alerts.Rules, a.rule())
	}
	return prometheus.Rules{Groups: []prometheus.Group{{Name: "vigie_recording", Rules: Recording()}, alerts}}
}

func (a Alert) rule() prometheus.Rule {
	return prometheus.Rule{
		Alert: a.Name, Expr: a.Expr, For: a.For,
		Labels: map[string]string{"severity": a.Severity},
		Annotations: map[string]string{
			"summary": a.Summary.EN, "description": a.Description.EN,
			"summary_fr": a.Summary.FR, "description_fr": a.Description.FR,
		},
	}
}

// RuleTests returns the unit tests of every alert: one in which it fires, one
// in which it must not.
func RuleTests() prometheus.Test {
	t := prometheus.Test{RuleFiles: []string{"vigie.rules.yml"}, EvaluationInterval: "5s"}
	for _, a := range Alerts() {
		t.Tests = append(t.Tests, a.test("fires", a.Fires, []prometheus.ExpAlert{a.expected()}), a.test("is quiet", a.Quiet, []prometheus.ExpAlert{}))
	}
	return t
}

func (a Alert) test(claim string, c Case, expected []prometheus.ExpAlert) prometheus.TestCase {
	return prometheus.TestCase{
		Name: a.Name + " " + claim, Interval: "5s", InputSeries: c.Series,
		AlertRuleTest: []prometheus.AlertTest{{EvalTime: c.At, Alertname: a.Name, ExpAlerts: expected}},
	}
}

// expected is the alert that fires, its annotations filled in.
func (a Alert) expected() prometheus.ExpAlert {
	labels := map[string]string{"severity": a.Severity}
	for k, v := range a.Fires.Labels {
		labels[k] = v
	}
	annotations := a.rule().Annotations
	for k, v := range annotations {
		annotations[k] = a.Fires.fill(v)
	}
	return prometheus.ExpAlert{ExpLabels: labels, ExpAnnotations: annotations}
}
