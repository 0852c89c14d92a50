package dashboards

import "vigie/dashboards/grafana"

func receivers() Section {
	return Section{text("Receivers", "Récepteurs"), []Panel{
		{
			Title:       text("Samples flow", "Arrivée des échantillons"),
			Description: text("Down after 2 s without samples, or as soon as the device is gone.", "Arrêt après 2 s sans échantillons, ou dès que l’appareil a disparu."),
			Kind:        grafana.StateTimeline, Unit: grafana.OnOff, Width: 12, Height: 6,
			Queries: []Query{{`min by (receiver) (vigie_receiver_up{instance=~"$instance"})`, "{{receiver}}"}},
			States:  downUp,
		},
		{
			Title:       text("Detectors at work", "Détecteurs au travail"),
			Description: text("Down when a detector is blind on a receiver, stopped after a fault, or has no samples.", "Arrêt quand un détecteur est aveugle sur un récepteur, arrêté après une faute, ou sans échantillons."),
			Kind:        grafana.StateTimeline, Unit: grafana.OnOff, Width: 12, Height: 6,
			Queries: []Query{{`min by (receiver, detector) (vigie_detector_up{instance=~"$instance"})`, "{{detector}} · {{receiver}}"}},
			States:  downUp,
		},
		{
			Title:       text("Samples per second", "Échantillons par seconde"),
			Description: text("Should be the configured rate, without dips.", "Devrait être le débit configuré, sans creux."),
			Kind:        grafana.TimeSeries, Unit: grafana.SamplesPerSecond, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (receiver) (rate(vigie_samples_total{instance=~"$instance"}[$__rate_interval]))`, "{{receiver}}"}},
		},
		{
			Title:       text("Samples lost", "Échantillons perdus"),
			Description: text("Share of the samples that never reached the detectors: the machine or the USB bus is too slow.", "Part des échantillons jamais arrivés aux détecteurs : la machine ou le bus USB est trop lent."),
			Kind:        grafana.TimeSeries, Unit: grafana.Ratio, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{{`sum by (receiver) (rate(vigie_samples_lost_total{instance=~"$instance"}[$__rate_interval])) / clamp_min(sum by (receiver) (rate(vigie_samples_total{instance=~"$instance"}[$__rate_interval])) + sum by (receiver) (rate(vigie_samples_lost_total{instance=~"$instance"}[$__rate_interval])), 1)`, "{{receiver}}"}},
			Steps:   over(grafana.Green, from(0.001, grafana.Orange), from(0.01, grafana.Red)),
		},
		{
			Title:       text("Overdriven samples", "Échantillons saturés"),
			Description: text("Share of samples at full scale. Above 1 % lower the gain: a strong transmitter hides the weak ones.", "Part des échantillons en pleine échelle. Au-dessus de 1 %, baissez le gain : un émetteur fort cache les faibles."),
			Kind:        grafana.TimeSeries, Unit: grafana.Ratio, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{{`max by (receiver) (vigie_clip_ratio{instance=~"$instance"})`, "{{receiver}}"}},
			Steps:   over(grafana.Green, from(0.001, grafana.Orange), from(0.01, grafana.Red)),
		},
		{
			Title:       text("Noise floor", "Plancher de bruit"),
			Description: text("Noise that a receiver hears in each band. When it rises, a jammer, a new neighbour or a loose antenna may be the cause, and weak signals are lost.", "Bruit qu’un récepteur entend dans chaque bande. S’il monte, un brouilleur, un nouveau voisin ou une antenne desserrée peut en être la cause, et les signaux faibles sont perdus."),
			Kind:        grafana.TimeSeries, Unit: grafana.DBFS, Width: 24, Height: 7,
			Queries: []Query{{`max by (receiver, band) (vigie_noise_floor_dbfs{instance=~"$instance"})`, "{{receiver}} · {{band}}"}},
		},
	}}
}

func coverage() Section {
	return Section{text("Coverage", "Couverture"), []Panel{
		{
			Title:       text("Band covered", "Bande couverte"),
			Description: text("Share of each band that some receiver looked at within the last round of its plan.", "Part de chaque bande qu’un récepteur a regardée pendant le dernier tour de son plan."),
			Kind:        grafana.BarGauge, Unit: grafana.Ratio, Width: 12, Height: 7, Min: p(0), Max: p(1),
			Queries: []Query{{`max by (band) (vigie_band_coverage_ratio{instance=~"$instance"})`, "{{band}}"}},
			Steps:   over(grafana.Red, from(0.5, grafana.Orange), from(0.99, grafana.Green)),
		},
		{
			Title:       text("Longest absence from a band", "Plus longue absence d’une bande"),
			Description: text("What transmits for less than this, while nobody listens, is missed.", "Ce qui émet moins longtemps que cela, quand personne n’écoute, est manqué."),
			Kind:        grafana.TimeSeries, Unit: grafana.Seconds, Width: 12, Height: 7, Min: p(0),
			Queries: []Query{{`min by (band) (vigie_band_revisit_seconds{instance=~"$instance"})`, "{{band}}"}},
		},
	}}
}

func latency() Section {
	return Section{text("Latency and load", "Latence et charge"), []Panel{
		{
			Title:       text("Block end to event", "De la fin du bloc à l’événement"),
			Description: text("Time from the last sample of a block to the event it completed. The goal for 99 % is 20 ms.", "Temps entre le dernier échantillon d’un bloc et l’événement qu’il complète. Le but pour 99 % est 20 ms."),
			Kind:        grafana.TimeSeries, Unit: grafana.Seconds, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{
				{`histogram_quantile(0.99, sum by (le) (rate(vigie_event_latency_seconds_bucket{instance=~"$instance"}[5m]))) >= 0 or vector(0)`, "99 %"},
				{`histogram_quantile(0.5, sum by (le) (rate(vigie_event_latency_seconds_bucket{instance=~"$instance"}[5m]))) >= 0 or vector(0)`, "50 %"},
			},
			Steps: over(grafana.Green, from(0.02, grafana.Orange)),
		},
		{
			Title:       text("Detectors' share of a core", "Part d’un cœur prise par les détecteurs"),
			Description: text("Time spent in each detector per second. The goal for all radio detectors together is 25 %.", "Temps passé dans chaque détecteur par seconde. Le but pour tous les détecteurs radio ensemble est 25 %."),
			Kind:        grafana.TimeSeries, Unit: grafana.Ratio, Width: 8, Height: 7, Min: p(0), Stack: true,
			Queries: []Query{{`sum by (detector) (rate(vigie_detect_seconds_sum{instance=~"$instance"}[$__rate_interval]))`, "{{detector}}"}},
		},
		{
			Title:       text("Slowest blocks", "Blocs les plus lents"),
			Description: text("99 % of a detector's turns take less than this.", "99 % des tours d’un détecteur durent moins que cela."),
			Kind:        grafana.TimeSeries, Unit: grafana.Seconds, Width: 8, Height: 7, Min: p(0),
			Queries: []Query{{`histogram_quantile(0.99, sum by (detector, le) (rate(vigie_detect_seconds_bucket{instance=~"$instance"}[$__rate_interval])))`, "{{detector}}"}},
		},
		{
			Title:       text("Detector faults", "Fautes des détecteurs"),
			Description: text("A fault stops one detector on one receiver until vigie is started again; the others go on.", "Une faute arrête un détecteur sur un récepteur jusqu’au redémarrage de vigie ; les autres continuent."),
			Kind:        grafana.Stat, Unit: grafana.Count, Width: 24, Height: 4, Min: p(0),
			Queries: []Query{{`sum by (detector) (vigie_detector_panics_total{instance=~"$instance"})`, "{{detector}}"}},
			Steps:   over(grafana.Green, from(1, grafana.Red)),
		},
	}}
}

func sinks() Section {
	return Section{text("Where events go", "Où vont les événements"), []Panel{
		{
			Title:       text("Sinks", "Sorties"),
			Description: text("Down when the last event offered was not taken.", "Arrêt quand le dernier événement offert n’a pas été pris."),
			Kind:        grafana.StateTimeline, Unit: grafana.OnOff, Width: 12, Height: 6,
			Queries: []Query{{`min by (sink) (vigie_sink_up{instance=~"$instance"})`, "{{sink}}"}},
			States:  downUp,
		},
		{
			Title:       text("Events dropped", "Événements abandonnés"),
			Description: text("Events a sink never got because its queue was full, it refused them or it was closed.", "Événements qu’une sortie n’a jamais eus : file pleine, refus ou fermeture."),
			Kind:        grafana.TimeSeries, Unit: grafana.Count, Width: 12, Height: 6, Min: p(0),
			Queries: []Query{{`sum by (sink) (increase(vigie_sink_dropped_total{instance=~"$instance"}[$__rate_interval]))`, "{{sink}}"}},
			Steps:   over(grafana.Green, from(1, grafana.Red)),
		},
	}}
}

func process() Section {
	return Section{text("The program", "Le programme"), []Panel{
		{
			Title:       text("Processor", "Processeur"),
			Description: text("Cores that the whole program keeps busy.", "Cœurs que le programme entier occupe."),
			Kind:        grafana.TimeSeries, Unit: grafana.Ratio, Width: 8, Height: 6, Min: p(0),
			Queries: []Query{{`rate(process_cpu_seconds_total{instance=~"$instance", job="vigie"}[$__rate_interval])`, "{{instance}}"}},
		},
		{
			Title:       text("Memory", "Mémoire"),
			Description: text("Memory resident. The goal is at most 64 MiB.", "Mémoire résidente. Le but est 64 Mio au plus."),
			Kind:        grafana.TimeSeries, Unit: grafana.Bytes, Width: 8, Height: 6, Min: p(0),
			Queries: []Query{{`process_resident_memory_bytes{instance=~"$instance", job="vigie"}`, "{{instance}}"}},
			Steps:   over(grafana.Green, from(64<<20, grafana.Orange)),
		},
		{
			Title:       text("Version", "Version"),
			Description: text("Which program runs on which sensor.", "Quel programme tourne sur quel capteur."),
			Kind:        grafana.Stat, Unit: grafana.Text, Width: 8, Height: 6,
			Queries: []Query{{`vigie_build_info{instance=~"$instance"}`, "{{version}} ({{goversion}} {{goarch}})"}},
		},
	}}
}
