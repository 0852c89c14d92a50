package metrics

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"vigie/detectors"
)

// A Sink takes events out of the process. One goroutine at a time calls it.
type Sink interface {
	Name() string // the metric label
	// Write takes one event. On an error the event is offered again later,
	// unless the error wraps ErrRefused.
	Write(e *detectors.Event) error
	Close() error
}

// ErrRefused is wrapped by the error of a Sink that will never take this event.
var ErrRefused = errors.New("event refused")

// sinkMetrics are the metrics of the queues.
type sinkMetrics struct {
	up      *prometheus.GaugeVec
	dropped *prometheus.CounterVec
}

func newSinkMetrics(reg prometheus.Registerer) *sinkMetrics {
	m := &sinkMetrics{
		up: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "vigie_sink_up",
			Help: "1 when a sink took the last event offered to it, or has not been offered one; else 0.",
		}, []string{"sink"}),
		dropped: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "vigie_sink_dropped_total",
			Help: "Events that a sink never got: its queue was full, it refused them, or it was closed.",
		}, []string{"sink"}),
	}
	reg.MustRegister(m.up, m.dropped)
	return m
}
