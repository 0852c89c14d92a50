package synth

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"vigie/acoustic"
)

// A thing is one table of the scene.
type thing struct {
	Emitter
	voice func(*rand.Rand) voice
}

// emitters completes and checks every table.
func (s *Scene) emitters() (all []thing, err error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	add := func(table string, i int, err error, t thing) error {
		if err == nil && s.Seconds == 0 && t.Speed != (place{}) && t.Repeat == 0 {
			err = errors.New("it flies away and the scene has no end: give repeat_s, or the scene seconds")
		}
		if err != nil {
			return fmt.Errorf("%s %d: %w", table, i+1, err)
		}
		all = append(all, t)
		return nil
	}
	errs := []error{
		each(s.Multirotor, func(i int, m Multirotor) error {
			m = m.complete()
			return add("multirotor", i, m.validate(), thing{m.Emitter, m.voice})
		}),
		each(s.Helicopter, func(i int, h Helicopter) error {
			h = h.complete()
			return add("helicopter", i, h.validate(), thing{h.Emitter, h.voice})
		}),
		each(s.Airplane, func(i int, a Airplane) error {
			a = a.complete()
			return add("airplane", i, a.validate(), thing{a.Emitter, a.voice})
		}),
		each(s.Chainsaw, func(i int, c Chainsaw) error {
			c = c.complete()
			return add("chainsaw", i, c.validate(), thing{c.Emitter, c.voice})
		}),
		each(s.Motorcycle, func(i int, m Motorcycle) error {
			m = m.complete()
			return add("motorcycle", i, m.validate(), thing{m.Emitter, m.voice})
		}),
		each(s.Siren, func(i int, v Siren) error {
			v = v.complete()
			return add("siren", i, v.validate(), thing{v.Emitter, v.voice})
		}),
		each(s.Talker, func(i int, t Talker) error {
			t = t.complete()
			return add("talker", i, t.validate(), thing{t.Emitter, t.voice})
		}),
		each(s.Crowd, func(i int, c Crowd) error {
			c = c.complete()
			return add("crowd", i, c.validate(), thing{c.Emitter, c.voice})
		}),
		each(s.Wind, func(i int, w Wind) error {
			if err := w.complete().validate(); err != nil {
				return fmt.Errorf("wind %d: %w", i+1, err)
			}
			return nil
		}),
	}
	return all, firstError(errs...)
}

func each[T any](tables []T, do func(int, T) error) error {
	for i, t := range tables {
		if err := do(i, t); err != nil {
			return err
		}
	}
	return nil
}

// strength returns the factor that gives a voice a level in dB SPL, A-weighted or
// not, where a sine at full scale has the scene's.
func (s *Scene) strength(v voice, level float64, weighted bool) float64 {
	a := acoustic.NewWeighting()
	const settle, measure = int(rate / 5), int(3 * rate)
	var sum float64
	for i := range settle + measure {
		x := v()
		if weighted {
			x = a.Filter(x)
		}
		if i >= settle {
			sum += x * x
		}
	}
	return math.Sqrt(math.Pow(10, (level-s.FullScale)/10) / (2 * sum / float64(measure)))
}

// fade is how long an emitter takes to come up and to go, seconds.
const fade = 0.2

// sounds returns how loud an emitter is at a time of the scene, of 1.
func (e Emitter) sounds(seconds float64) float64 {
	if e.Repeat != 0 {
		seconds -= e.Repeat * math.Floor(seconds/e.Repeat)
	}
	up := 1.0
	if e.Start > 0 {
		up = (seconds - e.Start) / fade
	}
	if e.Stop > 0 {
		up = math.Min(up, (e.Stop-seconds)/fade)
	}
	return math.Max(0, math.Min(1, up))
}
