package detectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
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
	Tracker   *Tracker
	Judge     Judge       // nil judges nothing; one Judge serves all receivers of a sensor
	Sink      func(Event) // called in order, from Run's goroutine
	Observer  Observer    // nil observes nothing

	// Broadcast, unless nil, takes what cells broadcast, in Run's goroutine.
	Broadcast func(*Broadcast)

	frame   Frame
	block   sdr.Block
	running []*running
	summary SummaryFields
	setup   Setup
	before  float64   // seconds read at earlier rates
	earlier uint64    // samples read at earlier rates
	now     time.Time // end of the newest Frame, for events about the receiver
	judging running
	judged  Event // what the judge is shown
}

// An Observer counts what happens in the loop: it is where metrics come from.
// Its methods are called once a Block and must not allocate or block.
type Observer interface {
	Block(b *sdr.Block)                             // after it was read
	Spectrum(s *Spectrum)                           // of that Block; valid during the call
	Detect(detector string, took time.Duration)     // after each detector's turn
	Event(e *Event, latency time.Duration)          // since its Block was read
	Panic(detector string, value any, stack []byte) // the detector is dropped
}

// running is one detector at work on one receiver.
type running struct {
	spec     *Spec
	detector Detector
	emit     func(Event)
	dead     bool
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
	r.summary = SummaryFields{Events: map[Type]uint64{}, Detectors: []string{}, Blind: map[string]string{}}
	for _, s := range r.Specs {
		r.summary.Detectors = append(r.summary.Detectors, s.Name)
	}
	if r.Judge != nil {
		r.judging.spec = r.Judge.Spec()
		r.judging.emit = func(e Event) { r.emit(r.judging.spec, e) }
	}
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

// tune moves the Source to the plan's current dwell.
func (r *Receiver) tune() error {
	tuner, ok := r.Source.(sdr.Tuner)
	if !ok {
		return fmt.Errorf("%s: this source cannot be tuned, so it cannot follow a plan", r.Name)
	}
	return tuner.Tune(r.Plan.Centre())
}

// advance counts the Block towards the dwell and retunes at its end.
func (r *Receiver) advance() error {
	if r.Plan == nil || !r.Plan.Advance(r.block.Rate.Duration(uint64(len(r.block.IQ)))) {
		return nil
	}
	err := r.tune()
	if err != nil && r.Plan.Away() {
		return nil // out of the tuner's range: it stays where it was
	}
	return err
}

// dwell returns how a detector may ask for a stay elsewhere, nil where the
// receiver cannot be tuned or does not follow a plan.
func (r *Receiver) dwell() func(sdr.Dwell) bool {
	if _, ok := r.Source.(sdr.Tuner); !ok || r.Plan == nil || !r.Live {
		return nil
	}
	return r.Plan.Ask
}

// step shows one Block to the detectors.
func (r *Receiver) step() {
	began := time.Now()
	b := &r.block
	r.frame.set(b, r.frame.Block == nil || b.Centre != r.frame.centre || b.Rate != r.setup.Rate, began)
	r.now = b.Time(b.End())
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
	for _, d := range r.running {
		if d.dead {
			continue
		}
		r.guard(d, detect)
		if r.Observer != nil {
			now := time.Now()
			r.Observer.Detect(d.spec.Name, now.Sub(began))
			began = now
		}
	}
}

// build makes the detectors for a receiver's rate and says which are blind.
func (r *Receiver) build(setup Setup) {
	r.flush()
	setup.shared = map[any]any{}
	r.setup, r.running = setup, nil
	for i := range r.Specs {
		spec := &r.Specs[i]
		if spec.New == nil { // a judge's
			continue
		}
		d, err := spec.New(setup)
		if err != nil {
			r.blind(spec, err)
			continue
		}
		delete(r.summary.Blind, spec.Name)
		run := &running{spec: spec, detector: d}
		run.emit = func(e Event) {
			r.emit(spec, e)
			r.judge(spec, e)
		}
		r.running = append(r.running, run)
	}
}

// blind reports, once a detector, that it cannot work at this receiver.
func (r *Receiver) blind(spec *Spec, cause error) {
	if _, said := r.summary.Blind[spec.Name]; said {
		return
	}
	r.summary.Blind[spec.Name] = cause.Error()
	r.Health("blind", spec.Name+": "+cause.Error())
}

// detect, see and finish are what guard can do with a detector; as functions,
// not closures, they cost no allocation.
func detect(r *Receiver, d *running) { d.detector.Detect(&r.frame, d.emit) }

func see(r *Receiver, d *running) { r.Judge.See(&r.judged, d.emit) }

func finish(_ *Receiver, d *running) {
	if f, ok := d.detector.(Flusher); ok {
		f.Flush(d.emit)
	}
}

// guard runs one call into a detector; a panic ends that detector only.
func (r *Receiver) guard(d *running, call func(*Receiver, *running)) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		d.dead = true
		if r.Observer != nil {
			r.Observer.Panic(d.spec.Name, v, debug.Stack())
		}
		r.summary.Blind[d.spec.Name] = fmt.Sprintf("stopped after a fault: %v", v)
		r.Health("panic", fmt.Sprintf("detector %s stopped after a fault: %v", d.spec.Name, v))
	}()
	call(r, d)
}

// flush lets every detector finish with what it has.
func (r *Receiver) flush() {
	for _, d := range r.running {
		if !d.dead {
			r.guard(d, finish)
		}
	}
}

// emit completes a detector's event and passes it on when it is news.
func (r *Receiver) emit(spec *Spec, e Event) {
	e.Detector, e.Version = spec.Name, spec.Version
	if e.Severity == Alert && !e.Evidence.carriesAlert() {
		e.Severity = Watch
	}
	r.pass(e)
}

// judge shows the judge what a detector reported, news or not.
func (r *Receiver) judge(spec *Spec, e Event) {
	if r.judging.spec == nil || r.judging.dead {
		return
	}
	e.Detector, e.Version = spec.Name, spec.Version
	e.Time, e.Sensor, e.Receiver, e.Recording = e.Time.UTC(), r.Sensor, r.Name, r.Recording
	r.judged = e
	began := time.Now()
	r.guard(&r.judging, see)
	if r.Observer != nil {
		r.Observer.Detect(r.judging.spec.Name, time.Since(began))
	}
}

// Health emits an event about the receiver itself: what is a word such as
// "lost" or "up". It must be called from within Run.
func (r *Receiver) Health(what, detail string) {
	at := r.now
	if at.IsZero() && r.Live { // no sample yet: only the clock on the wall knows
		at = time.Now()
	}
	r.pass(Event{Time: at, Type: Sensor, Severity: Info, Reason: detail, Fields: SensorFields{What: what, Detail: detail}})
}

func (r *Receiver) pass(e Event) {
	e.Time = e.Time.UTC()
	e.Sensor, e.Receiver, e.Recording = r.Sensor, r.Name, r.Recording
	if !r.Tracker.Admit(&e) {
		return
	}
	if e.Type != Summary {
		r.summary.Events[e.Type]++
	}
	if r.Observer != nil {
		r.Observer.Event(&e, time.Since(r.frame.read))
	}
	r.Sink(e)
}

// Summary returns what Run has read so far.
func (r *Receiver) Summary() SummaryFields { return r.summary }

// Close emits the summary of a replay, after Run, with what the caller adds.
func (r *Receiver) Close(add func(*SummaryFields)) {
	if add != nil {
		add(&r.summary)
	}
	s := r.summary
	r.pass(Event{
		Time: r.now, Type: Summary, Severity: Info, Fields: s,
		Reason: fmt.Sprintf("%.3f s read, %d samples, %d lost", s.Seconds, s.Samples, s.Lost),
	})
}
