package synth

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"vigie/sdr"
)

// blockSamples is the length of a Block that comes without a capacity: as many
// samples as an RTL-SDR's USB transfer holds.
const blockSamples = 8192

// A Source plays a Scene. It is an sdr.Tuner; emitters outside the band it is
// tuned to are not heard.
type Source struct {
	scene    Scene
	receiver Receiver
	emitters []Emitter
	front    *frontEnd
	raw      []byte
	loop     []byte // samples that are played over and over, as far as they are computed
	looped   uint64 // index of the first of them
	index    uint64 // of the next sample
	end      uint64
	start    time.Time // time of sample 0
	pace     time.Time // when sample 0 was given, for a scene in real time
	timer    *time.Timer
}

var _ sdr.Tuner = (*Source)(nil)

// Open starts the scene. start is the time its first sample bears.
func (s *Scene) Open(start time.Time) (*Source, error) {
	src := &Source{scene: *s, receiver: s.receiver(), start: start, end: math.MaxUint64}
	src.scene.LTE, src.scene.NR = slices.Clone(s.LTE), slices.Clone(s.NR)
	src.scene.Stations = s.Stations.clone()
	src.scene.DroneID, src.scene.FMVideo = slices.Clone(s.DroneID), slices.Clone(s.FMVideo)
	src.scene.ChirpEmitters = s.ChirpEmitters.clone()
	if err := src.scene.validate(); err != nil {
		return nil, fmt.Errorf("synth: %w", err)
	}
	if s.Seconds > 0 {
		src.end = uint64(math.Round(s.Seconds * float64(s.Rate)))
	}
	src.front = s.FrontEnd.open(rand.New(rand.NewPCG(s.Seed, 0)))
	return src, src.Tune(s.Centre)
}

// Tune implements sdr.Tuner. The emitters go on from where they are in time; a
// cell's timing may move by half a sample of its own.
func (s *Source) Tune(centre sdr.Hz) (err error) {
	s.receiver.Centre = centre
	s.loop, s.looped = s.loop[:0], s.index
	s.emitters, err = s.scene.emitters(s.receiver, float64(s.index)/s.receiver.clock())
	return err
}

// Read implements sdr.Source. A Block gets as many samples as b.IQ has capacity
// for, 8192 when it has none, and fewer at the end.
func (s *Source) Read(ctx context.Context, b *sdr.Block) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if s.index >= s.end {
		return io.EOF
	}
	if cap(b.IQ) == 0 {
		b.IQ = make([]complex64, blockSamples)
	}
	n := int(min(uint64(cap(b.IQ)), s.end-s.index))
	raw := s.next(b.IQ[:n])
	iq := b.IQ[:len(raw)/s.scene.Format.SampleBytes()]
	n, b.Clipped = s.scene.Format.Decode(iq, raw)
	b.Index, b.Start = s.index, s.start.Add(s.scene.Rate.Duration(s.index))
	b.Rate, b.Centre, b.LO, b.Lost, b.IQ = s.scene.Rate, s.receiver.Centre, s.scene.ConverterLO, 0, iq
	s.index += uint64(n)
	if s.scene.RealTime {
		return s.wait(ctx)
	}
	return nil
}

// next returns the next samples, as many as iq has room for or to the end of the loop.
func (s *Source) next(iq []complex64) (raw []byte) {
	size := s.scene.Format.SampleBytes()
	loop := uint64(math.Round(s.scene.Loop * s.receiver.clock()))
	if loop == 0 {
		s.raw = s.compute(s.raw[:0], iq)
		return s.raw
	}
	if cap(s.loop) == 0 {
		s.loop = make([]byte, 0, loop*uint64(size))
	}
	at := (s.index - s.looped) % loop
	n := int(min(uint64(len(iq)), loop-at))
	if s.index-s.looped < loop {
		s.loop = s.compute(s.loop, iq[:n])
	}
	return s.loop[int(at)*size:][:n*size]
}

// compute appends the next samples, iq being room for them.
func (s *Source) compute(raw []byte, iq []complex64) []byte {
	clear(iq)
	for _, e := range s.emitters {
		e.Add(iq)
	}
	s.front.spoil(iq)
	return s.scene.Format.Encode(raw, iq)
}

// late is from when on a scene in real time that takes longer to compute is played
// later, not faster.
const late = time.Second

// wait returns when a receiver would have the samples given so far.
func (s *Source) wait(ctx context.Context) error {
	if s.pace.IsZero() {
		s.pace = time.Now()
		s.timer = time.NewTimer(0)
	}
	wait := time.Until(s.pace.Add(s.scene.Rate.Duration(s.index)))
	if wait < -late {
		s.pace = s.pace.Add(-wait)
	}
	s.timer.Reset(wait)
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.timer.C:
		return nil
	}
}

// Close implements sdr.Source.
func (s *Source) Close() error { return nil }
