package fec

import "math"

// A Gold is the pseudo-random sequence of TS 36.211 clause 7.2 and TS 38.211
// clause 5.2.1: two length-31 m-sequences, of which the first 1600 values are
// skipped. Its zero value is not a valid sequence; start it with Reset.
type Gold struct{ x1, x2 uint32 } // bit i is x(n+i)

// NewGold returns the sequence of an initial value, 31 bits.
func NewGold(cinit uint32) Gold {
	var g Gold
	g.Reset(cinit)
	return g
}

const (
	goldSkip = 1600 // Nc
	goldStep = 28   // values that the 31 bits of a register determine at once
	goldMask = 1<<goldStep - 1
)

// goldStart1 is the first register after the skip, always the same;
// goldStart2 holds the second one for each single bit of the initial value:
// the register is linear in it.
var goldStart1, goldStart2 = func() (x1 uint32, x2 [31]uint32) {
	x1 = 1
	for range goldSkip {
		x1 = x1>>1 | (x1>>3^x1)&1<<30
	}
	for i := range x2 {
		x2[i] = 1 << i
		for range goldSkip {
			x := x2[i]
			x2[i] = x>>1 | (x>>3^x>>2^x>>1^x)&1<<30
		}
	}
	return x1, x2
}()

// Reset starts the sequence anew from an initial value, 31 bits.
func (g *Gold) Reset(cinit uint32) {
	g.x1, g.x2 = goldStart1, 0
	for i, x := range goldStart2 {
		g.x2 ^= x & -(cinit >> i & 1)
	}
}

// next returns the next goldStep values, the first in bit 0.
func (g *Gold) next() uint32 {
	c := (g.x1 ^ g.x2) & goldMask
	g.x1 = g.x1>>goldStep | (g.x1>>3^g.x1)&goldMask<<3
	g.x2 = g.x2>>goldStep | (g.x2>>3^g.x2>>2^g.x2>>1^g.x2)&goldMask<<3
	return c
}

// advance returns the next n values, at most goldStep of them.
func (g *Gold) advance(n int) uint32 {
	if n == goldStep {
		return g.next()
	}
	c := g.x1 ^ g.x2
	for range n {
		g.x1 = g.x1>>1 | (g.x1>>3^g.x1)&1<<30
		g.x2 = g.x2>>1 | (g.x2>>3^g.x2>>2^g.x2>>1^g.x2)&1<<30
	}
	return c
}

// Skip passes over n values.
func (g *Gold) Skip(n int) {
	for ; n > 0; n -= goldStep {
		g.advance(min(n, goldStep))
	}
}

// Bits fills dst with the next values.
func (g *Gold) Bits(dst []byte) {
	for len(dst) > 0 {
		n := min(len(dst), goldStep)
		c := g.advance(n)
		for i := range dst[:n] {
			dst[i] = byte(c >> i & 1)
		}
		dst = dst[n:]
	}
}

// Scramble adds the next values to bits.
func (g *Gold) Scramble(bits []byte) {
	for len(bits) > 0 {
		n := min(len(bits), goldStep)
		c := g.advance(n)
		for i := range bits[:n] {
			bits[i] ^= byte(c >> i & 1)
		}
		bits = bits[n:]
	}
}

// Descramble changes the sign of the soft values whose scrambling bit is 1.
func (g *Gold) Descramble(llr []float32) {
	for len(llr) > 0 {
		n := min(len(llr), goldStep)
		c := g.advance(n)
		for i := range llr[:n] {
			llr[i] = math.Float32frombits(math.Float32bits(llr[i]) ^ c>>i<<31)
		}
		llr = llr[n:]
	}
}

// QPSK fills dst with the reference-signal values of TS 36.211 clause 6.10.1.1:
// ((1-2c(2m)) + j(1-2c(2m+1)))/√2.
func (g *Gold) QPSK(dst []complex64) {
	const a = 1 / math.Sqrt2
	sign := [2]float32{a, -a}
	for len(dst) > 0 {
		n := min(len(dst), goldStep/2)
		c := g.advance(2 * n)
		for i := range dst[:n] {
			dst[i] = complex(sign[c>>(2*i)&1], sign[c>>(2*i+1)&1])
		}
		dst = dst[n:]
	}
}
