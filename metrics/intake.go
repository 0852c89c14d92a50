package metrics

import (
	"sync"
	"time"

	"vigie/detectors"
)

// An intake is what the observers of receivers and of microphones share: what
// comes in, and which detectors work on it.
type intake struct {
	name     string
	registry *Registry
	loop     *loopMetrics
	specs    []detectors.Spec

	mu      sync.Mutex // held for moments only: by the loop once a call, by a scrape while it copies
	blocks  uint64
	samples uint64
	lost    uint64
	clips   clips
	flow    flow
	heard   time.Duration      // uptime at the newest Block; -StaleAfter before the first
	down    bool               // said by Down, until the next Block
	turn    map[string]*uint64 // the Block at which each detector had its last turn
}

// begin makes ready the intake of the receiver or microphone with this name.
func (in *intake) begin(r *Registry, name string, loop *loopMetrics, specs []detectors.Spec) {
	in.name, in.registry, in.loop, in.specs = name, r, loop, specs
	in.heard, in.turn = -StaleAfter, map[string]*uint64{}
	for _, spec := range specs {
		in.turn[spec.Name] = new(uint64)
	}
}

// take counts a Block. The caller holds mu.
func (in *intake) take(samples, lost int, now time.Duration) {
	in.blocks++
	in.samples += uint64(samples)
	in.lost += uint64(max(0, lost))
	in.flow.add(samples, now)
	in.heard, in.down = now, false
}

// atWork lists the detectors and whether they are at work. The caller holds mu.
func (in *intake) atWork(now time.Duration) []DetectorHealth {
	all := []DetectorHealth{}
	for _, s := range in.specs {
		all = append(all, DetectorHealth{s.Name, in.works(s.Name, now)})
	}
	return all
}

// clips measures the share of samples at full scale.
type clips struct {
	clipped, counted int // of the second of samples under way
	ratio            float64
}

// add notes a Block; a new ratio stands every second of samples.
func (c *clips) add(clipped, of int, rate float64) {
	c.clipped += clipped
	c.counted += of
	if c.counted > 0 && float64(c.counted) >= rate {
		c.ratio = float64(c.clipped) / float64(c.counted)
		c.clipped, c.counted = 0, 0
	}
}

// Detect counts a detector's turn.
func (in *intake) Detect(detector string, took time.Duration) {
	if h, ok := in.loop.detect[detector]; ok {
		h.Observe(took.Seconds())
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if t, ok := in.turn[detector]; ok {
		*t = in.blocks
	}
}

// Event counts an event and, when a detector made it, how long that took.
func (in *intake) Event(e *detectors.Event, latency time.Duration) {
	in.loop.event(e)
	if e.Detector != "" {
		in.loop.latency.Observe(latency.Seconds())
	}
}

// Panic counts a fault of a detector.
func (in *intake) Panic(detector string, _ any, _ []byte) {
	if c, ok := in.loop.panics[detector]; ok {
		c.Inc()
	}
}

// Down says that the receiver or microphone is gone, sooner than its silence would tell. The
// next Block says that it is back.
func (in *intake) Down() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.down = true
}

// up reports whether samples flow. The caller holds mu.
func (in *intake) up(now time.Duration) bool {
	return !in.down && now-in.heard < StaleAfter
}

// works reports whether a detector takes its turns: its last one was at this
// Block, or at the one before while this Block's turns are under way. The
// caller holds mu.
func (in *intake) works(detector string, now time.Duration) bool {
	turn := *in.turn[detector]
	return in.up(now) && turn > 0 && in.blocks-turn <= 1
}
