package metrics

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"vigie/detectors"
	"vigie/sdr"
)

// StaleAfter is how long a receiver may deliver nothing before it counts as down.
const StaleAfter = 2 * time.Second

// DefaultNear is how recent a sighting must be for its emitter to count as near now.
const DefaultNear = 2 * time.Minute

// self is the detector label of events that the sensor makes about itself.
const self = "self"

// A Setup is what a sensor's series are made from.
type Setup struct {
	Sensor      string
	Version     string // of this program
	Receivers   []ReceiverSetup
	Microphones []MicrophoneSetup
	Bands       []sdr.Band
	Specs       []detectors.Spec
	Tracker     *detectors.Tracker // nil counts no tracks
	Near        time.Duration      // DefaultNear when 0
}

// A ReceiverSetup names a receiver and says what it will look at.
type ReceiverSetup struct {
	Name  string
	Plan  *sdr.Plan // nil stays where it is
	Width sdr.Hz    // of spectrum that one tuning covers; 0 takes the sample rate
}

// A Registry holds the metrics of one sensor.
type Registry struct {
	setup       Setup
	gatherer    *prometheus.Registry
	receivers   []*Receiver
	microphones []*Microphone
	intakes     []*intake // of both
	began       time.Time
	newest      atomic.Int64 // end of the newest Block, in ns since 1970 by the sample clocks

	mu     sync.Mutex // guards queues
	queues []*Queue
}

// New returns a Registry with every series of the setup at zero.
func New(setup Setup) *Registry {
	if setup.Near == 0 {
		setup.Near = DefaultNear
	}
	r := &Registry{setup: setup, gatherer: prometheus.NewRegistry(), began: time.Now()}
	r.gatherer.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		buildInfo(setup.Version),
	)
	loop := newLoopMetrics(r.gatherer, setup.Specs)
	for _, s := range setup.Receivers {
		rx := newReceiver(r, s, loop)
		r.receivers, r.intakes = append(r.receivers, rx), append(r.intakes, &rx.intake)
	}
	for _, s := range setup.Microphones {
		m := newMicrophone(r, s, loop)
		r.microphones, r.intakes = append(r.microphones, m), append(r.intakes, &m.intake)
	}
	r.gatherer.MustRegister(newView(r))
	return r
}

// Gatherer gives the metrics to an exposition of the caller's choice.
func (r *Registry) Gatherer() prometheus.Gatherer { return r.gatherer }

// Receiver returns the observer of the receiver with this name, nil when the
// setup has none.
func (r *Registry) Receiver(name string) *Receiver {
	for _, rx := range r.receivers {
		if rx.name == name {
			return rx
		}
	}
	return nil
}

// Microphone returns the observer of the microphone with this name, nil when the
// setup has none.
func (r *Registry) Microphone(name string) *Microphone {
	for _, m := range r.microphones {
		if m.name == name {
			return m
		}
	}
	return nil
}

// Queue starts a queue of this many events before sink, whose name no other
// queue may have. The caller closes it.
func (r *Registry) Queue(sink Sink, size int, log *slog.Logger) (*Queue, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.queues {
		if q.sink.Name() == sink.Name() {
			return nil, fmt.Errorf("metrics: two sinks with the name %q", sink.Name())
		}
	}
	q := newQueue(sink, size, log)
	r.queues = append(r.queues, q)
	return q, nil
}

// now returns the time of the newest sample: what "near now" is measured
// against, so that a modelled or replayed day works like today.
func (r *Registry) now() time.Time { return time.Unix(0, r.newest.Load()) }

// advance moves now forward to end, in ns since 1970; never back.
func (r *Registry) advance(end int64) {
	for {
		newest := r.newest.Load()
		if end <= newest || r.newest.CompareAndSwap(newest, end) {
			return
		}
	}
}

// uptime returns the process clock's time since New; it never jumps.
func (r *Registry) uptime() time.Duration { return time.Since(r.began) }

// band returns the share of a band that was seen within the last round and the
// longest absence from a part of it.
func (r *Registry) band(b sdr.Band, now time.Duration) (coverage float64, revisit time.Duration) {
	var spans []span
	watched := false
	for _, rx := range r.receivers {
		rx.mu.Lock()
		spans = rx.watched.fresh(spans, b, now)
		away, ok := rx.watched.revisit(b, now)
		rx.mu.Unlock()
		watched = watched || ok
		revisit = max(revisit, away)
	}
	if !watched {
		revisit = now
	}
	return float64(covered(spans) / (b.High - b.Low)), revisit
}
