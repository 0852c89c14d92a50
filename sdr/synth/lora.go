package synth

import (
	"math"

	"vigie/sdr/fec"
)

// A loraModem is how a LoRa chip is set: Semtech SX1276 data sheet, section 4.1.1,
// and SX1261/2 data sheet, section 6.1, for Newer ones, which send two more
// chirps after the preamble and a full first block when SF is 5 or 6.
type loraModem struct {
	SF        int
	Bandwidth float64 // Hz
	CR        int     // parity bits to a nibble
	Preamble  int     // symbols
	Sync      byte    // word behind the preamble
	Explicit  bool    // header
	Check     bool    // 16 bits behind the payload
	LowRate   bool    // all symbols carry two bits less
	Newer     bool
	Inverted  bool // chirps fall where they would rise
}

// symbol returns how long a symbol takes in seconds.
func (m *loraModem) symbol() float64 { return math.Exp2(float64(m.SF)) / m.Bandwidth }

// short reports whether this is one of the newer chips' short symbols.
func (m *loraModem) short() bool { return m.Newer && m.SF < 7 }

// encode returns the chirps of a payload.
func (m *loraModem) encode(payload []byte) (chirps []int) {
	var nibbles []byte
	if m.Explicit {
		h := fec.LoRaHeader(len(payload), m.CR, m.Check)
		nibbles = append(nibbles, h[:]...)
	}
	octets := append([]byte(nil), payload...)
	fec.LoRaWhiten(octets)
	if m.Check {
		c := fec.LoRaCheck(payload)
		octets = append(octets, byte(c), byte(c>>8))
	}
	for _, o := range octets {
		nibbles = append(nibbles, o&0xF, o>>4)
	}
	block := fec.LoRaBlock{SF: m.SF, CR: 4, Reduced: !m.short()}
	for len(nibbles) > 0 {
		n := block.Codewords()
		for len(nibbles) < n {
			nibbles = append(nibbles, 0)
		}
		at := len(chirps)
		chirps = append(chirps, make([]int, block.Symbols())...)
		block.Encode(chirps[at:], nibbles[:n])
		nibbles = nibbles[n:]
		block.CR, block.Reduced = m.CR, m.LowRate
	}
	return chirps
}

// airtime returns how long a frame of so many chirps takes in seconds.
func (m *loraModem) airtime(chirps int) float64 {
	n := float64(m.Preamble+chirps) + 4.25
	if m.short() {
		n += 2
	}
	return n * m.symbol()
}

// A sweep is a stretch of a frame in which the frequency changes evenly.
type sweep struct {
	start, end float64 // seconds from the frame's start
	hz         float64 // at the start, from the middle
	rate       float64 // hertz a second
	turns      float64 // phase at the start
}

// sweeps returns the waveform of a frame.
func (m *loraModem) sweeps(chirps []int) (all []sweep) {
	n := math.Exp2(float64(m.SF))
	up := m.Bandwidth / m.symbol()
	at, turns := 0., 0.
	add := func(chirp int, down bool, symbols float64) {
		seconds := symbols * m.symbol()
		hz, rate := (float64(chirp)/n-0.5)*m.Bandwidth, up
		wrap := (n - float64(chirp)) / m.Bandwidth
		if down {
			hz, rate = -hz, -rate
		}
		all = append(all, sweep{at, at + min(wrap, seconds), hz, rate, turns})
		if wrap < seconds { // the phase goes on; over a whole symbol it comes to whole turns
			jump := m.Bandwidth
			if down {
				jump = -jump
			}
			all = append(all, sweep{at + wrap, at + seconds, hz - jump + rate*wrap, rate, turns + (hz+rate/2*wrap)*wrap})
		}
		if symbols != 1 {
			turns += (hz + rate/2*seconds) * seconds
		}
		at += seconds
	}
	for range m.Preamble {
		add(0, false, 1)
	}
	add(int(m.Sync>>4)<<3, false, 1)
	add(int(m.Sync&0xF)<<3, false, 1)
	add(0, true, 1)
	add(0, true, 1)
	add(0, true, 0.25)
	if m.short() {
		add(0, false, 1)
		add(0, false, 1)
	}
	for _, c := range chirps {
		add(c, false, 1)
	}
	if m.Inverted {
		for i := range all {
			all[i].hz, all[i].rate, all[i].turns = -all[i].hz, -all[i].rate, -all[i].turns
		}
	}
	return all
}
