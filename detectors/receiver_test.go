package detectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"vigie/sdr"
)

// counted is a source of n Blocks of zeros.
type counted struct {
	left, size int
	rate       sdr.Hz
	index      uint64
}

func (c *counted) Read(_ context.Context, b *sdr.Block) error {
	if c.left == 0 {
		return io.EOF
	}
	c.left--
	if cap(b.IQ) < c.size {
		b.IQ = make([]complex64, c.size)
	}
	b.IQ = b.IQ[:c.size]
	b.Rate, b.Centre, b.Index = c.rate, 796e6, c.index
	b.Start = time.Unix(0, 0).Add(c.rate.Duration(c.index))
	c.index += uint64(c.size)
	return nil
}

func (c *counted) Close() error { return nil }

// probe is a detector made of two functions.
type probe struct {
	detect func(*Frame, func(Event))
	flush  func(func(Event))
}

func (p probe) Detect(f *Frame, emit func(Event)) { p.detect(f, emit) }
func (p probe) Flush(emit func(Event)) {
	if p.flush != nil {
		p.flush(emit)
	}
}

func spec(name string, d Detector, err error) Spec {
	return Spec{Name: name, Version: 1, New: func(Setup) (Detector, error) { return d, err }}
}

func run(t *testing.T, src sdr.Source, specs ...Spec) (SummaryFields, []Event) {
	t.Helper()
	var events []Event
	r := &Receiver{
		Name: "r", Sensor: "s", Source: src, Specs: specs,
		Tracker: NewTracker(DefaultForget), Sink: func(e Event) { events = append(events, e) },
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return r.Summary(), events
}

func TestAPanicStopsOnlyTheDetectorThatPanics(t *testing.T) {
	seen, finished := 0, false
	summary, events := run(t, &counted{left: 5, size: 10, rate: 1e6},
		spec("bad", probe{detect: func(*Frame, func(Event)) { panic("index out of range") }}, nil),
		spec("good", probe{
			detect: func(*Frame, func(Event)) { seen++ },
			flush:  func(func(Event)) { finished = true },
		}, nil))
	if seen != 5 || !finished {
		t.Errorf("the other detector saw %d of 5 Frames, finished %v", seen, finished)
	}
	if len(events) != 1 || events[0].Type != Sensor {
		t.Errorf("events %v, want one of the sensor's health", events)
	}
	if summary.Blind["bad"] == "" || summary.Samples != 50 {
		t.Errorf("summary %+v", summary)
	}
}

func TestABlindDetectorSaysSoOnce(t *testing.T) {
	seen := 0
	summary, events := run(t, &counted{left: 5, size: 10, rate: 1e6},
		spec("lte", nil, fmt.Errorf("%w: needs 1.92 MS/s", ErrBlind)),
		spec("other", probe{detect: func(*Frame, func(Event)) { seen++ }}, nil))
	if len(events) != 1 || summary.Blind["lte"] != "blind: needs 1.92 MS/s" || seen != 5 {
		t.Errorf("events %v, blind %v, the other saw %d", events, summary.Blind, seen)
	}
}

func TestAnAlertNeedsALink(t *testing.T) {
	emitted := false
	_, events := run(t, &counted{left: 1, size: 1, rate: 1e6},
		spec("d", probe{detect: func(_ *Frame, emit func(Event)) {
			for _, e := range []Evidence{Energy, Waveform, Link, Decoded} {
				emit(Event{Type: Emitter, Severity: Alert, Evidence: e})
			}
			emitted = true
		}}, nil))
	want := []Severity{Watch, Watch, Alert, Alert}
	if !emitted || len(events) != len(want) {
		t.Fatalf("%d events", len(events))
	}
	for i, e := range events {
		if e.Severity != want[i] {
			t.Errorf("alert on %s evidence passed as %s, want %s", e.Evidence, e.Severity, want[i])
		}
	}
}

// TestASourceThatNeverRunsDryIsLeftWhenAsked: a full ring must not keep the
// loop from ending.
func TestASourceThatNeverRunsDryIsLeftWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	seen := 0
	r := &Receiver{
		Source:  &counted{left: 1000, size: 1, rate: 1e6},
		Specs:   []Spec{spec("d", probe{detect: func(*Frame, func(Event)) { seen++; cancel() }}, nil)},
		Tracker: NewTracker(DefaultForget), Sink: func(Event) {},
	}
	if err := r.Run(ctx); !errors.Is(err, context.Canceled) || seen != 1 {
		t.Errorf("%v after %d Blocks", err, seen)
	}
}

// watcher is an Observer that counts Frames and asks for nothing.
type watcher struct{ blocks, spectra int }

func (w *watcher) Block(*sdr.Block)             { w.blocks++ }
func (w *watcher) Spectrum(*Spectrum)           { w.spectra++ }
func (w *watcher) Detect(string, time.Duration) {}
func (w *watcher) Event(*Event, time.Duration)  {}
func (w *watcher) Panic(string, any, []byte)    {}

func TestTheLoopDoesNotAllocate(t *testing.T) {
	src := &counted{left: 1 << 30, size: 8192, rate: 2.4e6}
	r := &Receiver{
		Source:  src,
		Specs:   []Spec{spec("d", probe{detect: func(*Frame, func(Event)) {}}, nil)},
		Tracker: NewTracker(DefaultForget), Sink: func(Event) {}, Observer: &watcher{},
	}
	r.prepare()
	ctx := context.Background()
	step := func() {
		if err := r.Source.Read(ctx, &r.block); err != nil {
			t.Fatal(err)
		}
		r.step()
	}
	step()
	if n := testing.AllocsPerRun(100, step); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

func TestFreshMarksEveryTuning(t *testing.T) {
	var fresh []bool
	src := &hopper{counted: counted{left: 6, size: 1000, rate: 1e6}, centre: 1e8}
	plan, err := sdr.NewPlan(sdr.Dwell{Centre: 1e8, Stay: 2 * time.Millisecond}, sdr.Dwell{Centre: 2e8, Stay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	r := &Receiver{
		Source: src, Plan: plan, Tracker: NewTracker(DefaultForget), Sink: func(Event) {},
		Specs: []Spec{spec("d", probe{detect: func(f *Frame, _ func(Event)) { fresh = append(fresh, f.Fresh) }}, nil)},
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(fresh), "[true false true true false true]"; got != want {
		t.Errorf("fresh %s, want %s", got, want)
	}
}

// hopper is a counted source that can be tuned.
type hopper struct {
	counted
	centre sdr.Hz
}

func (h *hopper) Tune(centre sdr.Hz) error { h.centre = centre; return nil }

func (h *hopper) Read(ctx context.Context, b *sdr.Block) error {
	err := h.counted.Read(ctx, b)
	b.Centre = h.centre
	return err
}

func TestNoEventIsOlderThanTheFirstSample(t *testing.T) {
	early := probe{detect: func(f *Frame, emit func(Event)) {
		emit(Event{Type: Cell, Time: f.Time(f.Index).Add(-time.Microsecond)})
	}}
	_, events := run(t, &counted{left: 2, size: 10, rate: 1e6}, spec("early", early, nil))
	for i, want := range []time.Duration{0, 9 * time.Microsecond} {
		if got := events[i].Time.Sub(time.Unix(0, 0)); got != want {
			t.Errorf("event %d at %v, want %v", i, got, want)
		}
	}
}
