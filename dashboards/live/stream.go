package live

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"vigie/metrics"
)

// A State is the whole picture of one moment.
type State struct {
	metrics.Health
	Ready   bool            `json:"ready"` // samples flow on every receiver
	Near    []Near          `json:"near"`  // the gravest first
	Spectra []metrics.Trace `json:"spectra"`
}

// Near is one emitter seen lately.
type Near struct {
	Event json.RawMessage `json:"event"`     // the last one about it
	Age   float64         `json:"age_s"`     // of the newest sighting, by the sample clock
	Total uint64          `json:"sightings"` // repeats included
}

// maxNear bounds the picture; the gravest and newest are kept.
const maxNear = 200

// picture returns the State as it is.
func (p *Page) picture() State {
	r := p.setup.Registry
	s := State{Health: r.Health(), Ready: r.Ready() == nil, Near: []Near{}, Spectra: r.Traces()}
	for _, sighting := range r.Near() {
		if len(s.Near) == maxNear {
			break
		}
		text, err := metrics.JSON(&sighting.Event)
		if err != nil {
			continue // no sink could write it either; the queues count that
		}
		age := max(0, s.Time.Sub(sighting.Seen))
		s.Near = append(s.Near, Near{text, age.Round(time.Millisecond).Seconds(), sighting.Total})
	}
	return s
}

func (p *Page) state(w http.ResponseWriter, _ *http.Request) { answer(w, p.picture()) }

// events serves the latest events, oldest first; with ?since=SEQ those after it.
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	since, err := number(r.URL.Query().Get("since"))
	if err != nil {
		http.Error(w, "since: not a sequence number", http.StatusBadRequest)
		return
	}
	lines := p.setup.Recent.Since(since)
	events := make([]json.RawMessage, len(lines))
	for i, l := range lines {
		events[i] = l.JSON
	}
	answer(w, events)
}

func answer(w http.ResponseWriter, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(append(text, '\n'))
}

// number reads a sequence number; empty is 0.
func number(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.ParseUint(text, 10, 64)
}

// beat is how often a stream carries the State.
const beat = time.Second

// patience is how long a reader may take to take what is written.
const patience = 10 * time.Second

// stream serves events and State as they come, until the reader leaves or the
// server stops. Last-Event-ID resumes where a lost connection ended.
func (p *Page) stream(w http.ResponseWriter, r *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(w, "too many readers follow already", http.StatusServiceUnavailable)
		return
	}
	since, err := number(r.Header.Get("Last-Event-ID"))
	if err != nil {
		since = 0
	}
	kept, more, leave := p.setup.Recent.Follow(since)
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	out := feed{w, http.NewResponseController(w)}
	_ = p.follow(r.Context(), out, kept, more) // its only errors are the reader's
}

// follow writes the kept events, then what comes.
func (p *Page) follow(ctx context.Context, out feed, kept []metrics.Line, more <-chan metrics.Line) error {
	if err := out.write("retry: 2000\n\n"); err != nil {
		return err
	}
	for _, line := range kept {
		if err := out.event(line); err != nil {
			return err
		}
	}
	if err := out.state(p.picture()); err != nil {
		return err
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line, open := <-more:
			if !open {
				return io.EOF
			}
			err = out.event(line)
		case <-tick.C:
			err = out.state(p.picture())
		}
		if err != nil {
			return err
		}
	}
}

// A feed writes server-sent events (HTML standard, section 9.2).
type feed struct {
	w          http.ResponseWriter
	controller *http.ResponseController
}

func (f feed) write(text string) error {
	if err := f.controller.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(f.w, text); err != nil {
		return err
	}
	return f.controller.Flush()
}

func (f feed) event(l metrics.Line) error {
	return f.write(fmt.Sprintf("id: %d\nevent: event\ndata: %s\n\n", l.Seq, l.JSON))
}

func (f feed) state(s State) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return f.write(fmt.Sprintf("event: state\ndata: %s\n\n", text))
}
