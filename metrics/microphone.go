package metrics

import (
	"time"

	"vigie/acoustic"
	"vigie/detectors"
)

// A MicrophoneSetup names a microphone.
type MicrophoneSetup struct {
	Name string
}

// A Microphone observes the loop of one microphone. Of the sound it keeps the
// level that detectors.Hearing gives, and nothing else.
type Microphone struct {
	intake
	channels int
	hearing  detectors.Hearing
}

var _ detectors.SoundObserver = (*Microphone)(nil)

func newMicrophone(r *Registry, s MicrophoneSetup, loop *loopMetrics) *Microphone {
	m := new(Microphone)
	m.begin(r, s.Name, loop, detectors.Ears(r.setup.Specs))
	return m
}

// Sound counts a Block's samples.
func (m *Microphone) Sound(b *acoustic.Block, h detectors.Hearing) {
	m.registry.advance(b.Time(b.End()).UnixNano())
	now, n := m.registry.uptime(), len(b.PCM[0])
	m.mu.Lock()
	defer m.mu.Unlock()
	m.take(n, b.Lost, now)
	m.clips.add(b.Clipped, n*b.Channels, float64(acoustic.Rate)*float64(b.Channels))
	m.channels, m.hearing = b.Channels, h
}

func (m *Microphone) health(now time.Duration) MicrophoneHealth {
	m.mu.Lock()
	defer m.mu.Unlock()
	h := MicrophoneHealth{
		Name: m.name, Up: m.up(now), Channels: m.channels, Samples: m.samples, Lost: m.lost, ClipRatio: number(m.clips.ratio),
		Deaf: m.hearing.Deaf, Listened: seconds(acoustic.Rate.Duration(m.samples)), Detectors: m.atWork(now),
	}
	if h.Up {
		h.Measured = m.flow.rate
	}
	if level := number(m.hearing.LevelDBFS); h.Up && m.hearing.Known {
		h.Level = &level
	}
	return h
}
