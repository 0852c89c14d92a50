package synth

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"time"

	"vigie/acoustic"
)

// blockSamples is the length of a Block: 64 ms.
const blockSamples = 2 * chunk

// A Source plays a Scene. Its sound is modelled: WriteWAV may write it to disk.
type Source struct {
	scene       Scene
	microphones []microphone
	sum         [chunk]float64
	index       uint64 // of the next sample
	end         uint64
	start       time.Time // time of sample 0
	pace        time.Time // when sample 0 was given, for a scene in real time
	timer       *time.Timer
}

// microphone is one of the scene's, with what reaches it.
type microphone struct {
	paths []*path
	local []voice // at the microphone itself: wind, and the background
}

var _ acoustic.Source = (*Source)(nil)

// Open starts the scene. start is the time its first sample bears.
func (s *Scene) Open(start time.Time) (*Source, error) {
	src := &Source{scene: *s, start: start, end: math.MaxUint64}
	things, err := s.emitters()
	if err != nil {
		return nil, fmt.Errorf("synth: %w", err)
	}
	if s.Seconds > 0 {
		src.end = uint64(math.Round(s.Seconds * rate))
	}
	src.microphones = make([]microphone, s.Channels)
	for i, t := range things {
		random := func() *rand.Rand { return rand.New(rand.NewPCG(s.Seed, 1+uint64(i))) }
		strength := s.strength(t.voice(random()), t.Level, true)
		gain := func(seconds float64) float64 { return strength * t.sounds(seconds) }
		l := newLine(t.voice(random()), gain, s.longest(t.Emitter))
		for c := range src.microphones {
			for _, ground := range []bool{false, true} {
				src.microphones[c].paths = append(src.microphones[c].paths, newPath(&src.scene, t.Emitter, l, s.position(c), ground))
			}
		}
	}
	for c := range src.microphones {
		random := rand.New(rand.NewPCG(s.Seed, 1<<32+uint64(c)))
		src.microphones[c].local = s.local(random)
	}
	return src, nil
}

// position returns where a microphone stands.
func (s *Scene) position(c int) place {
	return place{s.Spacing * (float64(c) - float64(s.Channels-1)/2), 0, s.Height}
}

// local returns what sounds at a microphone and not at its neighbour.
func (s *Scene) local(random *rand.Rand) (all []voice) {
	louder := func(v voice, level float64, weighted bool) {
		strength := s.strength(v, level, weighted)
		all = append(all, func() float64 { return strength * v() })
	}
	louder(newSlope(1, random).next, s.Ambient, true)
	for _, w := range s.Wind {
		w = w.complete()
		louder(w.voice(random), w.Level, false)
	}
	return all
}

// Read implements acoustic.Source.
func (s *Source) Read(ctx context.Context, b *acoustic.Block) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if s.index >= s.end {
		return io.EOF
	}
	n := int(min(blockSamples, s.end-s.index))
	b.Microphone, b.Channels, b.Band, b.Lost, b.Clipped = "model", s.scene.Channels, acoustic.Rate/2, 0, 0
	b.Index, b.Start = s.index, s.start.Add(acoustic.Rate.Duration(s.index))
	b.PCM[1] = b.PCM[1][:0]
	for c := range s.microphones {
		if cap(b.PCM[c]) < blockSamples {
			b.PCM[c] = make([]float32, blockSamples)
		}
		b.PCM[c] = b.PCM[c][:blockSamples]
		for at := 0; at < blockSamples; at += chunk {
			b.Clipped += s.hear(b.PCM[c][at:][:chunk], &s.microphones[c], float64(s.index+uint64(at))/rate)
		}
		b.PCM[c] = b.PCM[c][:n]
	}
	s.index += uint64(n)
	if s.scene.RealTime {
		return s.wait(ctx)
	}
	return nil
}

// hear gives the chunk that a microphone hears from a time on, in 16 bits.
func (s *Source) hear(out []float32, m *microphone, seconds float64) (clipped int) {
	sum := s.sum[:]
	clear(sum)
	for _, p := range m.paths {
		p.add(sum, seconds)
	}
	for _, v := range m.local {
		for i := range sum {
			sum[i] += v()
		}
	}
	for i, x := range sum {
		code := math.Round(x * 32768)
		if code >= 32767 || code <= -32768 {
			clipped++
			code = math.Max(-32768, math.Min(32767, code))
		}
		out[i] = float32(code / 32768)
	}
	return clipped
}

// wait returns when a microphone would have the samples given so far.
func (s *Source) wait(ctx context.Context) error {
	if s.pace.IsZero() {
		s.pace = time.Now()
		s.timer = time.NewTimer(0)
	}
	s.timer.Reset(time.Until(s.pace.Add(acoustic.Rate.Duration(s.index))))
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.timer.C:
		return nil
	}
}

// Close implements acoustic.Source.
func (s *Source) Close() error { return nil }
