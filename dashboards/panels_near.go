package dashboards

import "vigie/dashboards/grafana"

func near() Section {
	return Section{text("What is near now", "Ce qui est proche maintenant"), []Panel{
		{
			Title:       text("Alerts", "Alertes"),
			Description: text("Emitters near now whose last event is an alert: act on it.", "Émetteurs proches dont le dernier événement est une alerte : agir."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 4, Height: 5, Min: p(0),
			Queries: []Query{{`sum(vigie_alert_active{instance=~"$instance"})`, ""}},
			Steps:   over(grafana.Green, from(1, grafana.Red)),
		},
		{
			Title:       text("Emitters near now", "Émetteurs proches"),
			Description: text("Everything recognised lately, ordinary cells included.", "Tout ce qui a été reconnu récemment, cellules ordinaires comprises."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 4, Height: 5, Min: p(0),
			Queries: []Query{{`sum(vigie_tracks{instance=~"$instance"})`, ""}},
		},
		{
			Title:       text("Can the sensor hear?", "Le capteur entend-il ?"),
			Description: text("Up when samples flow on every receiver. Without them no alert can come.", "« Marche » quand les échantillons arrivent de chaque récepteur. Sans eux, aucune alerte ne peut venir."),
			Kind:        grafana.Stat, Unit: grafana.OnOff, Width: 4, Height: 5,
			Queries: []Query{{`min(vigie_receiver_up{instance=~"$instance"})`, ""}},
			States:  downUp,
		},
		{
			Title:       text("Emitters near now, by type", "Émetteurs proches, par type"),
			Description: text("How many of each type were seen lately.", "Combien de chaque type ont été vus récemment."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 12, Height: 8, Min: p(0), Stack: true,
			Queries: []Query{{`sum by (type) (vigie_tracks{instance=~"$instance"})`, "{{type}}"}},
		},
		{
			Title:       text("Events", "Événements"),
			Description: text("News by type and severity; repeats do not count.", "Nouveautés par type et gravité ; les répétitions ne comptent pas."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 12, Height: 8, Min: p(0), Stack: true,
			Queries: []Query{{`sum by (type, severity) (increase(vigie_events_total{instance=~"$instance"}[$__rate_interval]))`, "{{type}} {{severity}}"}},
		},
	}}
}

func cells() Section {
	return Section{text("Cells", "Cellules"), []Panel{
		{
			Title:       text("Cells near now", "Cellules proches"),
			Description: text("Cells read lately, by radio access technology.", "Cellules lues récemment, par technologie d’accès radio."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 6, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (rat) (vigie_cells{instance=~"$instance"})`, "{{rat}}"}},
		},
		{
			Title:       text("Cells over time", "Cellules au fil du temps"),
			Description: text("A cell that comes or goes shows as a step.", "Une cellule qui apparaît ou disparaît se voit comme une marche."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 9, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (rat) (vigie_cells{instance=~"$instance"})`, "{{rat}}"}},
		},
		{
			Title:       text("News of cells", "Nouvelles des cellules"),
			Description: text("Cells that appeared or changed what they broadcast.", "Cellules apparues ou qui ont changé ce qu’elles diffusent."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 9, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (detector) (increase(vigie_events_total{instance=~"$instance", type="cell"}[$__rate_interval]))`, "{{detector}}"}},
		},
	}}
}

func alerts() Section {
	return Section{text("Alerts", "Alertes"), []Panel{
		{
			Title:       text("Alerts near now, by type", "Alertes proches, par type"),
			Description: text("How many emitters stand under an alert.", "Combien d’émetteurs sont sous alerte."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 10, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (type) (vigie_alert_active{instance=~"$instance"})`, "{{type}}"}},
			Steps:   over(grafana.Green, from(1, grafana.Red)),
		},
		{
			Title:       text("Watch and alert events in the last hour", "Événements « attention » et « alerte » de la dernière heure"),
			Description: text("Events graver than information, by type.", "Événements plus graves qu’une information, par type."),
			Kind:        grafana.BarGauge, Unit: grafana.Count, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (type, severity) (increase(vigie_events_total{instance=~"$instance", severity=~"watch|alert"}[1h]))`, "{{type}} {{severity}}"}},
			Steps:   over(grafana.Green, from(0.5, grafana.Orange)),
		},
		{
			Title:       text("Rules firing", "Règles déclenchées"),
			Description: text("Prometheus alert rules of vigie that fire now, those on the sensor's own health included.", "Règles d’alerte Prometheus de vigie déclenchées, y compris sur la santé du capteur."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 6, Height: 7, Min: p(0),
			Queries: []Query{{`count(ALERTS{instance=~"$instance", alertstate="firing", job="vigie"}) or vector(0)`, ""}},
			Steps:   over(grafana.Green, from(1, grafana.Red)),
		},
	}}
}
