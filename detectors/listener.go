package detectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"vigie/acoustic"
)

// A Listener is to a microphone what a Receiver is to radio: it shows the Blocks
// of one Source to its Ears and passes on what they emit. Those of its Specs that
// are no Ears are passed over.
type Listener struct {
	Name      string // the metric label
	Sensor    string
	Recording string // file name, in a replay
	Source    acoustic.Source
	Specs     []Spec
	Live      bool
	Channels  int           // that were asked for; 0 takes what comes
	SpacingM  float64       // between a pair of microphones, metres; 0 unknown
	FullScale float64       // sound level of a sine at full scale, dB SPL; 0 unknown
	Tracker   *Tracker      // knows sources of sound again
	Sink      func(Event)   // called in order, from Run's goroutine
	Observer  SoundObserver // nil observes nothing

	loop
	block   acoustic.Block
	built   EarSetup
	ears    []Ear
	hearing hearing
}

// A SoundObserver counts what happens in a Listener's loop.
type SoundObserver interface {
	LoopObserver
	Sound(b *acoustic.Block, h Hearing) // after it was read
}

// Run reads the Source to its end, to ctx's end or to its failure, then lets the
// Ears finish. The end of a recording is no error. No sound is left in the Block.
func (l *Listener) Run(ctx context.Context) error {
	l.prepare()
	defer l.wipe()
	for {
		err := context.Cause(ctx)
		if err == nil {
			err = l.Source.Read(ctx, &l.block)
		}
		if err != nil {
			l.finish()
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("%s: %w", l.Name, err)
		}
		l.step()
	}
}

// prepare fills in what the loop is told by the Listener's fields.
func (l *Listener) prepare() {
	l.loop = loop{
		name: l.Name, sensor: l.Sensor, recording: l.Recording, live: l.Live, tracker: l.Tracker, sink: l.Sink,
	}
	if l.Observer != nil {
		l.observer = l.Observer
	}
	l.hearing = newHearing(l)
	l.begin(Ears(l.Specs))
}

// step shows one Block to the Ears.
func (l *Listener) step() {
	began := time.Now()
	b := &l.block
	l.took(began, b.Start, b.Time(b.End()))
	l.summary.Samples += uint64(len(b.PCM[0]))
	l.summary.Lost += uint64(b.Lost)
	l.summary.Clipped += uint64(b.Clipped)
	l.summary.Seconds = float64(l.summary.Samples) / float64(acoustic.Rate)
	if setup := (EarSetup{Channels: b.Channels, SpacingM: l.SpacingM, Live: l.Live}); setup != l.built {
		l.build(setup)
	}
	l.hearing.take(b)
	if l.Observer != nil {
		l.Observer.Sound(b, l.hearing.state())
	}
	l.turns(began)
}

// build makes the Ears for what the microphone gives.
func (l *Listener) build(setup EarSetup) {
	l.flush()
	l.built, l.running, l.ears = setup, nil, nil
	for i := range l.Specs {
		spec := &l.Specs[i]
		if spec.NewEar == nil {
			continue
		}
		ear, err := spec.NewEar(setup)
		if err != nil {
			l.blind(spec, err)
			continue
		}
		run := l.add(spec)
		run.work = func() { ear.Hear(&l.block, run.emit) }
		if f, ok := ear.(Flusher); ok {
			run.flush = func() { f.Flush(run.emit) }
		}
		l.ears = append(l.ears, ear)
	}
}

// finish lets the Ears say what they have, of events and for the summary.
func (l *Listener) finish() {
	l.flush()
	l.hearing.finish()
	for i, d := range l.running {
		if s, ok := l.ears[i].(Summarizer); ok && !d.dead {
			l.guard(d, func() { s.Summarize(&l.summary) })
		}
	}
}

func (l *Listener) wipe() {
	for c := range l.block.PCM {
		clear(l.block.PCM[c][:cap(l.block.PCM[c])])
	}
}

// Health emits an event about the microphone itself: what is a word such as
// "lost" or "up". It must be called from within Run.
func (l *Listener) Health(what, detail string) { l.health(what, detail) }

// Summary returns what Run has heard so far.
func (l *Listener) Summary() SummaryFields { return l.summary }

// Close emits the summary of a replay, after Run, with what the caller adds.
func (l *Listener) Close(add func(*SummaryFields)) { l.close(add) }
