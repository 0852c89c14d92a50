package downlink

import "math/bits"

// An Assignment is what a downlink control message says of a block, or what was
// tried in its place.
type Assignment struct {
	Format  string // "1A", "1C", or "" when no control message was read
	Level   int    // control channel elements of the message
	Control int    // symbols of the control region
	Start   int    // first virtual resource block
	Length  int
	Spread  bool // distributed instead of localised virtual resource blocks
	Gap     int  // in a distributed assignment, 1 or 2
	Version int  // redundancy version that decoded
	Size    int  // bits of the transport block
}

// blockSizes holds the transport block sizes of TS 36.213 table 7.1.7.2.1-1 for
// two and three resource blocks, the ones that format 1A uses for broadcasts.
var blockSizes = [2][27]int{
	{32, 56, 72, 104, 120, 144, 176, 224, 256, 296, 328, 376, 440, 488, 552, 600, 632, 696, 776, 840, 904, 1000, 1064, 1128, 1192, 1256, 1480},
	{56, 88, 144, 176, 208, 224, 256, 328, 392, 456, 504, 584, 680, 744, 840, 904, 968, 1064, 1160, 1288, 1384, 1480, 1608, 1736, 1800, 1864, 2216},
}

// compactSizes holds those of format 1C, table 7.1.7.2.3-1.
var compactSizes = [32]int{
	40, 56, 72, 120, 136, 144, 176, 208, 224, 256, 280, 296, 328, 336, 392, 488, 552, 600, 632, 696, 776, 840, 904, 1000, 1064, 1128, 1224, 1288, 1384, 1480, 1608, 1736,
}

// messageBits returns the lengths of control messages of formats 1A and 1C for
// a cell, without parity: TS 36.212 clauses 5.3.3.1.3 and 5.3.3.1.4. The uplink
// is taken to be as wide as the downlink.
func (c *Cell) messageBits() (full, compact int) {
	full = 15 + allocationBits(c.RB)
	if c.TDD {
		full += 3
	}
	switch full {
	case 12, 14, 16, 20, 24, 26, 32, 40, 44, 56: // ambiguous
		full++
	}
	blocks := spread(c.RB, 1).blocks / c.step()
	compact = allocationBits(blocks) + 5
	if c.RB >= 50 {
		compact++
	}
	return full, compact
}

// step returns in what steps format 1C counts resource blocks.
func (c *Cell) step() int {
	if c.RB >= 50 {
		return 4
	}
	return 2
}

// allocationBits returns the length of the field that names any run of n blocks.
func allocationBits(n int) int { return bits.Len(uint(n*(n+1)/2 - 1)) }

// A fields reads a control message.
type fields []byte

func (f *fields) take(n int) (v int) {
	for _, b := range (*f)[:n] {
		v = v<<1 | int(b)
	}
	*f = (*f)[n:]
	return v
}

// run turns a resource indication value into start and length: TS 36.213 clause
// 7.1.6.3.
func run(value, n int) (start, length int, ok bool) {
	length, start = value/n+1, value%n
	if length+start > n {
		length, start = n-length+2, n-1-start
	}
	return start, length, length >= 1 && start >= 0 && start+length <= n
}

// parse1A reads a control message of format 1A for SI-RNTI or P-RNTI.
func (c *Cell) parse1A(message []byte) (a Assignment, ok bool) {
	f := fields(message)
	if f.take(1) == 0 {
		return a, false // format 0
	}
	a.Format = "1A"
	a.Spread = f.take(1) == 1
	value := f.take(allocationBits(c.RB))
	index := f.take(5)
	f.take(3) // HARQ process
	if c.TDD {
		f.take(1)
	}
	gap := f.take(1) // new data indicator
	a.Version = f.take(2)
	column := f.take(2) & 1 // of the power control command
	if c.TDD {
		f.take(2) // downlink assignment index
	}
	if index >= len(blockSizes[0]) {
		return a, false
	}
	a.Size = blockSizes[column][index]
	n := c.RB
	if a.Spread {
		a.Gap = 1
		if c.RB >= 50 {
			a.Gap += gap
		}
		n = spread(c.RB, a.Gap).blocks
	}
	a.Start, a.Length, ok = run(value, c.RB)
	for _, rest := range f {
		ok = ok && rest == 0 // padding
	}
	return a, ok && a.Start+a.Length <= n
}

// parse1C reads a control message of format 1C.
func (c *Cell) parse1C(message []byte) (a Assignment, ok bool) {
	f := fields(message)
	a.Format, a.Spread, a.Gap = "1C", true, 1
	if c.RB >= 50 {
		a.Gap += f.take(1)
	}
	step := c.step()
	value := f.take(allocationBits(spread(c.RB, 1).blocks / step))
	a.Size = compactSizes[f.take(5)]
	a.Start, a.Length, ok = run(value, spread(c.RB, a.Gap).blocks/step)
	a.Start, a.Length = a.Start*step, a.Length*step
	return a, ok
}
