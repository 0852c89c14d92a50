package downlink

import (
	"math/bits"
	"slices"

	"vigie/sdr/fec"
)

const (
	siRNTI      = 0xFFFF
	crcBits     = 24
	listSize    = 8
	elementREGs = 6 // resource element groups of a control channel element
	elementBits = 2 * elementREGs * 9
	maxElements = MaxRB * 3 / elementREGs
)

// levels are the aggregation levels of the search space of SIB1, TS 38.213 table
// 10.1-1.
var levels = [...]int{4, 8, 16}

// A control decodes assignments of one size.
type control struct {
	size     int // bits of an assignment
	codes    [len(levels)]*fec.Polar
	decoders [len(levels)]*fec.PolarDecoder
	soft     []float32
	block    []byte // ones that the CRC covers too, assignment, parity
	pilots   [3][3 * MaxRB]complex64
	channel  [3][3 * MaxRB]complex64
	bundles  []int
}

// freqBits returns how many bits say which of n resource blocks are assigned.
func freqBits(n int) int { return bits.Len(uint(n*(n+1)/2 - 1)) }

func newControl(rb int) *control {
	c := &control{size: 28 + freqBits(rb), soft: make([]float32, levels[len(levels)-1]*elementBits), bundles: make([]int, 0, maxElements)}
	for i, level := range levels {
		code, err := fec.NewPolar(c.size+crcBits, level*elementBits, fec.PolarDownlink)
		if err != nil {
			panic(err)
		}
		if c.decoders[i], err = fec.NewPolarDecoder(code, listSize); err != nil {
			panic(err)
		}
		c.codes[i] = code
	}
	c.block = slices.Repeat([]byte{1}, crcBits+c.size+crcBits)
	return c
}

// find looks for an assignment to SI-RNTI and returns its bits, which are good
// until the next call.
func (c *control) find(slot *Slot, pci, number, symbol int, s CORESET) (dci []byte, ok bool) {
	c.estimate(slot, pci, number, symbol, s)
	elements := s.RB * s.Symbols / elementREGs
	for i, level := range levels {
		for first := 0; first+level <= elements; first += level {
			c.collect(slot, pci, symbol, s, first, level)
			gold := fec.NewGold(uint32(pci))
			gold.Descramble(c.soft)
			for n := range c.decoders[i].Decode(c.soft) {
				c.decoders[i].Candidate(c.block[crcBits:], n)
				if fec.CRC24C.Mask(c.block) == siRNTI {
					return c.block[crcBits:][:c.size], true
				}
			}
		}
	}
	return nil, false
}

// estimate takes the reference signals out of the CORESET's symbols: three in
// each resource block, on its subcarriers 1, 5 and 9.
func (c *control) estimate(slot *Slot, pci, number, symbol int, s CORESET) {
	for l := range s.Symbols {
		r := c.pilots[l][:3*s.RB]
		pilots(r, pci, number, symbol+l)
		for i := range r {
			c.channel[l][i] = mul(slot[symbol+l][4*i+1], conj(r[i]))
		}
	}
}

// collect fills c.soft with the soft bits of a candidate: the bundles of six
// resource element groups that the interleaver of TS 38.211 clause 7.3.2.2 gives
// its elements, in the order of clause 7.3.2.5.
func (c *control) collect(slot *Slot, pci, symbol int, s CORESET, first, level int) {
	total := s.RB * s.Symbols / elementREGs
	c.bundles = c.bundles[:0]
	for x := first; x < first+level; x++ {
		const rows = 2
		column, row := x/rows, x%rows
		c.bundles = append(c.bundles, (row*(total/rows)+column+pci)%total)
	}
	slices.Sort(c.bundles)
	width := elementREGs / s.Symbols // of a bundle in resource blocks
	c.soft = c.soft[:0]
	for l := range s.Symbols {
		for _, b := range c.bundles {
			var h complex64
			for _, v := range c.channel[l][3*width*b : 3*width*(b+1)] {
				h += v
			}
			h = conj(scale(h, 1/float32(3*width)))
			for k := blockWidth * width * b; k < blockWidth*width*(b+1); k++ {
				if k%4 != 1 {
					x := mul(slot[symbol+l][k], h)
					c.soft = append(c.soft, real(x), imag(x))
				}
			}
		}
	}
}

// An Assignment is what DCI format 1_0 with SI-RNTI says, TS 38.212 clause
// 7.3.1.2.1.
type Assignment struct {
	First, Length int  // virtual resource blocks of CORESET 0
	Row           int  // of the time domain table
	Interleaved   bool // virtual to physical resource blocks
	MCS           int
	Version       int  // redundancy version
	Other         bool // system information other than SIB1
}

// parseAssignment reads an assignment for a CORESET 0 of rb resource blocks. It
// reports false for one that cannot be.
func parseAssignment(dci []byte, rb int) (a Assignment, ok bool) {
	number := func(n int) (v int) {
		for _, b := range dci[:n] {
			v = v<<1 | int(b&1)
		}
		dci = dci[n:]
		return v
	}
	if len(dci) != 28+freqBits(rb) {
		return Assignment{}, false
	}
	value := number(freqBits(rb))
	if value >= rb*(rb+1)/2 {
		return Assignment{}, false
	}
	// TS 38.214 clause 5.1.2.2.2
	a.Length, a.First = value/rb+1, value%rb
	if a.First+a.Length > rb {
		a.Length, a.First = rb-a.Length+2, rb-1-a.First
	}
	a.Row = number(4)
	a.Interleaved = number(1) == 1
	a.MCS = number(5)
	a.Version = number(2)
	a.Other = number(1) == 1
	return a, a.MCS < len(qpskRates)
}

// References calls put with the subcarrier, from CORESET 0's first on, and value
// of every reference signal that the first symbol of its control channel can
// have.
func (r *Reader) References(at Occasion, put func(k int, v complex64)) {
	p := r.control.pilots[0][:3*r.coreset.RB]
	pilots(p, r.cell.PCI, at.Slot, at.Symbol)
	for i, v := range p {
		put(4*i+1, v)
	}
}
