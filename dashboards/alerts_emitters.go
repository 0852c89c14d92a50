package dashboards

import (
	"strings"

	"vigie/dashboards/prometheus"
)

// sensor is the instance of the rules' tests.
const sensor = `job="vigie", instance="roof"`

// series notes one series of the tests.
func series(name, labels, values string) prometheus.Series {
	if labels != "" {
		labels = ", " + labels
	}
	return prometheus.Series{Series: name + "{" + sensor + labels + "}", Values: values}
}

// labelled are the labels of an alert about the tests' sensor.
func labelled(pairs ...string) map[string]string {
	m := map[string]string{"job": "vigie", "instance": "roof"}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// fill puts a case's labels and value into an annotation, as Prometheus does.
func (c Case) fill(annotation string) string {
	for name, v := range c.Labels {
		annotation = strings.ReplaceAll(annotation, "{{ $labels."+name+" }}", v)
	}
	for _, form := range []string{"{{ $value }}", "{{ $value | humanizePercentage }}", "{{ $value | humanizeDuration }}"} {
		annotation = strings.ReplaceAll(annotation, form, c.Value)
	}
	return annotation
}

func emitterAlerts() []Alert {
	return []Alert{
		{
			Name: "CellAlert", Severity: critical,
			Expr:    `sum by (job, instance) (vigie_alert_active{type="cell_alert"}) > 0`,
			Summary: text("A cell near {{ $labels.instance }} behaves like an IMSI catcher", "Une cellule près de {{ $labels.instance }} se comporte comme un IMSI-catcher"),
			Description: text("{{ $value }} such cell(s) near now. The sensor's page says which, how sure it is and why.",
				"{{ $value }} cellule(s) de ce genre à proximité. La page du capteur dit lesquelles, avec quelle certitude et pourquoi."),
			Fires: Case{
				Series: []prometheus.Series{series("vigie_alert_active", `type="cell_alert"`, "0 2"), series("vigie_alert_active", `type="rotor"`, "5 5")},
				At:     "5s", Labels: labelled(), Value: "2",
			},
			Quiet: Case{Series: []prometheus.Series{series("vigie_alert_active", `type="cell_alert"`, "0x10"), series("vigie_tracks", `type="cell_alert"`, "3x10")}, At: "30s"},
		},
		{
			Name: "AircraftAlert", Severity: critical,
			Expr:    `sum by (job, instance) (vigie_alert_active{type=~"drone_link|drone_video|drone_id|rotor"}) > 0`,
			Summary: text("An aircraft that watches is near {{ $labels.instance }}", "Un aéronef qui surveille est près de {{ $labels.instance }}"),
			Description: text("{{ $value }} emitter(s) or sound(s) near now. The sensor's page says which, how sure it is and why.",
				"{{ $value }} émetteur(s) ou bruit(s) à proximité. La page du capteur dit lesquels, avec quelle certitude et pourquoi."),
			Fires: Case{
				Series: []prometheus.Series{series("vigie_alert_active", `type="drone_link"`, "0 1"), series("vigie_alert_active", `type="rotor"`, "0 1")},
				At:     "5s", Labels: labelled(), Value: "2",
			},
			Quiet: Case{Series: []prometheus.Series{series("vigie_alert_active", `type="drone_link"`, "0x10"), series("vigie_alert_active", `type="cell_alert"`, "1x10")}, At: "30s"},
		},
	}
}
