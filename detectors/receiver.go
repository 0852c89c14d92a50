package detectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vigie/sdr"
)

// A Receiver shows the Blocks of one Source to its detectors and passes on
// what they emit. A detector that panics is dropped; the others go on.
type Receiver struct {
	Name      string // the metric label
	Sensor    string
	Recording string // file name, in a replay
	Source    sdr.Source
	Specs     []Spec
	Live      bool
	Plan      *sdr.Plan // successive tunings, in whose first the Source stands already; nil stays there
	Detours   bool      // detectors may ask for stays beyond the plan's also when not Live
	Tracker   *Tracker
	Judge     Judge       // nil judges nothing; one Judge serves all receivers of a sensor
	Sink      func(Event) // called in order, from Run's goroutine
	Observer  Observer    // nil observes nothing

	// Broadcast, unless nil, takes what cells broadcast, in Run's goroutine.
	Broadcast func(*Broadcast)

	loop
	frame   Frame
	block   sdr.Block
	setup   Setup
	before  float64 // seconds read at earlier rates
	earlier uint64  // samples read at earlier rates
}

// An Observer counts what happens in a receiver's loop: it is where metrics come
// from.
type Observer interface {
	LoopObserver
	Block(b *sdr.Block)   // after it was read
	Spectrum(s *Spectrum) // of that Block; valid during the call
}

// SummaryFields closes a replay: what was read and what came of it.
type SummaryFields struct {
	Samples   uint64            `json:"samples"`
	Seconds   float64           `json:"seconds"`
	Lost      uint64            `json:"lost"`
	Clipped   uint64            `json:"clipped"`
	Events    map[Type]uint64   `json:"events"`
	Detectors []string          `json:"detectors"`
	Blind     map[string]string `json:"blind"`              // detectors that could not work, and why
	Warnings  []string          `json:"warnings,omitempty"` // oddities of the recording
	Rotor     *RotorSummary     `json:"rotor,omitempty"`    // of sound
	CPU       float64           `json:"cpu_s,omitempty"`
	Wall      float64           `json:"wall_s,omitempty"`
}

// Same is false: every summary is news.
func (SummaryFields) Same(Fields) bool { return false }

// SensorFields says what happened to the sensor itself.
type SensorFields struct {
	What   string `json:"what"`             // "blind", "panic", "lost", "up"
	Detail string `json:"detail,omitempty"` // the cause in its own words
}

// Same reports whether the same thing happened for the same cause.
func (s SensorFields) Same(other Fields) bool { return other == Fields(s) }

// Run reads the Source to its end, to ctx's end or to its failure, then lets
// the detectors finish. The end of a recording is no error.
func (r *Receiver) Run(ctx context.Context) error {
	r.prepare()
	for {
		err := context.Cause(ctx)
		if err == nil {
			err = r.Source.Read(ctx, &r.block)
		}
		if err != nil {
			r.flush()
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("%s: %w", r.Name, err)
		}
		r.step()
		if err := r.advance(); err != nil {
			return err
		}
	}
}

// prepare fills in what the loop is told by the Receiver's fields.
func (r *Receiver) prepare() {
	r.loop = loop{
		name: r.Name, sensor: r.Sensor, recording: r.Recording, live: r.Live,
		tracker: r.Tracker, judge: r.Judge, sink: r.Sink,
	}
	if r.Observer != nil {
		r.observer = r.Observer
	}
	r.begin(Radio(r.Specs))
}

// tune moves the Source to the plan's current dwell.
func (r *Receiver) tune() error {
	tuner, ok := r.Source.(sdr.Tuner)
	if !ok {
		return fmt.Errorf("%s: this source cannot be tuned, so it cannot follow a plan", r.Name)
	}
	return tuner.Tune(r.Plan.Centre())
}

// advance counts the Block towards the dwell, with what was lost before it in the
// same one, and retunes at its end.
func (r *Receiver) advance() error {
	if r.Plan == nil {
		return nil
	}
	samples := len(r.block.IQ)
	if !r.frame.Fresh {
		samples += r.block.Lost
	}
	if !r.Plan.Advance(r.block.Rate.Duration(uint64(samples))) {
		return nil
	}
	err := r.tune()
	if err != nil && r.Plan.Away() {
		return nil // out of the tuner's range: it stays where it was
	}
	return err
}

// dwell returns how a detector may ask for a stay elsewhere, nil where it may not:
// the receiver cannot be tuned or does not follow a plan.
func (r *Receiver) dwell() func(sdr.Dwell) bool {
	if _, ok := r.Source.(sdr.Tuner); !ok || r.Plan == nil || !r.Live && !r.Detours {
		return nil
	}
	return r.Plan.Ask
}

// step shows one Block to the detectors.
func (r *Receiver) step() {
	began := time.Now()
	b := &r.block
	r.frame.set(b, r.frame.Block == nil || b.Centre != r.frame.centre || b.Rate != r.setup.Rate)
	r.took(began, b.Start, b.Time(b.End()))
	r.summary.Samples += uint64(len(b.IQ))
	r.summary.Lost += uint64(b.Lost)
	r.summary.Clipped += uint64(b.Clipped)
	if b.Rate != r.setup.Rate {
		r.before, r.earlier = r.summary.Seconds, r.summary.Samples-uint64(len(b.IQ))
		r.build(Setup{Rate: b.Rate, Live: r.Live, Broadcast: r.Broadcast, Dwell: r.dwell()})
	}
	r.summary.Seconds = r.before + float64(r.summary.Samples-r.earlier)/float64(b.Rate)
	if r.Observer != nil {
		r.Observer.Block(b)
		r.Observer.Spectrum(r.frame.Spectrum())
	}
	r.turns(began)
}

// build makes the detectors for a receiver's rate and says which are blind.
func (r *Receiver) build(setup Setup) {
	r.flush()
	setup.shared = map[any]any{}
	r.setup, r.running = setup, nil
	for i := range r.Specs {
		spec := &r.Specs[i]
		if spec.New == nil { // a judge's, or an Ear's
			continue
		}
		d, err := spec.New(setup)
		if err != nil {
			r.blind(spec, err)
			continue
		}
		run := r.add(spec)
		run.work = func() { d.Detect(&r.frame, run.emit) }
		if f, ok := d.(Flusher); ok {
			run.flush = func() { f.Flush(run.emit) }
		}
	}
}

// Health emits an event about the receiver itself: what is a word such as
// "lost" or "up". It must be called from within Run.
func (r *Receiver) Health(what, detail string) { r.health(what, detail) }

// Summary returns what Run has read so far.
func (r *Receiver) Summary() SummaryFields { return r.summary }

// Close emits the summary of a replay, after Run, with what the caller adds.
func (r *Receiver) Close(add func(*SummaryFields)) { r.close(add) }
