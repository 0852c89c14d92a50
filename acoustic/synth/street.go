package synth

import (
	"math"
	"math/rand/v2"
)

// A Siren is a vehicle's: two tones by turns, as the French police's (435 and
// 580 Hz), or one that wails up and down.
type Siren struct {
	Emitter
	Low    float64 `toml:"low_hz"`
	High   float64 `toml:"high_hz"`
	Period float64 `toml:"period_s"`
	Wail   bool    `toml:"wail"`
}

func (s Siren) complete() Siren {
	s.Emitter = s.Emitter.complete(110)
	set(&s.Low, 435)
	set(&s.High, 580)
	set(&s.Period, 1.1)
	return s
}

func (s Siren) validate() error {
	return firstError(s.Emitter.validate(), within("low_hz", s.Low, 100, 3000), within("high_hz", s.High, 100, 3000), within("period_s", s.Period, 0.1, 20))
}

func (s Siren) voice(*rand.Rand) voice {
	horn := family{amplitudes: []float64{1, 0.25, 0.6, 0.15, 0.35, 0.1, 0.2, 0.05, 0.1}}
	phase := 0.0
	return func() float64 {
		phase += 1 / (s.Period * rate)
		phase -= math.Floor(phase)
		hz := s.Low
		switch {
		case s.Wail:
			hz += (s.High - s.Low) * 0.5 * (1 - math.Cos(2*math.Pi*phase))
		case phase > 0.5:
			hz = s.High
		}
		return horn.next(hz)
	}
}

// A Talker is somebody who talks, in syllables of no language.
type Talker struct {
	Emitter
	Pitch float64 `toml:"pitch_hz"`
}

func (t Talker) complete() Talker {
	t.Emitter = t.Emitter.complete(60)
	set(&t.Pitch, 140)
	return t
}

func (t Talker) validate() error {
	return firstError(t.Emitter.validate(), within("pitch_hz", t.Pitch, 60, 500))
}

func (t Talker) voice(random *rand.Rand) voice {
	glottis := family{amplitudes: powers(60, 6)}
	melody := newDrift(0.3, random)
	var mouth [3]resonance
	var hiss resonance
	hiss.tune(5000, 3000)
	left, length, loud, voiced := 0, 1, 0.0, true
	return func() float64 {
		if left--; left <= 0 { // the next syllable, consonant or pause: four or five a second
			length = int((0.08 + 0.2*random.Float64()) * rate)
			left, voiced, loud = length, random.Float64() < 0.7, 0.4+0.6*random.Float64()
			if random.Float64() < 0.15 {
				loud, length = 0, length*2
				left = length
			}
			mouth[0].tune(300+500*random.Float64(), 80)
			mouth[1].tune(900+1300*random.Float64(), 110)
			mouth[2].tune(2300+700*random.Float64(), 160)
		}
		envelope := loud * math.Sin(math.Pi*float64(left)/float64(length))
		if !voiced {
			return 0.5 * envelope * hiss.next(random.NormFloat64())
		}
		pulse := glottis.next(t.Pitch * math.Exp(0.15*melody.next()))
		return envelope * (3*mouth[0].next(pulse) + 2*mouth[1].next(pulse) + mouth[2].next(pulse))
	}
}

// A Crowd is many talkers around one place, too many to be told apart.
type Crowd struct {
	Emitter
	People int `toml:"people"`
}

func (c Crowd) complete() Crowd {
	c.Emitter = c.Emitter.complete(85)
	set(&c.People, 40)
	return c
}

func (c Crowd) validate() error {
	return firstError(c.Emitter.validate(), within("people", float64(c.People), 2, 500))
}

func (c Crowd) voice(random *rand.Rand) voice {
	voices := make([]voice, min(c.People, 24)) // more sound no different
	for i := range voices {
		voices[i] = Talker{Pitch: 90 + 150*random.Float64()}.complete().voice(random)
	}
	return func() (sum float64) {
		for _, v := range voices {
			sum += v()
		}
		return sum
	}
}

// A Wind blows over the microphones: noise that is not the same at two of them. Its
// power falls as f^(-5/3), that of turbulence, and by 20 dB a decade more from
// 60 Hz on, where the eddies become smaller than a windscreen. It has no place, and
// its level is at the microphone.
type Wind struct {
	Level float64 `toml:"level_db"` // unweighted, dB SPL
	Gusts float64 `toml:"gusts"`    // depth of the gusts, 0 to 1
}

func (w Wind) complete() Wind {
	set(&w.Level, 70)
	set(&w.Gusts, 0.5)
	return w
}

func (w Wind) validate() error {
	return firstError(within("level_db", w.Level, 0, 130), within("gusts", w.Gusts, 0, 1))
}

func (w Wind) voice(random *rand.Rand) voice {
	turbulence, gust := newSlope(5.0/3, random), newDrift(1.5, random)
	keep, screened := math.Exp(-2*math.Pi*60/rate), 0.0
	return func() float64 {
		screened = keep*screened + (1-keep)*turbulence.next()
		return screened * math.Exp(w.Gusts*gust.next())
	}
}
