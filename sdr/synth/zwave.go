package synth

import (
	"fmt"
	"math/rand/v2"

	"vigie/sdr"
	"vigie/sdr/fec"
)

// A ZWave is a crowd of Z-Wave devices, ITU-T G.9959, on the European channels.
type ZWave struct {
	RateKbps float64 `toml:"rate_kbps"` // 9.6, 40 or 100
	Crowd
}

// validate completes the description and returns what is wrong with it.
func (z *ZWave) validate() *keyError {
	if z.RateKbps == 0 {
		z.RateKbps = 40
	}
	if _, ok := zwaveRates[z.RateKbps]; !ok {
		return &keyError{key: "rate_kbps", text: fmt.Sprintf("%g, want 9.6, 40 or 100", z.RateKbps)}
	}
	return z.complete(30)
}

// A zwaveRate is one of G.9959's data rates R1 to R3, clause 7.1.2.
type zwaveRate struct {
	freq      sdr.Hz
	symbols   float64 // a second
	deviation float64
	bt        float64
	preamble  int // octets
	code      func([]float32, ...byte) []float32
}

var zwaveRates = map[float64]zwaveRate{
	9.6: {868.42e6, 19200, 20e3, 0, 10, manchester},
	40:  {868.4e6, 40e3, 20e3, 0, 20, appendSymbols},
	100: {869.85e6, 100e3, 29e3, 0.6, 40, appendSymbols},
}

// zwaveStart is the start of frame delimiter.
const zwaveStart = 0xF0

// zwaveCRC is the check of R3; R1 and R2 have the exclusive or of all octets.
var zwaveCRC = fec.NewCRC(16, 0x1021)

// open implements station.
func (z ZWave) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return z.Crowd.open(all, r, noise, seconds, seed, func(random *rand.Rand) saying {
		m := &zwaveDevice{zwaveRate: zwaveRates[z.RateKbps], ppm: 10 * random.NormFloat64(), wide: z.RateKbps == 100}
		randomise(m.home[:], random)
		return m
	})
}

type zwaveDevice struct {
	zwaveRate
	ppm     float64
	wide    bool // R3's check
	home    [4]byte
	frame   []byte
	symbols [2][]float32
}

// zwaveAnswerS is after how long the receiver acknowledges.
const zwaveAnswerS = 1e-3

// make implements saying: a single-cast frame and its acknowledgement, clause 8.1.
func (m *zwaveDevice) make(dst []transmission, random *rand.Rand) []transmission {
	start := 0.
	for i, contents := range [2]int{3 + random.IntN(30), 0} {
		length := 9 + contents + 1
		if m.wide {
			length += 2 // a sequence number is counted apart, and the check is longer
		}
		m.frame = append(m.frame[:0], m.home[:]...)
		m.frame = append(m.frame, byte(1+i), 0x41+0x42*byte(i), byte(random.UintN(16)), byte(length), byte(2-i))
		for range contents {
			m.frame = append(m.frame, byte(random.Uint32()))
		}
		m.check()
		s := m.symbols[i][:0]
		for range m.preamble {
			s = m.code(s, 0x55)
		}
		s = m.code(s, zwaveStart)
		m.symbols[i] = m.code(s, m.frame...)
		t := transmission{
			start: start, freq: ppm(m.freq, m.ppm), keying: fsk, symbols: m.symbols[i], rate: m.zwaveRate.symbols,
			deviation: m.deviation, bt: m.bt,
		}
		start += t.seconds() + zwaveAnswerS
		dst = append(dst, t)
	}
	return dst
}

// check appends the frame's check.
func (m *zwaveDevice) check() {
	if m.wide {
		sum := zwaveCRC.Packed(append([]byte{0xFF, 0xFF}, m.frame...), 8*(len(m.frame)+2)) // leaves the register at 0x1D0F
		m.frame = append(m.frame, byte(sum>>8), byte(sum))
		return
	}
	sum := byte(0xFF)
	for _, o := range m.frame {
		sum ^= o
	}
	m.frame = append(m.frame, sum)
}
