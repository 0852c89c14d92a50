package synth

import (
	"math"
	"math/rand/v2"
)

// An Airplane has one piston engine that drives a propeller without a gear, at
// constant speed.
type Airplane struct {
	Emitter
	RPM       float64 `toml:"rpm"`
	Cylinders int     `toml:"cylinders"`
	Blades    int     `toml:"blades"`
}

func (a Airplane) complete() Airplane {
	a.Emitter = a.Emitter.complete(105)
	set(&a.RPM, 2400)
	set(&a.Cylinders, 4)
	set(&a.Blades, 2)
	return a
}

func (a Airplane) validate() error {
	return firstError(a.Emitter.validate(), within("rpm", a.RPM, 1000, 7000),
		within("cylinders", float64(a.Cylinders), 1, 12), within("blades", float64(a.Blades), 2, 6))
}

func (a Airplane) voice(random *rand.Rand) voice {
	// A four-stroke engine fires each cylinder once in two turns.
	exhaust := family{amplitudes: powers(40, 5)}
	propeller := family{amplitudes: powers(40, 3.5)}
	speed, noise := newDrift(2, random), newSlope(1, random)
	return func() float64 {
		turns := a.RPM / 60 * (1 + 0.0007*speed.next())
		return exhaust.next(turns*float64(a.Cylinders)/2) + 1.2*propeller.next(turns*float64(a.Blades)) + noise.next()
	}
}

// A Chainsaw is a two-stroke engine of one cylinder, revved and loaded by turns.
type Chainsaw struct {
	Emitter
	Idle float64 `toml:"idle_rpm"`
	Full float64 `toml:"full_rpm"`
}

func (c Chainsaw) complete() Chainsaw {
	c.Emitter = c.Emitter.complete(100)
	set(&c.Idle, 2800)
	set(&c.Full, 10500)
	return c
}

func (c Chainsaw) validate() error {
	return firstError(c.Emitter.validate(), within("idle_rpm", c.Idle, 1000, 6000), within("full_rpm", c.Full, 5000, 16000))
}

func (c Chainsaw) voice(random *rand.Rand) voice {
	firing := family{amplitudes: powers(60, 3)}
	var muffler resonance
	muffler.tune(900, 1200)
	cycle, load := newDrift(0.01, random), newDrift(0.15, random)
	rpm, target, left := c.Idle, c.Full, 0
	return func() float64 {
		if left--; left <= 0 { // trigger pressed for some seconds, released for one
			if target == c.Idle {
				target, left = c.Full, int((2+3*random.Float64())*rate)
			} else {
				target, left = c.Idle, int((0.5+random.Float64())*rate)
			}
		}
		working := (rpm - c.Idle) / (c.Full - c.Idle)
		rpm += (target*(1-0.12*working*math.Abs(load.next())) - rpm) / (0.15 * rate)
		tone := firing.next(rpm / 60 * (1 + 0.015*cycle.next()))
		return (0.3 + working) * (tone + 2*muffler.next(tone+0.8*random.NormFloat64()))
	}
}

// A Motorcycle is a four-stroke engine that goes up through the gears.
type Motorcycle struct {
	Emitter
	Cylinders int     `toml:"cylinders"`
	Low       float64 `toml:"low_rpm"` // after a gear change
	High      float64 `toml:"high_rpm"`
}

func (m Motorcycle) complete() Motorcycle {
	m.Emitter = m.Emitter.complete(92)
	set(&m.Cylinders, 2)
	set(&m.Low, 3000)
	set(&m.High, 6500)
	return m
}

func (m Motorcycle) validate() error {
	return firstError(m.Emitter.validate(), within("cylinders", float64(m.Cylinders), 1, 6),
		within("low_rpm", m.Low, 800, 8000), within("high_rpm", m.High, 2000, 16000))
}

func (m Motorcycle) voice(random *rand.Rand) voice {
	firing := family{amplitudes: powers(50, 4)}
	half := family{amplitudes: powers(30, 5)} // the cycle of two turns, in which the cylinders differ
	var pipe resonance
	pipe.tune(350, 500)
	cycle, noise := newDrift(0.02, random), newSlope(1, random)
	rpm := m.Low
	return func() float64 {
		if rpm += (m.High - m.Low) / (2.5 * rate); rpm > m.High {
			rpm = m.Low
		}
		turns := rpm / 60 * (1 + 0.008*cycle.next())
		tone := firing.next(turns*float64(m.Cylinders)/2) + 0.5*half.next(turns/2)
		return tone + 2*pipe.next(tone) + 0.5*noise.next()
	}
}
