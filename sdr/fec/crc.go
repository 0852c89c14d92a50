// Package fec holds the channel codes of the cellular standards: cyclic
// redundancy checks, scrambling sequences, the convolutional, Fire, turbo, polar
// and LDPC codes with their soft-decision decoders, and the interleavers and
// rate matching around them.
//
// Bits are bytes of value 0 or 1, in the order of transmission. Soft values are
// log-likelihood ratios in float32: positive means that bit 0 is more likely,
// the magnitude how much more, and 0 is an erasure. All memory is the caller's
// or is taken once by a constructor; no method allocates. A value with state
// (an encoder, a decoder, a sequence) serves one goroutine at a time.
package fec

// A CRC is a cyclic redundancy check as the 3GPP standards use them: register
// starting at zero, most significant bit first, no reflection, no final
// inversion. A CRC is immutable and may be shared.
type CRC struct {
	bits  int
	poly  uint32 // generator without its leading term, in the top bits
	table [256]uint32
}

// The generators of TS 36.212 and TS 38.212 clause 5.1.
var (
	CRC24A = NewCRC(24, 0x864CFB) // transport blocks, LTE and NR
	CRC24B = NewCRC(24, 0x800063) // code blocks
	CRC24C = NewCRC(24, 0xB2B117) // NR PBCH and downlink control
	CRC16  = NewCRC(16, 0x1021)   // LTE PBCH and downlink control
	CRC11  = NewCRC(11, 0x621)    // NR uplink control
	CRC8   = NewCRC(8, 0x9B)      // LTE uplink control
	CRC6   = NewCRC(6, 0x21)      // NR uplink control
)

// NewCRC returns the check with the given number of parity bits, 1 to 32. Bit
// i of poly is the coefficient of D^i; the leading term is implied.
func NewCRC(bits int, poly uint32) *CRC {
	c := &CRC{bits: bits, poly: poly << (32 - bits)}
	for i := range c.table {
		reg := uint32(i) << 24
		for range 8 {
			reg = c.shift(reg)
		}
		c.table[i] = reg
	}
	return c
}

// Size returns the number of parity bits.
func (c *CRC) Size() int { return c.bits }

func (c *CRC) shift(reg uint32) uint32 {
	return reg<<1 ^ c.poly&-(reg>>31)
}

// Bits returns the parity of a slice of bits, the first parity bit being the
// most significant of Size() bits.
func (c *CRC) Bits(bits []byte) uint32 {
	var reg uint32
	for ; len(bits) >= 8; bits = bits[8:] {
		b := bits[:8]
		octet := b[0]<<7 | b[1]<<6 | b[2]<<5 | b[3]<<4 | b[4]<<3 | b[5]<<2 | b[6]<<1 | b[7]
		reg = reg<<8 ^ c.table[byte(reg>>24)^octet]
	}
	for _, b := range bits {
		reg = c.shift(reg ^ uint32(b)<<31)
	}
	return reg >> (32 - c.bits)
}

// Packed returns the parity of the first n bits of p, most significant bit of
// each octet first.
func (c *CRC) Packed(p []byte, n int) uint32 {
	var reg uint32
	for _, octet := range p[:n/8] {
		reg = reg<<8 ^ c.table[byte(reg>>24)^octet]
	}
	for i := range n % 8 {
		reg = c.shift(reg ^ uint32(p[n/8]>>(7-i))<<31)
	}
	return reg >> (32 - c.bits)
}

// Append appends the parity bits of bits, XORed with mask, to dst.
func (c *CRC) Append(dst, bits []byte, mask uint32) []byte {
	parity := c.Bits(bits) ^ mask
	for i := c.bits - 1; i >= 0; i-- {
		dst = append(dst, byte(parity>>i&1))
	}
	return dst
}

// Mask takes a block that ends in its parity bits and returns the difference
// between computed and received parity: zero for an intact block, the mask that
// the sender put on the parity (an RNTI, the antenna ports of an LTE PBCH) for
// an intact masked one. The block must be at least Size() bits long.
func (c *CRC) Mask(block []byte) uint32 {
	n := len(block) - c.bits
	var received uint32
	for _, b := range block[n:] {
		received = received<<1 | uint32(b)
	}
	return c.Bits(block[:n]) ^ received
}
