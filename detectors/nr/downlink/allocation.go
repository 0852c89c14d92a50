package downlink

// A span is where the data channel lies in a slot.
type span struct {
	typeB         bool // mapping type
	start, length int
}

// spans is the default table A of TS 38.214 table 5.1.2.1.1-2 for
// dmrs-TypeA-Position 2; k_0 is 0 throughout.
var spans = [16]span{
	{false, 2, 12},
	{false, 2, 10},
	{false, 2, 9},
	{false, 2, 7},
	{false, 2, 5},
	{true, 9, 4},
	{true, 4, 4},
	{true, 5, 7},
	{true, 5, 2},
	{true, 9, 2},
	{true, 12, 2},
	{false, 1, 13},
	{false, 1, 6},
	{false, 2, 4},
	{true, 4, 7},
	{true, 8, 4},
}

// spanOf returns a row of the table for either position.
func spanOf(row, position int) span {
	s := spans[row]
	if position == 3 {
		switch row {
		case 0, 1, 2, 3, 4:
			s.start++
			s.length--
		case 5:
			s.start = 10
		case 6:
			s.start = 6
		}
	}
	return s
}

// references appends the symbols of the slot with reference signals of the data
// channel: TS 38.211 table 7.4.1.1.2-3 with two additional positions, as long as
// nothing is configured.
func (s span) references(dst []int, position int) []int {
	if s.typeB {
		dst = append(dst, s.start)
		if s.length >= 5 {
			dst = append(dst, s.start+4)
		}
		return dst
	}
	dst = append(dst, position)
	switch end := s.start + s.length; {
	case end >= 13:
		dst = append(dst, 7, 11)
	case end >= 10:
		dst = append(dst, 6, 9)
	case end >= 8:
		dst = append(dst, 7)
	}
	return dst
}

// shared reports whether symbols with reference signals carry data too, on every
// other subcarrier: TS 38.214 clause 5.1.6.2.
func (s span) shared() bool { return s.length == 2 }

// qpskRates are the code rates times 1024 of TS 38.214 table 5.1.3.1-1 that go
// with QPSK, which is all that system information uses.
var qpskRates = [...]float64{120, 157, 193, 251, 308, 379, 449, 526, 602, 679}

// blockSizes is TS 38.214 table 5.1.3.2-1.
var blockSizes = [...]int{
	24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136, 144, 152, 160, 168, 176, 184, 192, 208, 224, 240, 256, 272, 288, 304, 320, 336,
	352, 368, 384, 408, 432, 456, 480, 504, 528, 552, 576, 608, 640, 672, 704, 736, 768, 808, 848, 888, 928, 984, 1032, 1064, 1128, 1160, 1192, 1224,
	1256, 1288, 1320, 1352, 1416, 1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536, 2600, 2664, 2728,
	2792, 2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824,
}

// blockSize returns the size of the transport block in rb resource blocks, TS
// 38.214 clause 5.1.3.2, or 0 for one longer than system information can be (TS
// 38.331 clause 5.2.1: 2976 bits).
func (s span) blockSize(rb, mcs, position int) int {
	var buffer [3]int
	perBlock := blockWidth * s.length
	for range s.references(buffer[:0], position) {
		if s.shared() {
			perBlock -= blockWidth / 2
		} else {
			perBlock -= blockWidth
		}
	}
	info := float64(min(156, perBlock)*rb) * qpskRates[mcs] / 1024 * 2
	if info > 3824 {
		return 0
	}
	unit := 8
	for step := 16; float64(step)*64 <= info; step *= 2 { // 2^(⌊log2(info)⌋-6), at least 8
		unit = step
	}
	quantised := max(24, unit*int(info/float64(unit)))
	for _, size := range blockSizes {
		if size >= quantised {
			if size > 2976 {
				return 0
			}
			return size
		}
	}
	return 0
}

// physical returns which resource block of CORESET 0 carries a virtual one: the
// interleaver of bundles of two of TS 38.211 clause 7.3.1.6.
func physical(vrb, rb int, interleaved bool) int {
	const bundle, rows = 2, 2
	bundles := (rb + bundle - 1) / bundle
	j := vrb / bundle
	if !interleaved || j == bundles-1 {
		return vrb
	}
	columns := bundles / rows
	return bundle*(j%rows*columns+j/rows) + vrb%bundle
}
