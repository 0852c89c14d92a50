package fec

import (
	"fmt"
	"math/bits"
)

// A Polar is one polar code with its rate matching as NR's downlink uses them,
// TS 38.212 clauses 5.3.1 and 5.4.1: input bits interleaved, no parity-check
// bits, coded bits not interleaved. It is immutable and may be shared.
type Polar struct {
	k, e, n  int
	order    []uint8  // input bit k of the transform is bit order[k] of the block
	inputs   []uint16 // where input bits go, ascending
	frozen   []bool   // by input of the transform
	sent     []uint16 // coded bit that each transmitted bit is
	shortens bool     // coded bits that are not sent are known to be 0
}

const (
	// PolarDownlink is the highest exponent of a downlink code's length: nmax of
	// TS 38.212 clauses 7.1.4 (PBCH) and 7.3.3 (PDCCH).
	PolarDownlink = 9

	polarLeast = 5 // nmin
)

// NewPolar returns the code for blocks of k bits, parity of 24 bits included,
// in e transmitted bits. The codeword has at most 1<<maxExponent bits. k is 36
// to 164: the interleaver is longer than no downlink block, and shorter ones
// would need parity-check bits.
func NewPolar(k, e, maxExponent int) (*Polar, error) {
	switch {
	case k < 36 || k > len(polarInterleaver):
		return nil, fmt.Errorf("fec: polar: block of %d bits, want 36 to %d", k, len(polarInterleaver))
	case e < k || e > 8192:
		return nil, fmt.Errorf("fec: polar: %d bits to send of a block of %d, want %d to 8192", e, k, k)
	case maxExponent < polarLeast || maxExponent > 10:
		return nil, fmt.Errorf("fec: polar: exponent %d, want %d to 10", maxExponent, polarLeast)
	}
	p := &Polar{k: k, e: e, n: 1 << polarExponent(k, e, maxExponent)}
	if p.n < k {
		return nil, fmt.Errorf("fec: polar: block of %d bits in a codeword of %d", k, p.n)
	}
	p.shortens = e < p.n && 16*k > 7*e
	p.match()
	if !p.freeze() {
		return nil, fmt.Errorf("fec: polar: %d bits to send leave no room for a block of %d", e, k)
	}
	skip := len(polarInterleaver) - k
	for _, v := range polarInterleaver {
		if int(v) >= skip {
			p.order = append(p.order, v-uint8(skip))
		}
	}
	return p, nil
}

// polarExponent returns n of TS 38.212 clause 5.3.1.
func polarExponent(k, e, most int) int {
	n1 := bits.Len(uint(e - 1))
	if 8*e <= 9<<(n1-1) && 16*k < 9*e {
		n1--
	}
	n2 := bits.Len(uint(8*k - 1))
	return max(min(n1, n2, most), polarLeast)
}

// match lists the coded bits in the order of transmission: sub-block interleaver
// and bit selection of TS 38.212 clauses 5.4.1.1 and 5.4.1.2.
func (p *Polar) match() {
	p.sent = make([]uint16, p.e)
	first := 0
	if p.e < p.n && !p.shortens {
		first = p.n - p.e
	}
	for i := range p.sent {
		p.sent[i] = p.interleaved((first + i) % p.n)
	}
}

// interleaved returns J(n).
func (p *Polar) interleaved(n int) uint16 {
	size := p.n / len(polarSubBlocks)
	return uint16(int(polarSubBlocks[n/size])*size + n%size)
}

// freeze chooses the inputs that carry bits: the most reliable of those that
// rate matching leaves usable, TS 38.212 clause 5.4.1.1.
func (p *Polar) freeze() bool {
	useless := make([]bool, p.n)
	switch {
	case p.e >= p.n:
	case p.shortens:
		for n := p.e; n < p.n; n++ {
			useless[p.interleaved(n)] = true
		}
	default:
		for n := range p.n - p.e {
			useless[p.interleaved(n)] = true
		}
		low := (9*p.n - 4*p.e + 15) / 16
		if 4*p.e >= 3*p.n {
			low = (3*p.n - 2*p.e + 3) / 4
		}
		for n := range max(0, low) {
			useless[n] = true
		}
	}
	p.frozen = make([]bool, p.n)
	for i := range p.frozen {
		p.frozen[i] = true
	}
	left := p.k
	for i := len(polarReliability) - 1; i >= 0 && left > 0; i-- {
		if at := int(polarReliability[i]); at < p.n && !useless[at] {
			p.frozen[at] = false
			left--
		}
	}
	for at, frozen := range p.frozen {
		if !frozen {
			p.inputs = append(p.inputs, uint16(at))
		}
	}
	return left == 0
}

// Block returns the number of bits of a block, parity included.
func (p *Polar) Block() int { return p.k }

// Sent returns the number of bits that carry a block.
func (p *Polar) Sent() int { return p.e }

// Len returns the number of bits of a codeword before rate matching.
func (p *Polar) Len() int { return p.n }

// Encode writes the Sent() bits that carry a block to dst. scratch holds Len()
// bits.
func (p *Polar) Encode(dst, block, scratch []byte) {
	u := scratch[:p.n]
	clear(u)
	for i, at := range p.inputs {
		u[at] = block[p.order[i]]
	}
	for half := 1; half < p.n; half *= 2 {
		for at := 0; at < p.n; at += 2 * half {
			a, b := u[at:][:half], u[at+half:][:half]
			for i, v := range b {
				a[i] ^= v
			}
		}
	}
	for i, at := range p.sent {
		dst[i] = u[at]
	}
}
