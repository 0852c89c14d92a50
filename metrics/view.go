package metrics

import (
	"math"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// view is what is worked out when somebody looks: counts kept by the loops and
// queues, and states that change without an event, such as a receiver falling
// silent.
type view struct {
	registry                *Registry
	samples, lost, clip, up *prometheus.Desc
	floor                   *prometheus.Desc
	detector                *prometheus.Desc
	level, deaf, listened   *prometheus.Desc
	coverage, revisit       *prometheus.Desc
	tracks, cells, alert    *prometheus.Desc
	sinkUp, sinkDropped     *prometheus.Desc
}

func newView(r *Registry) *view {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &view{
		registry: r,
		samples:  desc("vigie_samples_total", "Samples that a receiver or microphone delivered.", "receiver"),
		lost:     desc("vigie_samples_lost_total", "Samples that a receiver or microphone should have delivered but that were dropped on the way.", "receiver"),
		clip:     desc("vigie_clip_ratio", "Share of a receiver's or microphone's samples at full scale, over the last second of samples.", "receiver"),
		up:       desc("vigie_receiver_up", "1 when samples flowed within the last 2 s, else 0.", "receiver"),
		floor:    desc("vigie_noise_floor_dbfs", "Noise power that a receiver hears in its window, signals left out, in dB of full scale.", "receiver", "band"),
		detector: desc("vigie_detector_up", "1 when a detector is at work on a receiver's samples; 0 when it is blind there, stopped after a fault, or has no samples.", "receiver", "detector"),
		level:    desc("vigie_acoustic_level_dbfs", "Sound around a microphone: A-weighted, median of 10 s, in dB of full scale (a sine at full scale is 0). No sample when none is heard.", "receiver"),
		deaf:     desc("vigie_acoustic_deaf", "1 when the sound around a microphone leaves a small drone a reach of less than 10 m.", "receiver"),
		listened: desc("vigie_acoustic_listened_seconds_total", "Sound that a microphone delivered, in its own time.", "receiver"),
		coverage: desc("vigie_band_coverage_ratio", "Share of a band's width that some receiver looked at within the last round of its plan.", "band"),
		revisit:  desc("vigie_band_revisit_seconds", "Longest time that a window in the band was left alone, of the last visits and up to now.", "band"),
		tracks:   desc("vigie_tracks", "Emitters near now.", "type"),
		cells:    desc("vigie_cells", "Cells near now, by radio access technology.", "rat"),
		alert:    desc("vigie_alert_active", "Emitters near now whose last event is an alert.", "type"),
		sinkUp:   desc("vigie_sink_up", "1 when a sink took the last event offered to it, or has not been offered one; else 0.", "sink"),
		sinkDropped: desc("vigie_sink_dropped_total",
			"Events that a sink never got: its queue was full, it refused them, or it was closed.", "sink"),
	}
}

// Describe sends the descriptions of the view's metrics.
func (v *view) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		v.samples, v.lost, v.clip, v.up, v.floor, v.detector, v.level, v.deaf, v.listened, v.coverage, v.revisit, v.tracks, v.cells, v.alert, v.sinkUp, v.sinkDropped,
	} {
		ch <- d
	}
}

// Collect sends the view's metrics as they stand.
func (v *view) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, number(value), labels...)
	}
	counter := func(d *prometheus.Desc, value uint64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(value), labels...)
	}
	h := v.registry.Health()
	for _, rx := range h.Receivers {
		counter(v.samples, rx.Samples, rx.Name)
		counter(v.lost, rx.Lost, rx.Name)
		gauge(v.clip, rx.ClipRatio, rx.Name)
		gauge(v.up, truth(rx.Up), rx.Name)
		for _, f := range rx.Floors {
			gauge(v.floor, f.DBFS, rx.Name, f.Band)
		}
		for _, d := range rx.Detectors {
			gauge(v.detector, truth(d.Up), rx.Name, d.Name)
		}
	}
	for _, m := range h.Microphones {
		counter(v.samples, m.Samples, m.Name)
		counter(v.lost, m.Lost, m.Name)
		gauge(v.clip, m.ClipRatio, m.Name)
		gauge(v.up, truth(m.Up), m.Name)
		if m.Level != nil {
			gauge(v.level, *m.Level, m.Name)
		}
		gauge(v.deaf, truth(m.Deaf), m.Name)
		ch <- prometheus.MustNewConstMetric(v.listened, prometheus.CounterValue, m.Listened, m.Name)
		for _, d := range m.Detectors {
			gauge(v.detector, truth(d.Up), m.Name, d.Name)
		}
	}
	for _, b := range h.Bands {
		gauge(v.coverage, b.Coverage, b.Name)
		gauge(v.revisit, b.Revisit, b.Name)
	}
	for _, s := range h.Sinks {
		gauge(v.sinkUp, truth(s.Up), s.Name)
		counter(v.sinkDropped, s.Dropped, s.Name)
	}
	n := v.registry.count()
	for typ, c := range n.tracks {
		gauge(v.tracks, float64(c), string(typ))
		gauge(v.alert, float64(n.alerts[typ]), string(typ))
	}
	for rat, c := range n.cells {
		gauge(v.cells, float64(c), rat)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// number returns v, or 0 for what is no finite number.
func number(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// seconds returns d in seconds, to the millisecond.
func seconds(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }
