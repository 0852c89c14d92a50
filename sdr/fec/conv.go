package fec

import (
	"fmt"
	"math/bits"
)

// A Conv is a non-recursive convolutional code of rate 1/len(Polys). Polys are
// written as the standards write them: constraint-length bits, the most
// significant for the current input (133 octal is 1+D²+D³+D⁵+D⁶ for length 7).
type Conv struct {
	Length int      // constraint length K, 3 to 7; the encoder has 2^(K-1) states
	Polys  []uint32 // generators; each must have its first and its last tap
}

// LTEConv is the tail-biting code of TS 36.212 clause 5.1.3.1 (PBCH, PDCCH),
// GSMConv the terminated one of TS 45.003 clauses 4.1.3 and 4.7 (BCCH, SCH).
var (
	LTEConv = Conv{Length: 7, Polys: []uint32{0o133, 0o171, 0o165}}
	GSMConv = Conv{Length: 5, Polys: []uint32{0b10011, 0b11011}}
)

// taps returns the generator with the tap of delay d in bit d, the order of the
// encoder's register.
func (c Conv) taps(i int) uint32 {
	return bits.Reverse32(c.Polys[i]) >> (32 - c.Length)
}

func (c Conv) validate() error {
	if c.Length < 3 || c.Length > 7 {
		return fmt.Errorf("fec: convolutional code: constraint length %d, want 3 to 7", c.Length)
	}
	if len(c.Polys) < 2 || len(c.Polys) > 8 {
		return fmt.Errorf("fec: convolutional code: %d generators, want 2 to 8", len(c.Polys))
	}
	ends := uint32(1)<<(c.Length-1) | 1
	for _, g := range c.Polys {
		if g&ends != ends || g>>c.Length != 0 {
			return fmt.Errorf("fec: convolutional code: generator %o lacks an end tap or exceeds length %d", g, c.Length)
		}
	}
	return nil
}

// EncodeTailBiting appends the coded bits of in to dst: for input bit k the
// outputs of all generators, so that element 3k+i is d_k^(i) of TS 36.212. The
// register starts with the last K-1 bits of in, which must be at least that long.
func (c Conv) EncodeTailBiting(dst, in []byte) []byte {
	var reg uint32
	for _, b := range in[len(in)-(c.Length-1):] {
		reg = reg<<1 | uint32(b)
	}
	return c.encode(dst, in, &reg)
}

// EncodeTerminated appends the coded bits of in and of K-1 zeros, starting from
// the zero state.
func (c Conv) EncodeTerminated(dst, in []byte) []byte {
	var reg uint32
	var tail [8]byte
	dst = c.encode(dst, in, &reg)
	return c.encode(dst, tail[:c.Length-1], &reg)
}

func (c Conv) encode(dst, in []byte, reg *uint32) []byte {
	r := *reg
	for _, b := range in {
		r = r<<1 | uint32(b)
		for i := range c.Polys {
			dst = append(dst, byte(bits.OnesCount32(r&c.taps(i))&1))
		}
	}
	*reg = r
	return dst
}
