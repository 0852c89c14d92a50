package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"vigie/detectors"
)

// detectBuckets spans a detector's turn at one Block, from idle to a search, in seconds.
var detectBuckets = prometheus.ExponentialBuckets(10e-6, 2.5, 14) // to 1.49 s

// latencyBuckets holds the goal of 20 ms as a bound, in seconds.
var latencyBuckets = []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5}

// loopMetrics are the metrics that all receivers' loops write, with the
// children of every series that the Specs promise.
type loopMetrics struct {
	events  *prometheus.CounterVec
	latency prometheus.Histogram
	byEvent map[eventKey]prometheus.Counter
	detect  map[string]prometheus.Observer
	panics  map[string]prometheus.Counter
}

type eventKey struct {
	typ      detectors.Type
	severity detectors.Severity
	detector string
}

func newLoopMetrics(reg prometheus.Registerer, specs []detectors.Spec) *loopMetrics {
	m := &loopMetrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vigie_events_total",
			Help: "Events, repeats left out. Those about the sensor itself have the detector \"self\".",
		}, []string{"type", "severity", "detector"}),
		latency: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "vigie_event_latency_seconds",
			Help:    "Time from the end of the Block that completed a detector's event to the event.",
			Buckets: latencyBuckets,
		}),
		byEvent: map[eventKey]prometheus.Counter{},
		detect:  map[string]prometheus.Observer{},
		panics:  map[string]prometheus.Counter{},
	}
	detect := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "vigie_detect_seconds",
		Help:    "Time that a detector took for one Block.",
		Buckets: detectBuckets,
	}, []string{"detector"})
	panics := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "vigie_detector_panics_total",
		Help: "Faults that stopped a detector on one receiver.",
	}, []string{"detector"})
	reg.MustRegister(m.events, m.latency, detect, panics)
	m.promise(self, []detectors.Type{detectors.Sensor})
	for _, s := range specs {
		m.promise(s.Name, s.Types)
		m.detect[s.Name] = detect.WithLabelValues(s.Name)
		m.panics[s.Name] = panics.WithLabelValues(s.Name)
	}
	return m
}

// promise makes the series of a detector's events.
func (m *loopMetrics) promise(detector string, types []detectors.Type) {
	for _, t := range types {
		for _, s := range detectors.Severities() {
			m.byEvent[eventKey{t, s, detector}] = m.events.WithLabelValues(string(t), string(s), detector)
		}
	}
}

// event counts an event; one that no Spec promised makes its series now.
func (m *loopMetrics) event(e *detectors.Event) {
	key := eventKey{e.Type, e.Severity, e.Detector}
	if key.detector == "" {
		key.detector = self
	}
	if c, ok := m.byEvent[key]; ok {
		c.Inc()
		return
	}
	m.events.WithLabelValues(string(key.typ), string(key.severity), key.detector).Inc()
}
