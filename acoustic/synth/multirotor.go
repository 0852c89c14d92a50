package synth

import (
	"math"
	"math/rand/v2"
)

// A Multirotor is a drone with 2 to 8 rotors on fixed pitch, each held at a speed
// of its own by a controller that corrects the attitude: what sounds as one tone
// is a bundle of lines, wider the higher the harmonic.
type Multirotor struct {
	Emitter
	Rotors    int     `toml:"rotors"`
	Blades    int     `toml:"blades"`
	RPM       float64 `toml:"rpm"`
	Detune    float64 `toml:"detune"`       // spread of the rotors' speeds, a share
	Wander    float64 `toml:"wander"`       // of each speed in time, a share
	AM        float64 `toml:"am"`           // depth of the slow modulation
	Broadband float64 `toml:"broadband_db"` // hiss against all tones
}

func (m Multirotor) complete() Multirotor {
	m.Emitter = m.Emitter.complete(70)
	set(&m.Rotors, 4)
	set(&m.Blades, 2)
	set(&m.RPM, 5400)
	set(&m.Detune, 0.03)
	set(&m.Wander, 0.008)
	set(&m.AM, 0.15)
	set(&m.Broadband, -3)
	return m
}

func (m Multirotor) validate() error {
	return firstError(m.Emitter.validate(),
		within("rotors", float64(m.Rotors), 2, 8), within("blades", float64(m.Blades), 1, 6), within("rpm", m.RPM, 500, 40000),
		within("detune", m.Detune, 0, 0.3), within("wander", m.Wander, 0, 0.1), within("am", m.AM, 0, 1), within("broadband_db", m.Broadband, -60, 40))
}

// rotor is one of its rotors.
type rotor struct {
	speed  float64 // revolutions a second
	slow   drift   // the controller's corrections
	fast   drift   // gusts
	blades family
	shaft  family // an imbalance, once a revolution
}

func (m Multirotor) voice(random *rand.Rand) voice {
	rotors := make([]rotor, m.Rotors)
	for i := range rotors {
		detune := m.Detune * (2*random.Float64() - 1)
		rotors[i] = rotor{
			speed: m.RPM / 60 * (1 + detune),
			slow:  newDrift(0.7, random), fast: newDrift(0.04, random),
			blades: family{phase: random.Float64(), amplitudes: powers(40, 5+2*random.Float64())},
			shaft:  family{phase: random.Float64(), amplitudes: powers(12, 6)},
		}
	}
	throttle, sway := newDrift(2, random), newDrift(0.05, random)
	var hiss [2]resonance
	hiss[0].tune(3000, 2500)
	hiss[1].tune(5000, 4000)
	tones := math.Sqrt(float64(m.Rotors)) * 0.9 // root of the mean square of all tones, about
	broad := tones * math.Pow(10, m.Broadband/20)
	return func() float64 {
		common := 1 + 0.5*m.Wander*throttle.next()
		var sum float64
		for i := range rotors {
			r := &rotors[i]
			turns := r.speed * common * (1 + m.Wander*(0.8*r.slow.next()+0.25*r.fast.next()))
			sum += r.blades.next(turns*float64(m.Blades)) + 0.15*r.shaft.next(turns)
		}
		white := random.NormFloat64()
		noise := broad * (1.5*hiss[0].next(white) + 1.5*hiss[1].next(white))
		return (sum + noise) * (1 + m.AM*sway.next())
	}
}
