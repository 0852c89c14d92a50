package metrics

import (
	"math"
	"sync"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// A Receiver observes the loop of one receiver.
type Receiver struct {
	setup    ReceiverSetup
	registry *Registry
	loop     *loopMetrics

	mu      sync.Mutex // held for moments only: by the loop once a call, by a scrape while it copies
	blocks  uint64
	samples uint64
	lost    uint64
	clips   clips
	flow    flow
	heard   time.Duration // uptime at the newest Block; -StaleAfter before the first
	down    bool          // said by Down, until the next Block
	centre  sdr.Hz
	rate    sdr.Hz
	turn    map[string]*uint64 // the Block at which each detector had its last turn
	watched watch
	floors  []floor // a band each, elsewhere last
	trace   trace
}

// A floor is the newest noise level of a receiver in a band.
type floor struct {
	band  sdr.Band
	dbfs  float64
	heard bool
}

// elsewhere is the band label of a receiver that stands in no band of the setup.
const elsewhere = "elsewhere"

var _ detectors.Observer = (*Receiver)(nil)

func newReceiver(r *Registry, s ReceiverSetup, loop *loopMetrics) *Receiver {
	rx := &Receiver{
		setup: s, registry: r, loop: loop,
		heard:   -StaleAfter,
		turn:    map[string]*uint64{},
		watched: newWatch(s.Plan),
	}
	for _, spec := range r.setup.Specs {
		rx.turn[spec.Name] = new(uint64)
	}
	for _, b := range r.setup.Bands {
		rx.floors = append(rx.floors, floor{band: b})
	}
	rx.floors = append(rx.floors, floor{band: sdr.Band{Name: elsewhere, Low: sdr.Hz(math.Inf(-1)), High: sdr.Hz(math.Inf(1))}})
	return rx
}

// Block counts a Block's samples.
func (rx *Receiver) Block(b *sdr.Block) {
	rx.registry.advance(b.Time(b.End()).UnixNano())
	now := rx.registry.uptime()
	rx.mu.Lock()
	defer rx.mu.Unlock()
	rx.blocks++
	rx.samples += uint64(len(b.IQ))
	if b.Centre == rx.centre || rx.blocks == 1 { // between two tunings nothing is lost
		rx.lost += uint64(max(0, b.Lost))
	}
	rx.clips.add(b)
	rx.flow.add(len(b.IQ), now)
	rx.heard, rx.down = now, false
	rx.centre, rx.rate = b.Centre, b.Rate
	width := rx.setup.Width
	if width == 0 {
		width = b.Rate
	}
	rx.watched.see(b.Centre, width, now)
}

// Spectrum notes the noise level of the newest Block, none in silence, and
// keeps a spectrum to be looked at.
func (rx *Receiver) Spectrum(s *detectors.Spectrum) {
	dbfs, now := s.FloorDBFS(), rx.registry.uptime()
	rx.mu.Lock()
	defer rx.mu.Unlock()
	rx.trace.keep(s, rx.centre, rx.rate, now)
	for i := range rx.floors {
		if f := &rx.floors[i]; rx.centre >= f.band.Low && rx.centre <= f.band.High {
			f.dbfs, f.heard = dbfs, !math.IsInf(dbfs, 0) && !math.IsNaN(dbfs)
			return
		}
	}
}

// clips measures the share of samples at full scale.
type clips struct {
	clipped, counted int // of the second of samples under way
	ratio            float64
}

// add notes a Block; a new ratio stands every second of samples.
func (c *clips) add(b *sdr.Block) {
	c.clipped += b.Clipped
	c.counted += len(b.IQ)
	if c.counted > 0 && float64(c.counted) >= float64(b.Rate) {
		c.ratio = float64(c.clipped) / float64(c.counted)
		c.clipped, c.counted = 0, 0
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
