package metrics

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"vigie/detectors"
	"vigie/sdr"
)

// A Receiver observes the loop of one receiver.
type Receiver struct {
	setup    ReceiverSetup
	registry *Registry
	loop     *loopMetrics
	samples  prometheus.Counter
	lost     prometheus.Counter
	clip     prometheus.Gauge

	clipped, counted int // of the second of samples under way; the loop's own

	mu      sync.Mutex // held for moments only: by the loop once a call, by a scrape while it copies
	blocks  uint64
	heard   time.Duration // uptime at the newest Block; -StaleAfter before the first
	down    bool          // said by Down, until the next Block
	centre  sdr.Hz
	rate    sdr.Hz
	turn    map[string]*uint64 // the Block at which each detector had its last turn
	watched watch
}

var _ detectors.Observer = (*Receiver)(nil)

func newReceiver(r *Registry, s ReceiverSetup, loop *loopMetrics) *Receiver {
	rx := &Receiver{
		setup: s, registry: r, loop: loop,
		samples: loop.samples.WithLabelValues(s.Name),
		lost:    loop.lost.WithLabelValues(s.Name),
		clip:    loop.clip.WithLabelValues(s.Name),
		heard:   -StaleAfter,
		turn:    map[string]*uint64{},
		watched: newWatch(s.Plan),
	}
	for _, spec := range r.setup.Specs {
		rx.turn[spec.Name] = new(uint64)
	}
	return rx
}

// Block counts a Block's samples.
func (rx *Receiver) Block(b *sdr.Block) {
	rx.samples.Add(float64(len(b.IQ)))
	rx.lost.Add(float64(max(0, b.Lost)))
	rx.clips(b)
	rx.registry.advance(b.Time(b.End()).UnixNano())
	now := rx.registry.uptime()
	rx.mu.Lock()
	defer rx.mu.Unlock()
	rx.blocks++
	rx.heard, rx.down = now, false
	rx.centre, rx.rate = b.Centre, b.Rate
	width := rx.setup.Width
	if width == 0 {
		width = b.Rate
	}
	rx.watched.see(b.Centre, width, now)
}

// clips closes the clip ratio of every second of samples.
func (rx *Receiver) clips(b *sdr.Block) {
	rx.clipped += b.Clipped
	rx.counted += len(b.IQ)
	if rx.counted > 0 && float64(rx.counted) >= float64(b.Rate) {
		rx.clip.Set(float64(rx.clipped) / float64(rx.counted))
		rx.clipped, rx.counted = 0, 0
	}
}

// Detect counts a detector's turn.
func (rx *Receiver) Detect(detector string, took time.Duration) {
	if h, ok := rx.loop.detect[detector]; ok {
		h.Observe(took.Seconds())
	}
	rx.mu.Lock()
	defer rx.mu.Unlock()
	if t, ok := rx.turn[detector]; ok {
		*t = rx.blocks
	}
}

// Event counts an event and, when a detector made it, how long that took.
func (rx *Receiver) Event(e *detectors.Event, latency time.Duration) {
	rx.loop.event(e)
	if e.Detector != "" {
		rx.loop.latency.Observe(latency.Seconds())
	}
}

// Panic counts a fault of a detector.
func (rx *Receiver) Panic(detector string, _ any, _ []byte) {
	if c, ok := rx.loop.panics[detector]; ok {
		c.Inc()
	}
}

// Down says that the receiver is gone, sooner than its silence would tell. The
// next Block says that it is back.
func (rx *Receiver) Down() {
	rx.mu.Lock()
	defer rx.mu.Unlock()
	rx.down = true
}

// up reports whether samples flow. The caller holds mu.
func (rx *Receiver) up(now time.Duration) bool {
	return !rx.down && now-rx.heard < StaleAfter
}

// works reports whether a detector takes its turns: its last one was at this
// Block, or at the one before while this Block's turns are under way. The
// caller holds mu.
func (rx *Receiver) works(detector string, now time.Duration) bool {
	turn := *rx.turn[detector]
	return rx.up(now) && turn > 0 && rx.blocks-turn <= 1
}
