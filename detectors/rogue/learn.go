package rogue

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// A Learnt site is what a baseline holds: its cells with their statistics. No
// place and no person is in it.
type Learnt struct {
	From  time.Time    `json:"from"`
	To    time.Time    `json:"to"`
	Cells []LearntCell `json:"cells"` // by name

	byName map[string]*LearntCell
}

// A LearntCell is one cell of a baseline.
type LearntCell struct {
	Name     string    `json:"name"`     // RAT, network, area for GSM, number
	Carriers []string  `json:"carriers"` // carrier and colour under which it was heard
	Contents []string  `json:"contents"` // what it said, newest last
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
	Seen     int       `json:"seen"`
	SNR      float64   `json:"snr_db"`     // mean
	Spread   float64   `json:"spread_db"`  // mean deviation
	Clock    float64   `json:"clock_ppm"`  // carrier against the receiver's clock, newest
	Hours    uint32    `json:"hours_mask"` // bit n: heard in hour n of the day, UTC
}

// Learn returns what the judge has learnt of the cells that said who they are.
func (j *Judge) Learn() *Learnt {
	j.mu.Lock()
	defer j.mu.Unlock()
	l := &Learnt{To: j.site.now, byName: map[string]*LearntCell{}}
	for _, r := range j.site.records {
		if r.cell.identity() != "" {
			l.add(r)
		}
	}
	for _, c := range l.byName {
		l.Cells = append(l.Cells, *c)
	}
	slices.SortFunc(l.Cells, func(a, b LearntCell) int { return cmp.Compare(a.Name, b.Name) })
	l.index()
	return l
}

// add takes one transmitter; a cell on two carriers keeps the louder one's level.
func (l *Learnt) add(r *record) {
	if l.From.IsZero() || r.first.Before(l.From) {
		l.From = r.first
	}
	name := r.cell.identity()
	c := l.byName[name]
	if c == nil {
		c = &LearntCell{Name: name, First: r.first, SNR: math.Inf(-1)}
		l.byName[name] = c
	}
	c.Carriers = append(c.Carriers, r.on.name)
	r.contents.all(func(value string) {
		if !slices.Contains(c.Contents, value) {
			c.Contents = append(c.Contents, value)
		}
	})
	c.Seen += r.seen
	c.Hours |= r.hours
	if r.first.Before(c.First) {
		c.First = r.first
	}
	if r.last.After(c.Last) {
		c.Last = r.last
	}
	if r.snr > c.SNR {
		c.SNR, c.Spread = round(r.snr), round(r.spread)
		c.Clock = round(r.clocks[r.seen%keptClocks].ppm)
	}
}

// index makes the cells findable.
func (l *Learnt) index() {
	l.byName = make(map[string]*LearntCell, len(l.Cells))
	for i := range l.Cells {
		l.byName[l.Cells[i].Name] = &l.Cells[i]
	}
}

// Known is part of Baseline.
func (l *Learnt) Known(name string) (Usual, bool) {
	c := l.byName[name]
	if c == nil {
		return Usual{}, false
	}
	return Usual{Carriers: c.Carriers, Contents: c.Contents, SNR: c.SNR, Spread: c.Spread}, true
}

// Days is part of Baseline.
func (l *Learnt) Days() float64 { return l.To.Sub(l.From).Hours() / 24 }

// A Difference is one line of a comparison with a baseline.
type Difference struct {
	What string // "new", "gone", "moved" or "changed"
	Cell LearntCell
}

// Diff returns what now has that then had not, and the reverse, by name.
func Diff(then, now *Learnt) (list []Difference) {
	for _, c := range now.Cells {
		old := then.byName[c.Name]
		switch {
		case old == nil:
			list = append(list, Difference{"new", c})
		case !slices.ContainsFunc(c.Carriers, func(s string) bool { return slices.Contains(old.Carriers, s) }):
			list = append(list, Difference{"moved", c})
		case !slices.ContainsFunc(c.Contents, func(s string) bool { return slices.Contains(old.Contents, s) }):
			list = append(list, Difference{"changed", c})
		}
	}
	for _, c := range then.Cells {
		if now.byName[c.Name] == nil {
			list = append(list, Difference{"gone", c})
		}
	}
	return list
}

// jsonFields are an event's fields as another process wrote them.
type jsonFields struct{ json.RawMessage }

// Same is false: what was written was news when it was written.
func (jsonFields) Same(detectors.Fields) bool { return false }

// ErrNoEvent is wrapped by the error of ReadEvent for a line that is none.
var ErrNoEvent = errors.New("no event")

// ReadEvent reads one line of a journal of events, as far as a judge needs it.
func ReadEvent(line []byte) (detectors.Event, error) {
	var e struct {
		Time     time.Time
		Receiver string
		Detector string
		Type     detectors.Type
		Severity detectors.Severity
		Evidence detectors.Evidence
		Freq     float64 `json:"freq_hz"`
		SNR      float64 `json:"snr_db"`
		Track    string
		Reason   string
		Fields   json.RawMessage
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return detectors.Event{}, fmt.Errorf("%w: %w", ErrNoEvent, err)
	}
	if e.Type == "" || e.Time.IsZero() {
		return detectors.Event{}, fmt.Errorf("%w: no type or no time", ErrNoEvent)
	}
	out := detectors.Event{
		Time: e.Time, Receiver: e.Receiver, Detector: e.Detector, Type: e.Type, Severity: e.Severity, Evidence: e.Evidence,
		Freq: sdr.Hz(e.Freq), SNR: e.SNR, Track: e.Track, Reason: e.Reason,
	}
	if len(e.Fields) > 0 {
		out.Fields = jsonFields{e.Fields}
	}
	return out, nil
}
