package dashboards

import (
	"fmt"

	"vigie/dashboards/grafana"
	"vigie/detectors"
)

// The dashboards' identities, by language; links and bookmarks rest on them.
var uids = map[string]string{"en": "vigie-en", "fr": "vigie-fr"}

var boardTexts = struct{ title, description, datasource, sensor, other, alert detectors.Text }{
	title:       text("Vigie", "Vigie (français)"),
	description: text("What is near a vigie sensor now, and how the sensor fares.", "Ce qui est proche d’un capteur vigie maintenant, et comment va le capteur."),
	datasource:  text("Data source", "Source de données"),
	sensor:      text("Sensor", "Capteur"),
	other:       text("Français", "English"),
	alert:       text("Alerts", "Alertes"),
}

// Grafana returns the dashboard in a language: "en" or "fr".
func Grafana(lang string) grafana.Dashboard {
	other := map[string]string{"en": "fr", "fr": "en"}[lang]
	ref := grafana.Prometheus()
	return grafana.Dashboard{
		UID:         uids[lang],
		Title:       boardTexts.title.In(lang),
		Description: boardTexts.description.In(lang),
		Tags:        []string{"vigie"},
		Links: []grafana.Link{{
			Title: boardTexts.other.In(lang), Type: "link", URL: "/d/" + uids[other],
			Tags: []string{}, KeepTime: true, IncludeVars: true,
		}},
		SchemaVersion: grafana.SchemaVersion, Version: 1, Editable: true, GraphTooltip: 1,
		Refresh: "5s", Timezone: "browser", Time: grafana.Range{From: "now-30m", To: "now"},
		TimePicker: grafana.TimePicker{RefreshIntervals: []string{"2s", "5s", "10s", "30s", "1m", "5m"}},
		Templating: grafana.Templating{List: []grafana.Variable{
			{Name: "datasource", Label: boardTexts.datasource.In(lang), Type: "datasource", Query: "prometheus", Refresh: 1},
			{
				Name: "instance", Label: boardTexts.sensor.In(lang), Type: "query", DataSource: &ref,
				Query:      grafana.VariableQuery{Query: instances, RefID: "instance"},
				Definition: instances, Refresh: 2, Multi: true, IncludeAll: true, AllValue: ".*", Sort: 1,
				Current: grafana.VariableNow{Text: []string{"All"}, Value: []string{"$__all"}},
			},
		}},
		Annotations: grafana.Annotations{List: []grafana.Annotation{{
			Name: boardTexts.alert.In(lang), DataSource: ref, Enable: true, IconColor: grafana.Red,
			Expr: AlertMarks, Step: "5s", TitleFormat: "{{type}}", TagKeys: "type",
		}}},
		Panels: lay(lang, Board()),
	}
}

// instances asks for the sensors that Prometheus knows.
const instances = "label_values(vigie_build_info, instance)"

// AlertMarks has a value while an alert stands.
const AlertMarks = `vigie_alert_active{instance=~"$instance"} > 0`

// columns is the width of a dashboard.
const columns = 24

// lay places the sections' panels from left to right, then below.
func lay(lang string, sections []Section) (all []grafana.Panel) {
	id, y := 0, 0
	for _, s := range sections {
		id++
		open := false
		all = append(all, grafana.Panel{
			ID: id, Type: grafana.Row, Title: s.Title.In(lang), Collapsed: &open,
			GridPos: grafana.GridPos{H: 1, W: columns, Y: y},
		})
		y++
		x, tallest := 0, 0
		for _, panel := range s.Panels {
			if x+panel.Width > columns {
				x, y, tallest = 0, y+tallest, 0
			}
			id++
			drawn := draw(lang, panel)
			drawn.ID, drawn.GridPos = id, grafana.GridPos{H: panel.Height, W: panel.Width, X: x, Y: y}
			all = append(all, drawn)
			x += panel.Width
			tallest = max(tallest, panel.Height)
		}
		y += tallest
	}
	return all
}

// draw turns a panel into Grafana's words.
func draw(lang string, panel Panel) grafana.Panel {
	ref := grafana.Prometheus()
	g := grafana.Panel{
		Type: panel.Kind, Title: panel.Title.In(lang), Description: panel.Description.In(lang), DataSource: &ref,
		FieldConfig: &grafana.FieldConfig{Defaults: looks(lang, panel), Overrides: []any{}},
		Options:     options(panel),
	}
	now := panel.Kind == grafana.Stat || panel.Kind == grafana.BarGauge
	for i, q := range panel.Queries {
		g.Targets = append(g.Targets, grafana.Target{
			RefID: string(rune('A' + i)), DataSource: ref, EditorMode: "code",
			Expr: q.Expr, LegendFormat: q.Legend, Instant: now, Range: !now,
		})
	}
	return g
}

func looks(lang string, panel Panel) grafana.Defaults {
	d := grafana.Defaults{
		Unit: panel.Unit, Min: panel.Min, Max: panel.Max,
		Color:      grafana.Color{Mode: "palette-classic"},
		Thresholds: grafana.Thresholds{Mode: "absolute", Steps: over(grafana.Grey)},
		Mappings:   []grafana.Mapping{},
	}
	if len(panel.Steps) > 0 || panel.Kind == grafana.Stat || len(panel.States) > 0 {
		d.Color.Mode = "thresholds"
	}
	if len(panel.Steps) > 0 {
		d.Thresholds.Steps = panel.Steps
	}
	if len(panel.States) > 0 {
		words := map[string]grafana.Mapped{}
		for i, s := range panel.States {
			words[fmt.Sprint(i)] = grafana.Mapped{Text: s.Word.In(lang), Color: s.Color, Index: i}
		}
		d.Mappings = []grafana.Mapping{{Type: "value", Options: words}}
	}
	if panel.Kind == grafana.TimeSeries {
		d.Color.Mode = "palette-classic"
		d.Custom = drawing(panel)
	}
	return d
}

// drawing is how lines look; limits are drawn as dashes.
func drawing(panel Panel) map[string]any {
	c := map[string]any{"lineWidth": 2, "fillOpacity": 10, "showPoints": "never", "spanNulls": false}
	if panel.Stack {
		c["stacking"] = map[string]any{"mode": "normal", "group": "A"}
		c["fillOpacity"] = 40
	}
	if len(panel.Steps) > 0 {
		c["thresholdsStyle"] = map[string]any{"mode": "dashed"}
	}
	return c
}

func options(panel Panel) map[string]any {
	last := map[string]any{"calcs": []string{"lastNotNull"}, "fields": "", "values": false}
	switch panel.Kind {
	case grafana.Stat:
		words := "auto"
		if panel.Unit == grafana.Text {
			words = "name"
		}
		return map[string]any{"reduceOptions": last, "textMode": words, "colorMode": "background", "graphMode": "none", "orientation": "auto", "justifyMode": "auto"}
	case grafana.BarGauge:
		return map[string]any{"reduceOptions": last, "displayMode": "basic", "orientation": "horizontal", "showUnfilled": true}
	case grafana.StateTimeline:
		return map[string]any{
			"mergeValues": true, "showValue": "auto", "alignValue": "center", "rowHeight": 0.8,
			"legend": map[string]any{"showLegend": false, "displayMode": "list", "placement": "bottom"}, "tooltip": map[string]any{"mode": "single"},
		}
	}
	return map[string]any{
		"legend":  map[string]any{"showLegend": true, "displayMode": "list", "placement": "bottom", "calcs": []string{}},
		"tooltip": map[string]any{"mode": "multi", "sort": "desc"},
	}
}
