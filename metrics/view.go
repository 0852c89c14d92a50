package metrics

import (
	"math"

	"github.com/prometheus/client_golang/prometheus"

	"vigie/detectors"
)

// view is what is worked out when somebody looks: states that change without
// an event, such as a receiver falling silent.
type view struct {
	registry                               *Registry
	up, detector, coverage, revisit, alert *prometheus.Desc
	tracks, cells                          *prometheus.Desc
}

func newView(r *Registry) *view {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &view{
		registry: r,
		up:       desc("vigie_receiver_up", "1 when samples flowed within the last 2 s, else 0.", "receiver"),
		detector: desc("vigie_detector_up", "1 when a detector is at work on a receiver's samples; 0 when it is blind there, stopped after a fault, or has no samples.", "receiver", "detector"),
		coverage: desc("vigie_band_coverage_ratio", "Share of a band's width that some receiver looked at within the last round of its plan.", "band"),
		revisit:  desc("vigie_band_revisit_seconds", "Longest time that a window in the band was left alone, of the last visits and up to now.", "band"),
		tracks:   desc("vigie_tracks", "Emitters near now.", "type"),
		cells:    desc("vigie_cells", "Cells near now, by radio access technology.", "rat"),
		alert:    desc("vigie_alert_active", "Emitters near now whose last event is an alert.", "type"),
	}
}

// Describe sends the descriptions of the view's metrics.
func (v *view) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{v.up, v.detector, v.coverage, v.revisit, v.tracks, v.cells, v.alert} {
		ch <- d
	}
}

// Collect sends the view's metrics as they stand.
func (v *view) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			value = 0
		}
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	r := v.registry
	now := r.uptime()
	for _, rx := range r.receivers {
		rx.mu.Lock()
		gauge(v.up, truth(rx.up(now)), rx.setup.Name)
		for _, s := range r.setup.Specs {
			gauge(v.detector, truth(rx.works(s.Name, now)), rx.setup.Name, s.Name)
		}
		rx.mu.Unlock()
	}
	for _, b := range r.setup.Bands {
		coverage, revisit := r.band(b, now)
		gauge(v.coverage, coverage, b.Name)
		gauge(v.revisit, revisit.Seconds(), b.Name)
	}
	n := r.count()
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

// counts are the tracks near now. Every label that the Specs promise is there.
type counts struct {
	tracks, alerts map[detectors.Type]int
	cells          map[string]int // by detector: one reads one radio access technology and has its name
}

func (r *Registry) count() counts {
	n := counts{map[detectors.Type]int{}, map[detectors.Type]int{}, map[string]int{}}
	for _, s := range r.setup.Specs {
		for _, t := range s.Types {
			n.tracks[t] += 0
			if t == detectors.Cell {
				n.cells[s.Name] += 0
			}
		}
	}
	r.near(func(s detectors.Sighting) {
		if s.Type == detectors.Sensor || s.Type == detectors.Summary {
			return
		}
		n.tracks[s.Type]++
		if s.Severity == detectors.Alert {
			n.alerts[s.Type]++
		}
		if s.Type == detectors.Cell {
			n.cells[s.Detector]++
		}
	})
	return n
}
