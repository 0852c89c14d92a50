package detectors

import (
	"sync"
	"time"
)

// A Tracker knows emitters again. The first sighting of a track passes, and so
// does every later one that says something else, is graver, or stands on
// better evidence; repeats are only counted, and the next event of the track
// carries the count. One Tracker serves all receivers of a sensor and numbers
// their events.
type Tracker struct {
	mu     sync.Mutex
	seq    uint64
	tracks map[trackKey]*track
	forget time.Duration
}

type trackKey struct {
	typ      Type
	detector string
	track    string
}

type track struct {
	last  Event
	seen  time.Time
	count uint64
}

// DefaultForget is how long a track is remembered without a sighting.
const DefaultForget = 10 * time.Minute

// maxTracks bounds the memory of a Tracker; the oldest tracks go first.
const maxTracks = 10_000

// NewTracker returns a Tracker that forgets a track after this long without a
// sighting, in the time of the events.
func NewTracker(forget time.Duration) *Tracker {
	return &Tracker{tracks: make(map[trackKey]*track), forget: forget}
}

// Admit takes one sighting and reports whether it is news. When it is, the
// event's Seq and Count are set. Events without a track always pass.
func (t *Tracker) Admit(e *Event) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Track == "" {
		t.seq++
		e.Seq = t.seq
		return true
	}
	key := trackKey{e.Type, e.Detector, e.Track}
	k := t.tracks[key]
	if k != nil && e.Time.Sub(k.seen) > t.forget {
		delete(t.tracks, key)
		k = nil
	}
	if k == nil {
		t.makeRoom(e.Time)
		k = &track{}
		t.tracks[key] = k
	}
	k.count++
	if e.Time.After(k.seen) {
		k.seen = e.Time
	}
	if k.count > 1 && !news(&k.last, e) {
		return false
	}
	t.seq++
	e.Seq, e.Count = t.seq, k.count
	k.last = *e
	return true
}

// news reports whether now says something that last did not.
func news(last, now *Event) bool {
	if rank(Severities(), now.Severity) > rank(Severities(), last.Severity) {
		return true
	}
	if evidenceRank(now.Evidence) > evidenceRank(last.Evidence) {
		return true
	}
	switch {
	case now.Fields == nil:
		return false
	case last.Fields == nil:
		return true
	}
	return !last.Fields.Same(now.Fields)
}

func evidenceRank(e Evidence) int {
	return rank([]Evidence{Energy, Waveform, Link, Decoded}, e)
}

// rank returns the place of v in order, -1 when it is not there.
func rank[T comparable](order []T, v T) int {
	for i, o := range order {
		if o == v {
			return i
		}
	}
	return -1
}

// makeRoom forgets what is stale by now and, when that does not suffice, the
// track that was seen longest ago.
func (t *Tracker) makeRoom(now time.Time) {
	if len(t.tracks) < maxTracks {
		return
	}
	var oldest trackKey
	var when time.Time
	for key, k := range t.tracks {
		if now.Sub(k.seen) > t.forget {
			delete(t.tracks, key)
		} else if when.IsZero() || k.seen.Before(when) {
			oldest, when = key, k.seen
		}
	}
	if len(t.tracks) >= maxTracks {
		delete(t.tracks, oldest)
	}
}

// Active returns how many tracks of a type, at or above a severity, were seen
// within the span before now.
func (t *Tracker) Active(typ Type, least Severity, now time.Time, within time.Duration) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for key, k := range t.tracks {
		if key.typ == typ && rank(Severities(), k.last.Severity) >= rank(Severities(), least) && now.Sub(k.seen) <= within {
			n++
		}
	}
	return n
}

// A Sighting is a track as it stands: its last event, and the newest sighting
// with those that were no news.
type Sighting struct {
	Event
	Seen  time.Time
	Total uint64 // sightings so far
}

// Near calls visit with every track seen within the span before now, in no
// order. visit must not call the Tracker.
func (t *Tracker) Near(now time.Time, within time.Duration, visit func(Sighting)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range t.tracks {
		if now.Sub(k.seen) <= within {
			visit(Sighting{Event: k.last, Seen: k.seen, Total: k.count})
		}
	}
}
