package detectors

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/acoustic"
	"vigie/sdr"
)

// sound is a Source of Blocks that a function fills.
type sound struct {
	left, size, channels int
	band                 sdr.Hz
	lost, clipped        int // of each Block
	at                   func(c, i int) float32
	index                uint64
}

func (s *sound) Read(_ context.Context, b *acoustic.Block) error {
	if s.left == 0 {
		return io.EOF
	}
	s.left--
	b.Index, b.Lost, b.Clipped, b.Channels, b.Band = s.index+uint64(s.lost), s.lost, s.clipped, s.channels, s.band
	b.Start = time.Unix(1000, 0).Add(acoustic.Rate.Duration(b.Index))
	for c := range s.channels {
		if cap(b.PCM[c]) < s.size {
			b.PCM[c] = make([]float32, s.size)
		}
		b.PCM[c] = b.PCM[c][:s.size]
		for i := range b.PCM[c] {
			b.PCM[c][i] = s.at(c, int(b.Index)+i)
		}
	}
	s.index = b.End()
	return nil
}

func (s *sound) Close() error { return nil }

// ear is an Ear of functions.
type ear struct {
	hear func(*acoustic.Block, func(Event))
	end  func(func(Event))
	sum  func(*SummaryFields)
}

func (e ear) Hear(b *acoustic.Block, emit func(Event)) { e.hear(b, emit) }
func (e ear) Flush(emit func(Event)) {
	if e.end != nil {
		e.end(emit)
	}
}

func (e ear) Summarize(s *SummaryFields) {
	if e.sum != nil {
		e.sum(s)
	}
}

func earSpec(name string, e Ear, err error) Spec {
	return Spec{Name: name, Version: 1, NewEar: func(EarSetup) (Ear, error) { return e, err }}
}

func murmur(c, i int) float32 { return 0.01 * float32(math.Sin(0.39*float64(i)+float64(c))) }

// listen runs a Listener to its end.
func listen(t *testing.T, l *Listener, specs ...Spec) (SummaryFields, []Event) {
	t.Helper()
	var events []Event
	l.Name, l.Specs, l.Tracker = "mic", specs, NewTracker(DefaultForget)
	l.Sink = func(e Event) { events = append(events, e) }
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return l.Summary(), events
}

func TestAListenerHasEarsOnly(t *testing.T) {
	heard, flushed := 0, false
	summary, events := listen(t, &Listener{Source: &sound{left: 10, size: 1024, channels: 1, band: 8000, at: murmur}},
		spec("lte", probe{detect: func(*Frame, func(Event)) { t.Error("radio looked at sound") }}, nil),
		earSpec("rotor", ear{
			hear: func(b *acoustic.Block, emit func(Event)) {
				heard += len(b.PCM[0])
				emit(Event{Type: Rotor, Time: b.Start, Track: "a", Severity: Alert, Evidence: Waveform})
			},
			end: func(func(Event)) { flushed = true },
			sum: func(s *SummaryFields) { s.Rotor = &RotorSummary{MaxProbability: 0.5, Seconds: s.Seconds} },
		}, nil))
	if heard != 10240 || !flushed || summary.Samples != 10240 || summary.Seconds != 0.64 {
		t.Errorf("heard %d, flushed %v, summary %+v", heard, flushed, summary)
	}
	if !slices.Equal(summary.Detectors, []string{"rotor"}) || summary.Rotor == nil || summary.Rotor.Seconds != 0.64 {
		t.Errorf("summary %+v", summary)
	}
	if len(events) != 1 || events[0].Severity != Watch || events[0].Detector != "rotor" || events[0].Receiver != "mic" {
		t.Errorf("events %+v, want one watch: an alert needs a link", events)
	}
}

func TestAReceiverHasNoEars(t *testing.T) {
	summary, _ := run(t, &counted{left: 1, size: 10, rate: 1e6}, earSpec("rotor", nil, errors.New("never made")))
	if len(summary.Detectors) != 0 || len(summary.Blind) != 0 {
		t.Errorf("%+v", summary)
	}
}

func TestAFaultyEarLeavesTheOthers(t *testing.T) {
	heard := 0
	summary, events := listen(t, &Listener{Source: &sound{left: 5, size: 1024, channels: 1, band: 8000, at: murmur}},
		earSpec("bad", ear{hear: func(*acoustic.Block, func(Event)) { panic("oh") }}, nil),
		earSpec("blind", nil, fmt.Errorf("%w: one channel", ErrBlind)),
		earSpec("good", ear{hear: func(*acoustic.Block, func(Event)) { heard++ }}, nil))
	if heard != 5 || summary.Blind["bad"] == "" || summary.Blind["blind"] != "blind: one channel" || len(events) != 2 {
		t.Errorf("heard %d, blind %v, events %v", heard, summary.Blind, events)
	}
}

// TestWhatIsWrongWithAMicrophoneIsSaidOnce checks conditions, each with a
// recording that has it and that it is silent about everything else.
func TestWhatIsWrongWithAMicrophoneIsSaidOnce(t *testing.T) {
	silence := func(int, int) float32 { return 0 }
	loud := func(c, i int) float32 { return 60 * murmur(c, i) } // -4.4 dBFS
	second := 16000 / 1000                                      // Blocks of 1000
	for _, c := range []struct {
		claim string
		src   sound
		l     Listener
		want  []string
	}{
		{"a quiet street", sound{left: 20 * second, channels: 1, band: 8000, at: murmur}, Listener{FullScale: 94}, nil},
		{"a pair", sound{left: 20 * second, channels: 2, band: 8000, at: murmur}, Listener{Channels: 2, FullScale: 94}, nil},
		{"a constant beside the sound", sound{left: 20 * second, channels: 1, band: 8000, at: func(c, i int) float32 { return murmur(c, i) + 0.5 }}, Listener{FullScale: 94}, nil},
		{"zeros", sound{left: 20 * second, channels: 1, band: 8000, at: silence}, Listener{}, []string{"muted"}},
		{"zeros, shorter than the limit", sound{left: second, channels: 1, band: 8000, at: silence}, Listener{}, []string{"muted"}},
		{"zeros and back", sound{left: 20 * second, channels: 1, band: 8000, at: func(c, i int) float32 {
			if i > 16000 && i < 80000 {
				return 0
			}
			return murmur(c, i)
		}}, Listener{}, []string{"muted", "unmuted"}},
		{"one of two is dead", sound{left: 5 * second, channels: 2, band: 8000, at: func(c, i int) float32 { return murmur(c, i) * float32(c) }}, Listener{Channels: 2}, []string{"one channel muted"}},
		{"two that are one", sound{left: 5 * second, channels: 2, band: 8000, at: func(_, i int) float32 { return murmur(0, i) }}, Listener{Channels: 2}, []string{"mono"}},
		{"one where two were configured", sound{left: 5 * second, channels: 1, band: 8000, at: murmur}, Listener{Channels: 2}, []string{"mono"}},
		{"half of the band", sound{left: 5 * second, channels: 1, band: 4000, at: murmur}, Listener{}, []string{"narrow"}},
		{"at full scale", sound{left: 20 * second, channels: 1, band: 8000, at: murmur, clipped: 5}, Listener{}, []string{"clipping"}},
		{"with holes", sound{left: 20 * second, channels: 1, band: 8000, at: murmur, lost: 50}, Listener{}, []string{"dropouts"}},
		{"a crowd", sound{left: 20 * second, channels: 1, band: 8000, at: loud}, Listener{FullScale: 94}, []string{"deaf"}},
		{"a crowd, level unknown", sound{left: 20 * second, channels: 1, band: 8000, at: loud}, Listener{}, nil},
		{"a crowd that leaves", sound{left: 40 * second, channels: 1, band: 8000, at: func(c, i int) float32 {
			if i < 320000 {
				return loud(c, i)
			}
			return murmur(c, i)
		}}, Listener{FullScale: 94}, []string{"deaf", "hearing"}},
	} {
		c.src.size = 1000
		c.l.Source = &c.src
		var got []string
		_, events := listen(t, &c.l)
		for _, e := range events {
			fields, ok := e.Fields.(SensorFields)
			if !ok || e.Type != Sensor || fields.Detail == "" {
				t.Errorf("%s: %+v", c.claim, e)
			}
			got = append(got, fields.What)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v (%v)", c.claim, got, c.want, events)
		}
	}
}

// TestDeafIsFromTheReach: what the documentation says of 45 and 58 dB(A).
func TestDeafIsFromTheReach(t *testing.T) {
	for level, want := range map[float64]float64{45: 63, 58: 14, 75: 2} {
		if got := reach(level); math.Abs(got-want) > 0.5 {
			t.Errorf("%v dB(A): %.1f m, want %v", level, got, want)
		}
	}
}

// hearer is a SoundObserver that counts Blocks.
type hearer struct {
	blocks int
	last   Hearing
}

func (h *hearer) Sound(_ *acoustic.Block, now Hearing) { h.blocks, h.last = h.blocks+1, now }
func (h *hearer) Detect(string, time.Duration)         {}
func (h *hearer) Event(*Event, time.Duration)          {}
func (h *hearer) Panic(string, any, []byte)            {}

func TestListeningDoesNotAllocate(t *testing.T) {
	watch := &hearer{}
	l := &Listener{
		Source:  &sound{left: 1 << 30, size: 1024, channels: 2, band: 8000, at: murmur},
		Specs:   []Spec{earSpec("d", ear{hear: func(*acoustic.Block, func(Event)) {}}, nil)},
		Tracker: NewTracker(DefaultForget), Sink: func(Event) {}, Observer: watch, FullScale: 94,
	}
	l.prepare()
	step := func() {
		if err := l.Source.Read(context.Background(), &l.block); err != nil {
			t.Fatal(err)
		}
		l.step()
	}
	step()
	if n := testing.AllocsPerRun(200, step); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
	if watch.blocks < 200 || !watch.last.Known || math.Abs(watch.last.LevelDBFS+40) > 1.5 || watch.last.Deaf {
		t.Errorf("%d Blocks, %+v", watch.blocks, watch.last)
	}
}

func TestNoSoundIsLeftBehind(t *testing.T) {
	l := &Listener{Source: &sound{left: 5, size: 1024, channels: 2, band: 8000, at: murmur}}
	listen(t, l)
	for _, pcm := range l.block.PCM {
		for _, v := range pcm {
			if v != 0 {
				t.Fatal("the Block still holds sound")
			}
		}
	}
}

func TestAListenerIsLeftWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	l := &Listener{Name: "mic", Source: &sound{left: 5, size: 10, channels: 1, at: murmur}, Tracker: NewTracker(DefaultForget), Sink: func(Event) {}}
	if err := l.Run(ctx); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "mic: ") {
		t.Errorf("%v", err)
	}
}
