package dashboards

import "vigie/dashboards/prometheus"

func loadAlerts() []Alert {
	return []Alert{
		{
			Name: "SamplesLost", Severity: warning, For: "30s",
			Expr:    `receiver:vigie_samples_lost:ratio_rate1m > 0.001`,
			Summary: text("Receiver {{ $labels.receiver }} of {{ $labels.instance }} loses samples", "Le récepteur {{ $labels.receiver }} de {{ $labels.instance }} perd des échantillons"),
			Description: text("{{ $value | humanizePercentage }} over the last minute. The machine or its USB bus is too slow; bursts are missed.",
				"{{ $value | humanizePercentage }} sur la dernière minute. La machine ou son bus USB est trop lent ; des rafales sont manquées."),
			Fires: Case{
				Series: []prometheus.Series{series("vigie_samples_total", `receiver="rtl0"`, "0+9000000x40"), series("vigie_samples_lost_total", `receiver="rtl0"`, "0+1000000x40")},
				At:     "2m", Labels: labelled("receiver", "rtl0"), Value: "10%",
			},
			Quiet: Case{
				Series: []prometheus.Series{series("vigie_samples_total", `receiver="rtl0"`, "0+12000000x40"), series("vigie_samples_lost_total", `receiver="rtl0"`, "5000+0x40")},
				At:     "2m",
			},
		},
		{
			Name: "ClippingHigh", Severity: warning, For: "1m",
			Expr:    `vigie_clip_ratio > 0.01`,
			Summary: text("Receiver {{ $labels.receiver }} of {{ $labels.instance }} is overdriven", "Le récepteur {{ $labels.receiver }} de {{ $labels.instance }} est saturé"),
			Description: text("{{ $value | humanizePercentage }} of its samples are at full scale: a strong transmitter hides the weak ones. Lower the gain or add a filter.",
				"{{ $value | humanizePercentage }} de ses échantillons sont en pleine échelle : un émetteur fort cache les faibles. Baissez le gain ou ajoutez un filtre."),
			Fires: Case{Series: []prometheus.Series{series("vigie_clip_ratio", `receiver="rtl0"`, "0.25x20")}, At: "1m5s", Labels: labelled("receiver", "rtl0"), Value: "25%"},
			Quiet: Case{Series: []prometheus.Series{series("vigie_clip_ratio", `receiver="rtl0"`, "0.25x5 0.009x20")}, At: "1m30s"},
		},
		{
			Name: "EventsLate", Severity: warning, For: "5m",
			Expr:    `job_instance:vigie_event_latency_seconds:p99_rate5m > 0.1`,
			Summary: text("Events of {{ $labels.instance }} come late", "Les événements de {{ $labels.instance }} arrivent en retard"),
			Description: text("1 % take longer than {{ $value | humanizeDuration }} from the end of their samples. The machine is too slow for its detectors.",
				"1 % prennent plus de {{ $value | humanizeDuration }} depuis la fin de leurs échantillons. La machine est trop lente pour ses détecteurs."),
			Fires: Case{
				Series: []prometheus.Series{
					series("vigie_event_latency_seconds_bucket", `le="0.5"`, "0+0x100"), series("vigie_event_latency_seconds_bucket", `le="1"`, "0+100x100"),
					series("vigie_event_latency_seconds_bucket", `le="+Inf"`, "0+100x100"),
				},
				At: "6m", Labels: labelled(), Value: "995ms",
			},
			Quiet: Case{
				Series: []prometheus.Series{
					series("vigie_event_latency_seconds_bucket", `le="0.02"`, "0+100x100"), series("vigie_event_latency_seconds_bucket", `le="1"`, "0+100x100"),
					series("vigie_event_latency_seconds_bucket", `le="+Inf"`, "0+100x100"),
				},
				At: "8m",
			},
		},
		{
			Name: "DetectorFault", Severity: warning,
			Expr:    `vigie_detector_panics_total > 0`,
			Summary: text("Detector {{ $labels.detector }} of {{ $labels.instance }} stopped after a fault", "Le détecteur {{ $labels.detector }} de {{ $labels.instance }} s’est arrêté après une faute"),
			Description: text("It stays off on that receiver until vigie is started again. This is a fault of vigie: please report it with the log.",
				"Il reste arrêté sur ce récepteur jusqu’au redémarrage de vigie. C’est un défaut de vigie : merci de le signaler avec le journal."),
			Fires: Case{Series: []prometheus.Series{series("vigie_detector_panics_total", `detector="lte"`, "0 1")}, At: "5s", Labels: labelled("detector", "lte")},
			Quiet: Case{Series: []prometheus.Series{series("vigie_detector_panics_total", `detector="lte"`, "0x10")}, At: "30s"},
		},
	}
}
