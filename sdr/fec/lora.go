package fec

import "math/bits"

// LoRa's channel code is not published; it is known from what has been measured
// (M. Knight, B. Seeber, Decoding LoRa, GNU Radio Conference 2016; J. Tapparel et
// al., An Open-Source LoRa Physical Layer Prototype on GNU Radio, SPAWC 2020).
// Octets are whitened and cut into nibbles, the low one first; each nibble gets
// parity bits; as many codewords as a symbol has bits are interleaved along
// diagonals into as many symbols as a codeword has bits; and symbols are Gray
// coded so that neighbouring chirps differ in one bit.

// LoRaWhiten adds LoRa's whitening sequence to octets in place: a register of
// eight bits that begins with ones, x⁸+x⁶+x⁵+x⁴+1.
func LoRaWhiten(octets []byte) {
	reg := byte(0xFF)
	for i := range octets {
		octets[i] ^= reg
		reg = reg<<1 | byte(bits.OnesCount8(reg&0xB8)&1)
	}
}

// A LoRaBlock is the code of one block of symbols: SF bits a symbol, and CR
// parity bits to a nibble, 1 to 4. In a Reduced block, as the first one of every
// frame but the short ones of newer chips, symbols carry two bits less.
type LoRaBlock struct {
	SF, CR  int
	Reduced bool
}

// Codewords returns how many nibbles a block carries.
func (b LoRaBlock) Codewords() int {
	if b.Reduced {
		return b.SF - 2
	}
	return b.SF
}

// Symbols returns how many symbols a block has.
func (b LoRaBlock) Symbols() int { return 4 + b.CR }

// loraCodeword returns a nibble's codeword, its first bit in bit 0: the nibble's
// four bits, lowest first, then CR parity bits.
func loraCodeword(nibble byte, cr int) byte {
	n := nibble & 0xF
	if cr == 1 {
		return n | parity(n)<<4
	}
	w := n | parity(n&7)<<4 | parity(n&14)<<5 | parity(n&11)<<6 | parity(n&13)<<7
	return w & (1<<(4+cr) - 1)
}

func parity(x byte) byte { return byte(bits.OnesCount8(x) & 1) }

// Encode writes the chirps of a block to dst, Symbols() of them, 0…2^SF-1, from
// Codewords() nibbles.
func (b LoRaBlock) Encode(dst []int, nibbles []byte) {
	rows := b.Codewords()
	for s := range b.Symbols() {
		word := 0
		for j := range rows {
			cw := loraCodeword(nibbles[((s-j-1)%rows+rows)%rows], b.CR)
			word = word<<1 | int(cw>>s&1)
		}
		if b.Reduced {
			word = word<<2 | bits.OnesCount(uint(word))&1<<1
		}
		dst[s] = (loraUngray(word) + 1) & (1<<b.SF - 1)
	}
}

// loraUngray returns the number whose Gray code is g.
func loraUngray(g int) int {
	for shift := 1; shift < 16; shift <<= 1 {
		g ^= g >> shift
	}
	return g
}

// Decode reads a block's nibbles from the powers of all chirps in each of its
// symbols, 2^SF to a symbol, with soft decisions throughout. It returns by how
// much the codewords chosen are better than their rivals: the least margin, as a
// share of the largest soft value.
func (b LoRaBlock) Decode(nibbles []byte, powers [][]float32) (margin float32) {
	var soft [8][12]float32 // of symbol, of bit: positive for 0
	rows := b.Codewords()
	top := float32(0)
	for s := range b.Symbols() {
		b.soften(soft[s][:rows], powers[s])
		for _, v := range soft[s][:rows] {
			top = max(top, v, -v)
		}
	}
	margin = top
	for i := range rows {
		best, second := float32(-1e30), float32(-1e30)
		for n := range byte(16) {
			cw := loraCodeword(n, b.CR)
			var fit float32
			for s := range b.Symbols() {
				v := soft[s][((s-i-1)%rows+rows)%rows]
				if cw>>s&1 != 0 {
					v = -v
				}
				fit += v
			}
			if fit > best {
				best, second, nibbles[i] = fit, best, n
			} else if fit > second {
				second = fit
			}
		}
		margin = min(margin, (best-second)/2)
	}
	if top == 0 {
		return 0
	}
	return margin / top
}

// soften writes what a symbol's chirps say of its bits, the first one being the
// most significant.
func (b LoRaBlock) soften(dst []float32, power []float32) {
	drop := b.SF - b.Codewords()
	var most [12][2]float32
	for chirp, p := range power[:1<<b.SF] {
		value := (chirp - 1) & (1<<b.SF - 1) >> drop
		gray := value ^ value>>1
		for j := range dst {
			bit := gray >> (len(dst) - 1 - j) & 1
			most[j][bit] = max(most[j][bit], p)
		}
	}
	for j := range dst {
		dst[j] = most[j][0] - most[j][1]
	}
}

// LoRaHeader returns the five nibbles of an explicit header: the payload's length
// in octets, its coding rate and whether a check follows it, and the header's own
// check.
func LoRaHeader(octets, cr int, check bool) [5]byte {
	h := [5]byte{byte(octets>>4) & 0xF, byte(octets) & 0xF, byte(cr << 1)}
	if check {
		h[2] |= 1
	}
	word := uint16(h[0])<<8 | uint16(h[1])<<4 | uint16(h[2])
	for i, mask := range [5]uint16{0xF00, 0x8E1, 0x49A, 0x257, 0x12F} { // of the check's bits, highest first
		bit := byte(bits.OnesCount16(word&mask) & 1)
		if i == 0 {
			h[3] = bit
		} else {
			h[4] |= bit << (4 - i)
		}
	}
	return h
}

// LoRaCheck returns the 16-bit check of a payload of two octets or more as the
// chips make it: of all but the last two, which are added to it.
func LoRaCheck(payload []byte) uint16 {
	n := len(payload)
	var reg uint16
	for _, o := range payload[:n-2] {
		reg ^= uint16(o) << 8
		for range 8 {
			reg = reg<<1 ^ 0x1021*(reg>>15)
		}
	}
	return reg ^ uint16(payload[n-1]) ^ uint16(payload[n-2])<<8
}
