package metrics

import (
	"encoding/json"
	"sync"

	"vigie/detectors"
)

// A Line is one event as JSON.
type Line struct {
	Seq  uint64
	JSON json.RawMessage
}

// Recent keeps the latest events in memory, for the page, and hands new ones
// to whoever follows.
type Recent struct {
	mu        sync.Mutex
	ring      []Line
	next      int // where the next line goes
	length    int
	followers map[chan Line]struct{}
}

// NewRecent returns a Sink that keeps this many events.
func NewRecent(size int) *Recent {
	return &Recent{ring: make([]Line, max(1, size)), followers: map[chan Line]struct{}{}}
}

// Name returns the metric label.
func (r *Recent) Name() string { return "page" }

// Write keeps one event. A follower who is behind is let go of; it comes back
// and asks for what it missed.
func (r *Recent) Write(e *detectors.Event) error {
	text, err := JSON(e)
	if err != nil {
		return err
	}
	line := Line{e.Seq, text}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ring[r.next] = line
	r.next = (r.next + 1) % len(r.ring)
	r.length = min(r.length+1, len(r.ring))
	for ch := range r.followers {
		select {
		case ch <- line:
		default:
			delete(r.followers, ch)
			close(ch)
		}
	}
	return nil
}

// Close lets go of every follower.
func (r *Recent) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for ch := range r.followers {
		delete(r.followers, ch)
		close(ch)
	}
	return nil
}

// Since returns the kept events with a greater Seq, oldest first; all of them
// when seq is beyond the newest, so from before a restart.
func (r *Recent) Since(seq uint64) []Line {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since(seq)
}

func (r *Recent) since(seq uint64) []Line {
	lines := []Line{}
	if newest := r.ring[(r.next-1+len(r.ring))%len(r.ring)]; seq > newest.Seq {
		seq = 0
	}
	for i := range r.length {
		line := r.ring[(r.next-r.length+i+len(r.ring))%len(r.ring)]
		if line.Seq > seq {
			lines = append(lines, line)
		}
	}
	return lines
}

// maxBehind is how many events a follower may be behind.
const maxBehind = 64

// Follow returns the kept events with a greater Seq and a channel of those
// that come after, without a gap. The channel is closed when the follower
// falls behind or the Sink is closed. The caller calls leave when done.
func (r *Recent) Follow(seq uint64) (kept []Line, more <-chan Line, leave func()) {
	ch := make(chan Line, maxBehind)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.followers[ch] = struct{}{}
	return r.since(seq), ch, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.followers, ch)
	}
}
