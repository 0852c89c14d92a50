package synth

import (
	"fmt"
	"math/rand/v2"

	"vigie/sdr"
	"vigie/sdr/fec"
)

// A WMBus is a crowd of meters that send wireless M-Bus, EN 13757-4.
type WMBus struct {
	Mode string `toml:"mode"` // "s", "t" or "c", of which each has its own channel and coding
	Crowd
}

// validate completes the description and returns what is wrong with it.
func (w *WMBus) validate() *keyError {
	if w.Mode == "" {
		w.Mode = "t"
	}
	if _, ok := wmbusModes[w.Mode]; !ok {
		return &keyError{key: "mode", text: fmt.Sprintf("%q, want s, t or c", w.Mode)}
	}
	return w.complete(60)
}

// A wmbusMode is what EN 13757-4 says of one, in its tables 5 to 21.
type wmbusMode struct {
	freq      sdr.Hz
	chips     float64 // a second
	deviation float64
	bt        float64
	preamble  int  // pairs of chips
	zeros     bool // before the synchronisation
	sync      []byte
	code      func([]float32, ...byte) []float32
}

var wmbusModes = map[string]wmbusMode{
	"s": {868.3e6, 32768, 50e3, 0, 15, true, []byte{0x76, 0x96}, manchester},
	"t": {868.95e6, 100e3, 50e3, 0, 19, true, []byte{0x3D}, threeOfSix},
	"c": {868.95e6, 100e3, 45e3, 0.5, 16, false, []byte{0x54, 0x3D, 0x54, 0xCD}, appendSymbols},
}

// open implements station.
func (w WMBus) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return w.Crowd.open(all, r, noise, seconds, seed, func(random *rand.Rand) saying {
		m := &wmbusMeter{wmbusMode: wmbusModes[w.Mode], ppm: 10 * random.NormFloat64(), length: 25 + random.IntN(80)}
		randomise(m.address[:], random)
		return m
	})
}

// A wmbusMeter is one.
type wmbusMeter struct {
	wmbusMode
	ppm     float64
	length  int // octets behind the length itself
	address [6]byte
	frame   []byte
	symbols []float32
}

// wmbusCRC is inverted on the air.
var wmbusCRC = fec.NewCRC(16, 0x3D65)

// make implements saying: a frame of format A, with a check after the first ten
// octets and after every sixteen more.
func (m *wmbusMeter) make(dst []transmission, random *rand.Rand) []transmission {
	plain := make([]byte, m.length+1)
	randomise(plain, random)
	// Length, SND-NR, the manufacturer KAM, address; control information without a
	// header.
	copy(plain, []byte{byte(m.length), 0x44, 0x2D, 0x2C})
	copy(plain[4:], m.address[:])
	plain[10] = 0x78
	m.frame = m.frame[:0]
	for block := 10; len(plain) > 0; block = 16 {
		n := min(block, len(plain))
		sum := ^wmbusCRC.Packed(plain[:n], 8*n)
		m.frame = append(append(m.frame, plain[:n]...), byte(sum>>8), byte(sum))
		plain = plain[n:]
	}
	m.symbols = m.symbols[:0]
	for range m.preamble {
		m.symbols = append(m.symbols, -1, 1)
	}
	if m.zeros { // the synchronisation begins with two of them
		m.symbols = append(m.symbols, -1, -1)
	}
	m.symbols = appendSymbols(m.symbols, m.sync...)
	m.symbols = m.code(m.symbols, m.frame...)
	m.symbols = append(m.symbols, -1, 1) // postamble
	return append(dst, transmission{
		freq: ppm(m.freq, m.ppm), keying: fsk, symbols: m.symbols, rate: m.chips, deviation: m.deviation, bt: m.bt,
	})
}

// manchester appends bits as two chips each: 1 is 01 and 0 is 10, EN 13757-4.
func manchester(dst []float32, octets ...byte) []float32 {
	for _, o := range octets {
		for i := 7; i >= 0; i-- {
			level := 2*float32(o>>i&1) - 1
			dst = append(dst, -level, level)
		}
	}
	return dst
}

// sixes holds the code words of four bits, table 10 of EN 13757-4.
var sixes = [16]byte{0x16, 0x0D, 0x0E, 0x0B, 0x1C, 0x19, 0x1A, 0x13, 0x2C, 0x25, 0x26, 0x23, 0x34, 0x31, 0x32, 0x29}

// threeOfSix appends bits as six chips for four.
func threeOfSix(dst []float32, octets ...byte) []float32 {
	for _, o := range octets {
		for _, v := range []byte{o >> 4, o & 0xF} {
			for i := 5; i >= 0; i-- {
				dst = append(dst, 2*float32(sixes[v]>>i&1)-1)
			}
		}
	}
	return dst
}
