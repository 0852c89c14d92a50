package synth

import (
	"math/bits"

	"vigie/sdr/fec"
)

// Sizes of transport blocks: format 1A takes those of TS 36.213 table 7.1.7.2.1-1
// for two or three resource blocks, format 1C those of table 7.1.7.2.3-1.
var (
	sizesOfTwo   = []int{32, 56, 72, 104, 120, 144, 176, 224, 256, 296, 328, 376, 440, 488, 552, 600, 632, 696, 776, 840, 904, 1000, 1064, 1128, 1192, 1256, 1480}
	sizesOfThree = []int{56, 88, 144, 176, 208, 224, 256, 328, 392, 456, 504, 584, 680, 744, 840, 904, 968, 1064, 1160, 1288, 1384, 1480, 1608, 1736, 1800, 1864, 2216}
	sizesCompact = []int{40, 56, 72, 120, 136, 144, 176, 208, 224, 256, 280, 296, 328, 336, 392, 488, 552, 600, 632, 696, 776, 840, 904, 1000, 1064, 1128, 1224, 1288, 1384, 1480, 1608, 1736}
)

// sizes returns the sizes from which a block's is taken. Of format 1A they are
// those of two resource blocks and then the larger ones of three.
func (d *Downlink) sizes() []int {
	if d.Format == "1C" {
		return sizesCompact
	}
	return sizesOneA
}

var sizesOneA = func() []int {
	list := append([]int(nil), sizesOfTwo...)
	for _, size := range sizesOfThree {
		if size > list[len(list)-1] {
			list = append(list, size)
		}
	}
	return list
}()

// compactStep is how many virtual blocks format 1C counts as one, TS 36.213
// clause 7.1.6.3.
func compactStep(rb int) int {
	if rb < 50 {
		return 2
	}
	return 4
}

// runBits is the length of a resource indication value for n blocks.
func runBits(n int) int { return bits.Len(uint(n*(n+1)/2 - 1)) }

// messageBits returns the length of an assignment.
func (s *sender) messageBits() int {
	return len(s.assignment(nil, &transport{}, 0))
}

// assignment appends the fields of TS 36.212 clause 5.3.3.1.3 (1A) or 5.3.3.1.4
// (1C).
func (s *sender) assignment(dst []byte, t *transport, version int) []byte {
	c, d := s.cell, &s.plan
	if d.Format == "1C" {
		if c.RB >= 50 {
			dst = appendBits(dst, d.gap()-1, 1)
		}
		step := compactStep(c.RB)
		dst = appendBits(dst, runValue(d.First/step, d.Blocks/step, c.virtualBlocks(d.gap())/step), runBits(c.virtualBlocks(1)/step))
		return appendBits(dst, t.size, 5)
	}
	flag := func(v bool) {
		if v {
			dst = append(dst, 1)
		} else {
			dst = append(dst, 0)
		}
	}
	flag(true) // not format 0
	flag(d.Spread)
	dst = appendBits(dst, runValue(d.First, d.Blocks, c.RB), runBits(c.RB))
	index, three := t.size, t.size >= len(sizesOfTwo)
	if three {
		for index = 0; sizesOfThree[index] != sizesOneA[t.size]; index++ {
		}
	}
	dst = appendBits(dst, index, 5)
	if c.TDD {
		dst = appendBits(dst, 0, 1) // four bits of HARQ process instead of three
	}
	dst = appendBits(dst, 0, 3)
	flag(d.SecondG)
	dst = appendBits(dst, version, 2)
	flag(false)
	flag(three)
	if c.TDD {
		dst = appendBits(dst, 0, 2) // downlink assignment index
	}
	switch len(dst) {
	case 12, 14, 16, 20, 24, 26, 32, 40, 44, 56: // table 5.3.3.1.2-1
		dst = append(dst, 0)
	}
	return dst
}

// runValue is the resource indication value of TS 36.213 clause 7.1.6.3.
func runValue(first, length, n int) int {
	if length-1 <= n/2 {
		return n*(length-1) + first
	}
	return n*(n-length+1) + n - 1 - first
}

// spreadGaps is TS 36.211 table 6.2.3.2-1 for the bandwidths there are, spreadUnit
// the size of a resource block group, TS 36.213 table 7.1.6.1-1.
var (
	spreadGaps = map[int][2]int{6: {3, 0}, 15: {8, 0}, 25: {12, 0}, 50: {27, 9}, 75: {32, 16}, 100: {48, 16}}
	spreadUnit = map[int]int{6: 1, 15: 2, 25: 2, 50: 3, 75: 4, 100: 4}
)

// interleaved returns how many virtual blocks are interleaved together for gap 1
// or 2, virtualBlocks how many there are.
func (e *ENodeB) interleaved(gap int) int {
	distance := spreadGaps[e.RB][gap-1]
	if gap == 2 {
		return 2 * distance
	}
	return 2 * min(distance, e.RB-distance)
}

func (e *ENodeB) virtualBlocks(gap int) int {
	n := e.interleaved(gap)
	if gap == 2 {
		return e.RB / n * n
	}
	return n
}

// takeBlocks marks the physical blocks of the messages. Distributed ones are
// written by rows of four, the last rows without the second and fourth, and read
// by columns: TS 36.211 clause 6.2.3.2.
func (s *sender) takeBlocks() {
	c, d := s.cell, &s.plan
	s.blocks = [2][maxRB]bool{}
	if !d.Spread {
		for rb := d.First; rb < d.First+d.Blocks; rb++ {
			s.blocks[0][rb], s.blocks[1][rb] = true, true
		}
		return
	}
	n, unit := c.interleaved(d.gap()), spreadUnit[c.RB]
	rows := (n + 4*unit - 1) / (4 * unit) * unit
	full := rows - (4*rows-n)/2 // rows with all four
	physical := 0
	for column := range 4 {
		for row := range rows {
			if row >= full && column%2 == 1 {
				continue
			}
			virtual := 4*min(row, full) + 2*max(0, row-full) + column
			if row >= full {
				virtual -= column / 2
			}
			for base := 0; base < c.virtualBlocks(d.gap()); base += n {
				if v := base + virtual; v >= d.First && v < d.First+d.Blocks {
					for slot := range 2 {
						at := (physical + slot*n/2) % n
						if at >= n/2 {
							at += spreadGaps[c.RB][d.gap()-1] - n/2
						}
						s.blocks[slot][base+at] = true
					}
				}
			}
			physical++
		}
	}
}

// sendShared maps a block: TS 36.211 clauses 6.3 and 6.4.
func (s *sender) sendShared(t *transport, version, subframe int) {
	c := s.cell
	s.takeBlocks()
	s.where = s.where[:0]
	n := c.symbolsPerSlot()
	for l := s.plan.Control; l < c.downlink(subframe); l++ {
		slot := 2*subframe + l/n
		inner := c.syncSymbol(slot, l%n) != nil || slot == 1 && l%n < 4
		for rb, taken := range s.blocks[l/n][:c.RB] {
			if !taken {
				continue
			}
			for k := 12 * rb; k < 12*rb+12; k++ {
				if c.pilot(slot, l%n, k) || inner && k >= 6*c.RB-36 && k < 6*c.RB+36 {
					continue
				}
				s.where = append(s.where, place{l, k})
			}
		}
	}
	bits := s.bits[:2*len(s.where)]
	t.match.Match(bits, t.coded, version)
	gold := fec.NewGold(uint32(t.rnti)<<14 + uint32(subframe)<<9 + uint32(c.PCI))
	gold.Scramble(bits)
	s.spread(s.where, bits)
}

// pilot reports whether an element belongs to the reference signals of a port.
func (c *cell) pilot(slot, l, k int) bool {
	for port := range c.Ports {
		if shift, ok := c.crsShift(port, slot, l); ok && k%6 == shift {
			return true
		}
	}
	return false
}
