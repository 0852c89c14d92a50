package synth

import (
	"math/rand/v2"

	"vigie/sdr"
	"vigie/sdr/fec"
)

// A Pager is a crowd of paging transmitters that send POCSAG (ITU-R M.584-2):
// frequency shift keying of ±4.5 kHz, batches of code words.
type Pager struct {
	Freq sdr.Hz `toml:"freq"` // 466.05 MHz when left out
	Baud int    `toml:"baud"` // 512, 1200 or 2400; 1200 when left out
	Text string `toml:"text"` // digits that are sent; random ones when left out
	Crowd
}

// POCSAG's numbers.
const (
	pocsagDeviation = 4500
	pocsagPreamble  = 576 // bits
	pocsagSync      = 0x7CD215D8
	pocsagIdle      = 0x7A89C197
)

// pocsagBCH is the BCH(31, 21) code of clause 3.3.
var pocsagBCH = fec.NewCRC(10, 0x369)

// validate completes the description and returns what is wrong with it.
func (p *Pager) validate() *keyError {
	if p.Freq == 0 {
		p.Freq = 466.05e6
	}
	if p.Baud == 0 {
		p.Baud = 1200
	}
	for _, v := range []bounded{{"freq", float64(p.Freq), 1e6, 1e12}, {"baud", float64(p.Baud), 512, 2400}} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return p.complete(20)
}

// open implements station.
func (p Pager) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	return p.Crowd.open(all, r, noise, seconds, seed, func(random *rand.Rand) saying {
		return &pocsag{Pager: p, address: random.Uint32() & (1<<21 - 1)}
	})
}

type pocsag struct {
	Pager
	address uint32
	symbols []float32
}

// make implements saying: one batch with a numeric page.
func (m *pocsag) make(dst []transmission, random *rand.Rand) []transmission {
	m.symbols = m.symbols[:0]
	for i := range pocsagPreamble {
		m.bit(1 - i&1)
	}
	m.word(pocsagSync)
	words := [16]uint32{}
	for i := range words {
		words[i] = pocsagIdle
	}
	at := int(m.address&7) * 2 // the frame that the address's lowest bits choose
	words[at] = pocsagWord(m.address >> 3 << 2)
	digits := m.Text
	if digits == "" {
		for range 10 {
			digits += string(rune('0' + random.IntN(10)))
		}
	}
	for at++; len(digits) > 0 && at < len(words); at++ {
		v := uint32(1) << 20
		for i := range 5 {
			d := uint32(0xC) // a space
			if i < len(digits) {
				d = uint32(digits[i] - '0')
			}
			v |= reversed4(d) << (16 - 4*i)
		}
		digits = digits[min(5, len(digits)):]
		words[at] = pocsagWord(v)
	}
	for _, w := range words {
		m.word(w)
	}
	return append(dst, transmission{freq: m.Freq, keying: fsk, symbols: m.symbols, rate: float64(m.Baud), deviation: pocsagDeviation, bt: 1})
}

// bit appends one; a one is the lower frequency.
func (m *pocsag) bit(b int) { m.symbols = append(m.symbols, 1-2*float32(b)) }

func (m *pocsag) word(w uint32) {
	for i := 31; i >= 0; i-- {
		m.bit(int(w >> i & 1))
	}
}

// pocsagWord appends check and parity to 21 bits.
func pocsagWord(v uint32) uint32 {
	var bits [21]byte
	for i := range bits {
		bits[i] = byte(v >> (20 - i) & 1)
	}
	w := v<<11 | pocsagBCH.Bits(bits[:])<<1
	for p := w; p != 0; p &= p - 1 {
		w ^= 1
	}
	return w
}

func reversed4(v uint32) uint32 { return v&1<<3 | v&2<<1 | v&4>>1 | v&8>>3 }
