package synth

import (
	"fmt"
	"math/rand/v2"

	"vigie/sdr"
)

// An OOK is a crowd of what keys a carrier on and off: weather sensors and the
// remote controls of cars.
type OOK struct {
	Freq sdr.Hz `toml:"freq"` // 433.92 MHz when left out
	What string `toml:"what"` // "sensor" or "key"
	Crowd
}

// validate completes the description and returns what is wrong with it.
func (o *OOK) validate() *keyError {
	if o.Freq == 0 {
		o.Freq = 433.92e6
	}
	if o.What == "" {
		o.What = "sensor"
	}
	if o.What != "sensor" && o.What != "key" {
		return &keyError{key: "what", text: fmt.Sprintf("%q, want sensor or key", o.What)}
	}
	if err := (bounded{"freq", float64(o.Freq), 1e6, 1e12}).check(); err != nil {
		return err
	}
	return o.complete(map[string]float64{"sensor": 57, "key": 600}[o.What])
}

// open implements station.
func (o OOK) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return o.Crowd.open(all, r, noise, seconds, seed, func(random *rand.Rand) saying {
		freq := ppm(o.Freq, 50*random.NormFloat64()) // resonators, not crystals
		if o.What == "key" {
			return &ookKey{freq: freq}
		}
		return &ookSensor{freq: freq, id: byte(random.Uint32()), channel: byte(random.UintN(3))}
	})
}

// ookUnit is the time in seconds that pulses and gaps are counted in.
const ookUnit = 100e-6

// pulses appends alternating pulses and gaps, in units.
func pulses(dst []float32, units ...int) []float32 {
	for i, n := range units {
		for range n {
			dst = append(dst, float32(1-i%2))
		}
	}
	return dst
}

// An ookSensor sends temperature and humidity as those of the Nexus kind do: 36
// bits, a pulse of 0.5 ms before a gap of 1 ms for a zero and of 2 ms for a one,
// twelve times.
type ookSensor struct {
	freq        sdr.Hz
	id, channel byte
	symbols     []float32
}

// make implements saying.
func (m *ookSensor) make(dst []transmission, random *rand.Rand) []transmission {
	temperature := uint64(150 + random.IntN(100)) // tenths of a degree
	word := uint64(m.id)<<28 | 1<<27 | uint64(m.channel)<<24 | temperature<<12 | 0xF<<8 | uint64(40+random.IntN(30))
	m.symbols = m.symbols[:0]
	for range 12 {
		for i := 35; i >= 0; i-- {
			m.symbols = pulses(m.symbols, 5, 10+10*int(word>>i&1))
		}
		m.symbols = pulses(m.symbols, 5, 40)
	}
	return append(dst, transmission{freq: m.freq, keying: ook, symbols: m.symbols, rate: 1 / ookUnit})
}

// An ookKey sends a rolling code as many cars' keys do: 12 pulses, a gap, and 66
// bits in which a third or two thirds of 1.2 ms is a pulse, four times.
type ookKey struct {
	freq    sdr.Hz
	symbols []float32
}

// make implements saying.
func (m *ookKey) make(dst []transmission, random *rand.Rand) []transmission {
	var code [66]int
	for i := range code {
		code[i] = random.IntN(2)
	}
	m.symbols = m.symbols[:0]
	for range 4 {
		for range 12 {
			m.symbols = pulses(m.symbols, 4, 4)
		}
		m.symbols = pulses(m.symbols, 0, 40)
		for _, bit := range code {
			m.symbols = pulses(m.symbols, 8-4*bit, 4+4*bit)
		}
		m.symbols = pulses(m.symbols, 0, 160)
	}
	return append(dst, transmission{freq: m.freq, keying: ook, symbols: m.symbols, rate: 1 / ookUnit})
}
