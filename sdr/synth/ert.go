package synth

import (
	"math/rand/v2"

	"vigie/sdr"
	"vigie/sdr/fec"
)

// An ERT is a crowd of North American utility meters that send the standard
// consumption message (US patent 6 262 685): a carrier keyed on and off, Manchester
// coded, on channels that change with every message.
type ERT struct {
	Crowd
}

const (
	ertLow      = 910e6
	ertHigh     = 920e6
	ertChannels = 50
	ertChips    = 32768
	ertSync     = 0x1F2A60 // 21 bits
)

// ertCRC is the BCH(255, 239) code, shortened to 80 bits.
var ertCRC = fec.NewCRC(16, 0x6F63)

// validate completes the description and returns what is wrong with it.
func (e *ERT) validate() *keyError { return e.complete(30) }

// open implements station.
func (e ERT) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return e.Crowd.open(all, r, noise, seconds, seed, func(random *rand.Rand) saying {
		return &ertMeter{id: random.Uint32() & (1<<26 - 1), reading: uint32(random.IntN(1 << 20))}
	})
}

type ertMeter struct {
	id, reading uint32
	symbols     []float32
}

// make implements saying.
func (m *ertMeter) make(dst []transmission, random *rand.Rand) []transmission {
	m.reading++
	var bits []byte
	put := func(v uint32, n int) {
		for i := n - 1; i >= 0; i-- {
			bits = append(bits, byte(v>>i&1))
		}
	}
	put(ertSync, 21)
	put(m.id>>24, 2)
	put(0, 1)          // reserved
	put(0, 2)          // physical tamper
	put(4, 4)          // an electricity meter
	put(0, 2)          // encoder tamper
	put(m.reading, 24) //
	put(m.id, 24)      //
	sum := ertCRC.Bits(bits[21:])
	put(sum, 16)
	m.symbols = m.symbols[:0]
	for _, bit := range bits {
		m.symbols = append(m.symbols, float32(bit), float32(1-bit))
	}
	channel := sdr.Hz(random.IntN(ertChannels)) + 0.5
	return append(dst, transmission{
		freq: ertLow + channel*(ertHigh-ertLow)/ertChannels, keying: ook, symbols: m.symbols, rate: ertChips,
	})
}
