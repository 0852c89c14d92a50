package synth

import (
	"encoding/hex"
	"math/rand/v2"

	"vigie/sdr/fec"
)

// blockOctets is the length of a layer 2 frame on a control channel.
const blockOctets = 23

// trainingBits are the training sequences of normal bursts, TS 45.002 table
// 5.2.3a, and syncBits that of synchronisation bursts, clause 5.2.5.
var (
	trainingBits = [8]string{
		"00100101110000100010010111", "00101101110111100010110111", "01000011101110100100001110", "01000111101101000100011110",
		"00011010111001000001101011", "01001110101100000100111010", "10100111110110001010011111", "11101111000100101110111100",
	}
	syncBits  = "1011100101100010000001000000111100101101010001010111011000011011"
	dummyBits = "1111101101110110000010100100111000001001000100000001111100011100010111000101110001010111010010100011001100111001111010011111000100101111101010"
)

// timeslots says what a base station sends in every timeslot: TS 45.002 clause 7
// tables 1 and 3, for a BCCH with CCCH, with SDCCH/4 or without.
type timeslots struct {
	BTS
	random *rand.Rand
	sch    *fec.SCH
	xcch   *fec.XCCH
	cycle  [8][][]byte // System Information by TC
	bits   [burstBits]byte
	coded  [fec.XCCHCoded]byte
	code   [fec.SCHCoded]byte
	info   [fec.XCCHInfo]byte
	paged  [blockOctets]byte
	block  int // frame number of the block in coded, -1 for none
}

func newTimeslots(b BTS, random *rand.Rand) *timeslots {
	return &timeslots{BTS: b, random: random, sch: fec.NewSCH(), xcch: fec.NewXCCH(), cycle: b.systemInformation(), block: -1}
}

// burst returns the 148 bits of a slot, counted from the start of frame FN.
func (t *timeslots) burst(slot int64) []byte {
	frame := slot >> 3
	fn := int(((int64(t.FN)+frame)%hyperframe + hyperframe) % hyperframe)
	if slot&7 != 0 {
		if t.random.Float64() < t.Load {
			return t.normal(t.BCC, nil)
		}
		return t.dummy()
	}
	if bits := t.Bursts[fn]; len(bits) == burstBits {
		return bits
	}
	at := fn % 51
	switch {
	case at == 50:
		return t.dummy()
	case at%10 == 0:
		clear(t.bits[:])
		return t.bits[:]
	case at%10 == 1:
		return t.synchronisation(fn)
	}
	number := (at%10 - 2) % 4
	if first := fn - number; first != t.block {
		t.block = first
		unpack(t.info[:], t.content(first))
		t.xcch.Encode(t.coded[:], t.info[:])
	}
	return t.normal(t.BCC, t.coded[fec.XCCHBurst*number:][:fec.XCCHBurst])
}

// dummy is sent when there is nothing to say, clause 5.2.6.
func (t *timeslots) dummy() []byte {
	clear(t.bits[:])
	write(t.bits[3:], dummyBits)
	return t.bits[:]
}

// normal puts 114 bits, random ones for nil, around a training sequence, clause
// 5.2.3. The stealing flags are set, as on control channels.
func (t *timeslots) normal(tsc int, data []byte) []byte {
	clear(t.bits[:])
	for i := range fec.XCCHBurst {
		at := 3 + i
		if i >= 57 {
			at = 88 + i - 57
		}
		if data != nil {
			t.bits[at] = data[i]
		} else {
			t.bits[at] = byte(t.random.Uint32() & 1)
		}
	}
	t.bits[60], t.bits[87] = 1, 1
	write(t.bits[61:], trainingBits[tsc])
	return t.bits[:]
}

// synchronisation is TS 45.002 clause 5.2.5 with the contents of TS 44.018 clause
// 9.1.30a.
func (t *timeslots) synchronisation(fn int) []byte {
	t1, t2, t3 := fn/(26*51), fn%26, (fn%51-1)/10
	octets := [4]byte{
		byte(t.NCC<<5 | t.BCC<<2 | t1>>9), byte(t1 >> 1), byte(t1&1<<7 | t2<<2 | t3>>1), byte(t3 & 1),
	}
	var info [fec.SCHInfo]byte
	unpack(info[:], octets[:])
	code := t.sch.Encode(t.code[:0], info[:])
	clear(t.bits[:])
	copy(t.bits[3:], code[:39])
	write(t.bits[42:], syncBits)
	copy(t.bits[106:], code[39:])
	return t.bits[:]
}

// write puts a text of bits into dst.
func write(dst []byte, bits string) {
	for i := range bits {
		dst[i] = bits[i] - '0'
	}
}

// content returns the layer 2 frame of the block that begins in a frame: TS
// 45.002 clause 6.3.1.3 for the broadcast.
func (t *timeslots) content(fn int) []byte {
	at := fn % 51
	switch {
	case at == 2:
		round := t.cycle[fn/51%8]
		return round[fn/(51*8)%len(round)]
	case at > 20 && t.Combined:
		return idleDedicated
	case t.random.Float64() < t.Paging:
		return t.page()
	}
	return idlePaging
}

// Frames that say nothing: a paging request type 1 without identity, and the
// fill frame of LAPDm (TS 44.006 clause 5.4.2.3).
var (
	idlePaging    = octets("15062100 01f0 2b 2b2b2b2b2b2b2b2b 2b2b2b2b2b2b2b2b")
	idleDedicated = octets("030301 2b2b2b2b 2b2b2b2b2b2b2b2b 2b2b2b2b2b2b2b2b")
)

// page returns a paging request type 1 for an identity that is drawn.
func (t *timeslots) page() []byte {
	o := t.paged[:]
	copy(o, idlePaging)
	if t.random.Float64() < t.Long {
		o[0], o[4], o[5] = 0x31, 8, byte(t.random.IntN(10))<<4|9
		for i := range 7 {
			o[6+i] = byte(t.random.IntN(10)<<4 | t.random.IntN(10))
		}
		return o
	}
	o[0], o[4], o[5] = 0x25, 5, 0xF4
	for i := range 4 {
		o[6+i] = byte(t.random.Uint32())
	}
	return o
}

// octets reads hex with spaces, of the package's own texts.
func octets(text string) []byte {
	var digits []byte
	for i := range text {
		if text[i] != ' ' {
			digits = append(digits, text[i])
		}
	}
	o, err := hex.DecodeString(string(digits))
	if err != nil {
		panic(err)
	}
	return o
}

// unpack writes the bits of octets, least significant first: TS 44.006.
func unpack(bits, octets []byte) {
	for i := range bits {
		bits[i] = octets[i/8] >> (i % 8) & 1
	}
}
