package detectors

import (
	"fmt"
	"runtime/debug"
	"time"
)

// A LoopObserver counts what happens in a loop, of a receiver or of a microphone.
// Its methods are called once a Block and must not allocate or block.
type LoopObserver interface {
	Detect(detector string, took time.Duration)     // after each detector's turn
	Event(e *Event, latency time.Duration)          // since its Block was read
	Panic(detector string, value any, stack []byte) // the detector is dropped
}

// A loop is what the loops over radio and sound share: turns under guard, and
// the way that events take out.
type loop struct {
	name, sensor, recording string
	live                    bool
	tracker                 *Tracker
	judge                   Judge
	sink                    func(Event)
	observer                LoopObserver // nil observes nothing

	running []*running
	summary SummaryFields
	began   time.Time // of the first sample
	now     time.Time // end of the newest Block, for events about the loop
	read    time.Time // when that Block was there: latency only, no detector sees it
	judging running
	judged  Event // what the judge is shown
}

// running is one detector at work.
type running struct {
	spec  *Spec
	work  func() // on the newest Block
	flush func() // when no further Block will come; nil for nothing
	emit  func(Event)
	dead  bool
}

// begin makes ready what every loop needs.
func (l *loop) begin(specs []Spec) {
	l.summary = SummaryFields{Events: map[Type]uint64{}, Detectors: []string{}, Blind: map[string]string{}}
	for _, s := range specs {
		l.summary.Detectors = append(l.summary.Detectors, s.Name)
	}
	if l.judge != nil {
		j := &l.judging
		j.spec = l.judge.Spec()
		j.emit = func(e Event) { l.emit(j.spec, e) }
		j.work = func() { l.judge.See(&l.judged, j.emit) }
	}
}

// took notes a Block that was there at read and holds what came from start to end.
func (l *loop) took(read, start, end time.Time) {
	if l.summary.Samples == 0 {
		l.began = start
	}
	l.read, l.now = read, end
}

// add puts a detector to work; what it emits is judged too.
func (l *loop) add(spec *Spec) *running {
	delete(l.summary.Blind, spec.Name)
	run := &running{spec: spec}
	run.emit = func(e Event) {
		l.emit(spec, e)
		l.show(spec, e)
	}
	l.running = append(l.running, run)
	return run
}

// blind reports, once a detector, that it cannot work here.
func (l *loop) blind(spec *Spec, cause error) {
	if _, said := l.summary.Blind[spec.Name]; said {
		return
	}
	l.summary.Blind[spec.Name] = cause.Error()
	l.health("blind", spec.Name+": "+cause.Error())
}

// turns lets every detector work on the newest Block, which was there at began.
func (l *loop) turns(began time.Time) {
	for _, d := range l.running {
		if d.dead {
			continue
		}
		l.guard(d, d.work)
		if l.observer != nil {
			now := time.Now()
			l.observer.Detect(d.spec.Name, now.Sub(began))
			began = now
		}
	}
}

// guard runs one call into a detector; a panic ends that detector only.
func (l *loop) guard(d *running, call func()) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		d.dead = true
		if l.observer != nil {
			l.observer.Panic(d.spec.Name, v, debug.Stack())
		}
		l.summary.Blind[d.spec.Name] = fmt.Sprintf("stopped after a fault: %v", v)
		l.health("panic", fmt.Sprintf("detector %s stopped after a fault: %v", d.spec.Name, v))
	}()
	call()
}

// flush lets every detector finish with what it has.
func (l *loop) flush() {
	for _, d := range l.running {
		if !d.dead && d.flush != nil {
			l.guard(d, d.flush)
		}
	}
}

// emit completes a detector's event and passes it on when it is news.
func (l *loop) emit(spec *Spec, e Event) {
	e.Detector, e.Version = spec.Name, spec.Version
	if e.Severity == Alert && !e.Evidence.carriesAlert() {
		e.Severity = Watch
	}
	l.pass(e)
}

// show lets the judge see what a detector reported, news or not.
func (l *loop) show(spec *Spec, e Event) {
	if l.judging.spec == nil || l.judging.dead {
		return
	}
	e.Detector, e.Version = spec.Name, spec.Version
	e.Time, e.Sensor, e.Receiver, e.Recording = e.Time.UTC(), l.sensor, l.name, l.recording
	l.judged = e
	began := time.Now()
	l.guard(&l.judging, l.judging.work)
	if l.observer != nil {
		l.observer.Detect(l.judging.spec.Name, time.Since(began))
	}
}

// health emits an event about the loop itself: what is a word such as "lost".
func (l *loop) health(what, detail string) {
	at := l.now
	if at.IsZero() && l.live { // no sample yet: only the clock on the wall knows
		at = time.Now()
	}
	l.pass(Event{Time: at, Type: Sensor, Severity: Info, Reason: detail, Fields: SensorFields{What: what, Detail: detail}})
}

func (l *loop) pass(e Event) {
	if e.Time.Before(l.began) { // interpolated to before the first sample
		e.Time = l.began
	}
	e.Time = e.Time.UTC()
	e.Sensor, e.Receiver, e.Recording = l.sensor, l.name, l.recording
	if !l.tracker.Admit(&e) {
		return
	}
	if e.Type != Summary {
		l.summary.Events[e.Type]++
	}
	if l.observer != nil {
		l.observer.Event(&e, time.Since(l.read))
	}
	l.sink(e)
}

// close emits the summary, with what the caller adds.
func (l *loop) close(add func(*SummaryFields)) {
	if add != nil {
		add(&l.summary)
	}
	s := l.summary
	l.pass(Event{
		Time: l.now, Type: Summary, Severity: Info, Fields: s,
		Reason: fmt.Sprintf("%.3f s read, %d samples, %d lost", s.Seconds, s.Samples, s.Lost),
	})
}
