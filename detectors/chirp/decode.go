package chirp

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"vigie/detectors/fhss"
	"vigie/sdr/fec"
)

// A format is how ExpressLRS codes a packet's octets at one rate: with an implicit
// header, on SX127x chips or, where newer, on those that followed.
type format struct {
	sf, cr, octets int
	newer          bool
}

// formats are the packets of 500 kHz whose coding is known. At 2.4 GHz the chips
// interleave in a way that is not published.
var formats = []format{{5, 4, 8, true}, {6, 3, 8, false}, {6, 4, 13, false}, {7, 3, 8, false}, {8, 3, 8, false}, {9, 3, 8, false}}

// symbols returns how many chirps the payload has.
func (f format) symbols() int {
	n := 2*f.octets - f.block(0).Codewords()
	symbols := f.block(0).Symbols() + f.skip()
	for ; n > 0; n -= f.block(1).Codewords() {
		symbols += f.block(1).Symbols()
	}
	return symbols
}

// block returns the code of the first block, or of the others.
func (f format) block(i int) fec.LoRaBlock {
	if i == 0 {
		return fec.LoRaBlock{SF: f.sf, CR: 4, Reduced: !f.newer}
	}
	return fec.LoRaBlock{SF: f.sf, CR: f.cr}
}

// skip returns how many chirps without data come before the first block.
func (f format) skip() int {
	if f.newer {
		return 2
	}
	return 0
}

// A rateCode is how a synchronisation packet names a rate.
type rateCode struct {
	sf, octets int
	hz         float64
	v3         []byte // numbers in the versions 3, which changed once
	v4         byte
}

// rateCodes: index of the chip's table of rates in version 3, number of the rate
// among all in version 4.
var rateCodes = []rateCode{
	{5, 8, 250, nil, 7},
	{6, 8, 200, []byte{0, 5}, 5},
	{6, 13, 100, []byte{1}, 3},
	{7, 8, 100, []byte{1, 2}, 2},
	{8, 8, 50, []byte{2, 3}, 1},
	{9, 8, 25, []byte{3, 4}, 0},
}

// A decoder reads the synchronisation packets of ExpressLRS, which it sends for
// receivers that have lost it: its place in the hop sequence, its packet counter,
// its rate, and octets of what binds the link. All other packets are thrown away
// unread.
type decoder struct {
	salt    [8]byte
	nibbles [32]byte
	octets  [16]byte
	powers  [8][]float32
}

// season draws the salt of a run. A replay has none: who has the recording has the
// octets, and the same recording shall give the same events.
func (d *decoder) season(live bool) {
	if live {
		_, _ = rand.Read(d.salt[:]) // it does not fail
	}
}

// read returns what a packet proves, if it is a synchronisation packet with its
// check. rows are the powers of all chirps of its payload's symbols.
func (d *decoder) read(h hypothesis, rows []float32, loads int) (p fhss.Proof) {
	if h.bandwidth != 500e3 {
		return p
	}
	for _, f := range formats {
		if want := f.symbols(); f.sf != h.sf || loads < want-2 || loads > want+2 {
			continue
		}
		d.decode(f, rows)
		if p = d.check(f); p.System != "" {
			break
		}
	}
	clear(d.nibbles[:])
	clear(d.octets[:])
	return p
}

// decode fills d.octets.
func (d *decoder) decode(f format, rows []float32) {
	n := 1 << f.sf
	at, symbol := 0, f.skip()
	for i := 0; at < 2*f.octets; i++ {
		b := f.block(i)
		for s := range b.Symbols() {
			d.powers[s] = rows[(symbol+s)*n:][:n]
		}
		b.Decode(d.nibbles[at:], d.powers[:b.Symbols()])
		at, symbol = at+b.Codewords(), symbol+b.Symbols()
	}
	for i := range d.octets[:f.octets] {
		d.octets[i] = d.nibbles[2*i] | d.nibbles[2*i+1]<<4
	}
	fec.LoRaWhiten(d.octets[:f.octets])
}

// The form of a synchronisation packet: type in two bits, place in the hop sequence,
// counter, rate, an octet that differs between versions, two octets of the UID. The
// check begins with those two and the version; with model match the last one is sent
// with six bits changed.
const (
	typeSync = 2
	models   = 64
)

// check returns what the octets prove.
func (d *decoder) check(f format) (p fhss.Proof) {
	o := d.octets[:f.octets]
	if o[0]&3 != typeSync {
		return p
	}
	last := len(o) - 1
	sent, length, width, poly := uint16(o[0]>>2)<<8|uint16(o[last]), last, 14, uint16(0x2E57)
	if f.octets == 13 {
		sent, length, width, poly = uint16(o[last-1])|uint16(o[last])<<8, last-1, 16, 0x3D65
	} else {
		o[0] &= 3
	}
	for model := range uint16(models) {
		seed := (uint16(o[5])<<8 | uint16(o[6])) ^ model
		for version, mark := range versionMarks {
			if checksum(o[:length], width, poly, seed^mark) != sent {
				continue
			}
			rate, share := rateOf(f, o[3], version+3)
			if rate == 0 {
				continue
			}
			// Other packets have the type once in four, the rate by chance, and the
			// check once in 2^width for each seed tried.
			chance := 0.25 * share * 2 * float64(model+1) / float64(uint32(1)<<width)
			return fhss.Proof{
				System: "expresslrs", Version: version + 3, Hop: int(o[1]), Nonce: int(o[2]), RateHz: rate,
				Binding: d.hash(byte(seed>>8), byte(seed)), PFA: chance,
			}
		}
	}
	return p
}

// versionMarks is what versions 3 and 4 add to the check's beginning.
var versionMarks = [2]uint16{3, 4 << 8}

// rateOf returns the rate that a code means, 0 when it is not that of the chirps, and
// the share of codes that are.
func rateOf(f format, code byte, version int) (hz, share float64) {
	for _, r := range rateCodes {
		if r.sf != f.sf || r.octets != f.octets {
			continue
		}
		if version == 4 && code == r.v4 {
			return r.hz, 1. / 256
		}
		for _, v := range r.v3 {
			if version == 3 && code>>4 == v {
				return r.hz, float64(len(r.v3)) / 16
			}
		}
	}
	return 0, 0
}

// checksum is a check of so many bits, the highest bit of the first octet first.
func checksum(octets []byte, width int, poly, reg uint16) uint16 {
	for _, o := range octets {
		reg ^= uint16(o) << (width - 8)
		for range 8 {
			reg = reg<<1 ^ poly*(reg>>(width-1)&1)
		}
	}
	return reg & uint16(1<<width-1)
}

// hash returns what stands for the octets that bind a link, in this run only.
func (d *decoder) hash(a, b byte) uint64 {
	var salted [10]byte
	copy(salted[:], d.salt[:])
	salted[8], salted[9] = a, b
	sum := sha256.Sum256(salted[:])
	return binary.BigEndian.Uint64(sum[:])
}
