package synth

import (
	"math"
	"math/rand/v2"
)

// A Helicopter has a main rotor whose blades slap, a tail rotor that turns in a
// fixed ratio to it and a turbine. All turn at constant speed.
type Helicopter struct {
	Emitter
	RPM    float64 `toml:"rpm"` // of the main rotor
	Blades int     `toml:"blades"`
	Ratio  float64 `toml:"tail_ratio"` // tail rotor's speed to the main rotor's
	Tail   int     `toml:"tail_blades"`
	Slap   float64 `toml:"slap"` // how sharp the blades' pulses are, 0 to 1
}

func (h Helicopter) complete() Helicopter {
	h.Emitter = h.Emitter.complete(100)
	set(&h.RPM, 390)
	set(&h.Blades, 3)
	set(&h.Ratio, 5.3)
	set(&h.Tail, 2)
	set(&h.Slap, 0.5)
	return h
}

func (h Helicopter) validate() error {
	return firstError(h.Emitter.validate(), within("rpm", h.RPM, 150, 700), within("blades", float64(h.Blades), 2, 8),
		within("tail_ratio", h.Ratio, 2, 10), within("tail_blades", float64(h.Tail), 2, 12), within("slap", h.Slap, 0, 1))
}

func (h Helicopter) voice(random *rand.Rand) voice {
	main := family{amplitudes: powers(60, 4-2*h.Slap)}
	tail := family{amplitudes: powers(20, 5)}
	pulse := family{} // the phase of the main rotor's pulses alone
	speed := newDrift(3, random)
	roar := newSlope(1, random)
	var hiss resonance
	hiss.tune(1200, 2000)
	return func() float64 {
		turns := h.RPM / 60 * (1 + 0.001*speed.next())
		pulse.next(turns * float64(h.Blades))
		// Noise comes in the blades' rhythm: that is what is heard far away.
		chop := 0.25 + 0.75*math.Exp(-6*h.Slap*pulse.phase)
		noise := 3*hiss.next(random.NormFloat64()) + 2*roar.next()
		return 1.5*main.next(turns*float64(h.Blades)) + 0.8*tail.next(turns*h.Ratio*float64(h.Tail)) + 2*chop*noise
	}
}
