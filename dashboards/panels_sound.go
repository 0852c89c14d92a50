package dashboards

import "vigie/dashboards/grafana"

// deafHearing are the words for 0 and 1 of vigie_acoustic_deaf.
var deafHearing = []State{{text("hears", "entend"), grafana.Green}, {text("deaf", "sourd"), grafana.Red}}

func sound() Section {
	return Section{text("By ear", "À l’oreille"), []Panel{
		{
			Title:       text("Sound around", "Bruit ambiant"),
			Description: text("A-weighted, median of 10 s, in dB of full scale; add the microphone’s full-scale level for dB(A).", "Pondéré A, médiane de 10 s, en dB de pleine échelle ; ajouter le niveau de pleine échelle du microphone pour des dB(A)."),
			Kind:        grafana.TimeSeries, Unit: grafana.DBFS, Width: 8, Height: 7,
			Queries: []Query{{`max by (receiver) (vigie_acoustic_level_dbfs{instance=~"$instance"})`, "{{receiver}}"}},
		},
		{
			Title:       text("Deaf now?", "Sourd en ce moment ?"),
			Description: text("Deaf when the sound around leaves a small drone a reach of less than 10 m. No alarm then says nothing.", "Sourd quand le bruit ambiant ne laisse entendre un petit drone qu’à moins de 10 m. L’absence d’alarme ne dit alors rien."),
			Kind:        grafana.StateTimeline, Unit: grafana.OnOff, Width: 8, Height: 7,
			Queries: []Query{{`max by (receiver) (vigie_acoustic_deaf{instance=~"$instance"})`, "{{receiver}}"}},
			States:  deafHearing,
		},
		{
			Title:       text("Listened", "Temps d’écoute"),
			Description: text("Sound heard since the program was started. With the alarms beside it, it gives the site’s own false alarm rate.", "Temps de son entendu depuis le lancement du programme. Avec les alarmes à côté, il donne le taux de fausses alarmes du lieu."),
			Kind:        grafana.Stat, Unit: grafana.Seconds, Width: 4, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (receiver) (vigie_acoustic_listened_seconds_total{instance=~"$instance"})`, "{{receiver}}"}},
		},
		{
			Title:       text("Aircraft heard", "Aéronefs entendus"),
			Description: text("Events of the detectors by ear graver than information, since the program was started.", "Événements des détecteurs à l’oreille plus graves qu’une information, depuis le lancement du programme."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 4, Height: 7, Min: p(0),
			Queries: []Query{{`sum(vigie_events_total{instance=~"$instance", type="rotor", severity=~"watch|alert"}) or vector(0)`, ""}},
			Steps:   over(grafana.Green, from(1, grafana.Orange)),
		},
	}}
}
