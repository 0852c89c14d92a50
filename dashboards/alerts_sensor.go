package dashboards

import "vigie/dashboards/prometheus"

func sensorAlerts() []Alert {
	return []Alert{
		{
			Name: "SensorDown", Severity: critical, For: "10s",
			Expr:    `up{job="vigie"} == 0`,
			Summary: text("Sensor {{ $labels.instance }} does not answer", "Le capteur {{ $labels.instance }} ne répond pas"),
			Description: text("No alert can come from it. Is the machine on, is vigie running?",
				"Aucune alerte ne peut en venir. La machine est-elle allumée, vigie tourne-t-il ?"),
			Fires: Case{Series: []prometheus.Series{series("up", "", "0x6")}, At: "15s", Labels: labelled()},
			Quiet: Case{Series: []prometheus.Series{series("up", "", "1 0 1x6")}, At: "30s"},
		},
		{
			Name: "ReceiverDown", Severity: critical, For: "5s",
			Expr:    `vigie_receiver_up == 0`,
			Summary: text("Receiver {{ $labels.receiver }} of {{ $labels.instance }} is silent", "Le récepteur {{ $labels.receiver }} de {{ $labels.instance }} est muet"),
			Description: text("No samples arrive: unplugged, taken by another program, or hung. vigie goes on trying.",
				"Aucun échantillon n’arrive : débranché, pris par un autre programme ou bloqué. vigie continue d’essayer."),
			Fires: Case{Series: []prometheus.Series{series("vigie_receiver_up", `receiver="rtl0"`, "1 0x6")}, At: "15s", Labels: labelled("receiver", "rtl0")},
			Quiet: Case{Series: []prometheus.Series{series("vigie_receiver_up", `receiver="rtl0"`, "1 0 1x6")}, At: "15s"},
		},
		{
			Name: "SensorBlind", Severity: critical, For: "30s",
			Expr:    `(vigie_detector_up == 0) and on (job, instance, receiver) (vigie_receiver_up == 1)`,
			Summary: text("Detector {{ $labels.detector }} sees nothing on receiver {{ $labels.receiver }} of {{ $labels.instance }}", "Le détecteur {{ $labels.detector }} ne voit rien sur le récepteur {{ $labels.receiver }} de {{ $labels.instance }}"),
			Description: text("Samples arrive, but the detector cannot work with them or was stopped after a fault. The sensor's events say why.",
				"Les échantillons arrivent, mais le détecteur ne peut s’en servir ou a été arrêté après une faute. Les événements du capteur disent pourquoi."),
			Fires: Case{
				Series: []prometheus.Series{series("vigie_detector_up", `receiver="rtl0", detector="lte"`, "0x10"), series("vigie_receiver_up", `receiver="rtl0"`, "1x10")},
				At:     "35s", Labels: labelled("receiver", "rtl0", "detector", "lte"),
			},
			Quiet: Case{
				Series: []prometheus.Series{
					series("vigie_detector_up", `receiver="rtl0", detector="lte"`, "1x10"), series("vigie_receiver_up", `receiver="rtl0"`, "1x10"),
					series("vigie_detector_up", `receiver="rtl1", detector="lte"`, "0x10"), series("vigie_receiver_up", `receiver="rtl1"`, "0x10"), // ReceiverDown's business
				},
				At: "45s",
			},
		},
		{
			Name: "MicrophoneDeaf", Severity: warning, For: "2m",
			Expr:    `vigie_acoustic_deaf == 1`,
			Summary: text("Microphone {{ $labels.receiver }} of {{ $labels.instance }} is deaf", "Le microphone {{ $labels.receiver }} de {{ $labels.instance }} est sourd"),
			Description: text("The sound around drowns what it listens for: a small drone is heard within 10 m at most. Move it away from the crowd, up and behind something.",
				"Le bruit ambiant couvre ce qu’il écoute : un petit drone n’est entendu qu’à 10 m au plus. Éloignez-le de la foule, en hauteur et derrière quelque chose."),
			Fires: Case{Series: []prometheus.Series{series("vigie_acoustic_deaf", `receiver="mic0"`, "1x30")}, At: "2m5s", Labels: labelled("receiver", "mic0")},
			Quiet: Case{Series: []prometheus.Series{series("vigie_acoustic_deaf", `receiver="mic0"`, "1x10 0 1x10")}, At: "1m45s"},
		},
		{
			Name: "BandNotCovered", Severity: warning, For: "5m",
			Expr:    `vigie_band_coverage_ratio < 0.99`,
			Summary: text("Band {{ $labels.band }} of {{ $labels.instance }} is not covered", "La bande {{ $labels.band }} de {{ $labels.instance }} n’est pas couverte"),
			Description: text("Only {{ $value | humanizePercentage }} of it was looked at within the last round. A receiver is down, or the plan leaves gaps.",
				"Seuls {{ $value | humanizePercentage }} ont été regardés pendant le dernier tour. Un récepteur est arrêté, ou le plan laisse des trous."),
			Fires: Case{Series: []prometheus.Series{series("vigie_band_coverage_ratio", `band="b20"`, "0.5x70")}, At: "5m5s", Labels: labelled("band", "b20"), Value: "50%"},
			Quiet: Case{Series: []prometheus.Series{series("vigie_band_coverage_ratio", `band="b20"`, "0x10 1x70")}, At: "5m"},
		},
		{
			Name: "SinkDown", Severity: warning, For: "1m",
			Expr:    `vigie_sink_up == 0`,
			Summary: text("Events of {{ $labels.instance }} do not reach {{ $labels.sink }}", "Les événements de {{ $labels.instance }} n’arrivent pas à {{ $labels.sink }}"),
			Description: text("They wait in its queue; when that is full the oldest are dropped and counted. Disk full, broker down, network gone?",
				"Ils attendent dans sa file ; pleine, elle abandonne et compte les plus anciens. Disque plein, serveur arrêté, réseau coupé ?"),
			Fires: Case{Series: []prometheus.Series{series("vigie_sink_up", `sink="jsonl"`, "0x20")}, At: "1m5s", Labels: labelled("sink", "jsonl")},
			Quiet: Case{Series: []prometheus.Series{series("vigie_sink_up", `sink="jsonl"`, "0x5 1x20")}, At: "1m5s"},
		},
		{
			Name: "EventsDropped", Severity: critical,
			Expr:    `increase(vigie_sink_dropped_total[5m]) > 0`,
			Summary: text("{{ $labels.sink }} of {{ $labels.instance }} lost events", "{{ $labels.sink }} de {{ $labels.instance }} a perdu des événements"),
			Description: text("Its queue was full, it refused them, or it was closed. Other sinks have them.",
				"Sa file était pleine, elle les a refusés ou elle était fermée. Les autres sorties les ont."),
			Fires: Case{Series: []prometheus.Series{series("vigie_sink_dropped_total", `sink="mqtt"`, "0x5 7x5")}, At: "50s", Labels: labelled("sink", "mqtt")},
			Quiet: Case{Series: []prometheus.Series{series("vigie_sink_dropped_total", `sink="mqtt"`, "7x70")}, At: "5m"},
		},
	}
}
