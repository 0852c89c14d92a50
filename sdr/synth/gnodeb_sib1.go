package synth

import (
	"encoding/hex"
	"fmt"
	"math/bits"

	"vigie/sdr/fec"
)

// An nrSIB1 sends a message in the system information of an NR cell: assigned in
// the first control channel occasion that goes with a block (TS 38.213 clause
// 13), on as many resource blocks of CORESET 0 as it needs, every 20 ms with the
// next of the redundancy versions 0, 2, 3, 1.
type nrSIB1 struct {
	rb, symbols int // CORESET 0
	first       int // its lowest subcarrier, from the blocks' reference
	level       int // aggregation level
	length      int // resource blocks of the data channel
	block       []byte
	polar       *fec.Polar
	code        *fec.LDPC
	match       *fec.LDPCMatcher

	dci, scratch, control []byte
	coded, data           []byte
	grid                  [14][96 * 12]complex64
	taken                 [14][96 * 12]bool
	sending               bool // in the slot at work
}

// nrCORESETs are tables 13-1 and 13-4 of TS 38.213: resource blocks, symbols and
// offset by index, by subcarrier spacing.
var nrCORESETs = map[int][][3]int{
	15: {
		{24, 2, 0},
		{24, 2, 2},
		{24, 2, 4},
		{24, 3, 0},
		{24, 3, 2},
		{24, 3, 4},
		{48, 1, 12},
		{48, 1, 16},
		{48, 2, 12},
		{48, 2, 16},
		{48, 3, 12},
		{48, 3, 16},
		{96, 1, 38},
		{96, 2, 38},
		{96, 3, 38},
	},
	30: {
		{24, 2, 0},
		{24, 2, 1},
		{24, 2, 2},
		{24, 2, 3},
		{24, 2, 4},
		{24, 3, 0},
		{24, 3, 1},
		{24, 3, 2},
		{24, 3, 3},
		{24, 3, 4},
		{48, 1, 12},
		{48, 1, 14},
		{48, 1, 16},
		{48, 2, 12},
		{48, 2, 14},
		{48, 2, 16},
	},
}

const (
	sib1MCS     = 4             // 308/1024, QPSK: TS 38.214 table 5.1.3.1-1
	sib1Rate    = 308. / 1024   // of MCS 4
	sib1Symbols = 12            // of the data channel, from symbol 2 or 3: row 1 of table 5.1.2.1.1-2
	siRNTI      = 0xFFFF        // TS 38.321 clause 7.1
	sib1DMRS    = 3             // symbols with reference signals
	dciFixed    = 4 + 1 + 5 + 2 // bits of an assignment that are not zero here, but for the blocks
)

// sib1Sizes is TS 38.214 table 5.1.3.2-1 up to the longest system information
// (TS 38.331 clause 5.2.1).
var sib1Sizes = []int{
	24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136, 144, 152, 160, 168, 176, 184, 192, 208, 224, 240, 256, 272, 288, 304, 320, 336, 352, 368, 384, 408, 432, 456, 480, 504,
	528, 552, 576, 608, 640, 672, 704, 736, 768, 808, 848, 888, 928, 984, 1032, 1064, 1128, 1160, 1192, 1224, 1256, 1288, 1320, 1352, 1416, 1480,
	1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536, 2600, 2664, 2728, 2792, 2856, 2976,
}

// sib1Size returns the transport block size on so many resource blocks, TS
// 38.214 clause 5.1.3.2, or 0 beyond the table.
func sib1Size(rb, symbols int) int {
	info := float64(12*(symbols-sib1DMRS)*rb) * sib1Rate * 2
	step := 1 << max(3, bits.Len(uint(info))-1-6)
	quantised := max(24, step*(int(info)/step))
	for _, size := range sib1Sizes {
		if size >= quantised {
			return size
		}
	}
	return 0
}

// newNRSIB1 returns the sender of a message in hexadecimal digits, or nil for
// none.
func newNRSIB1(g GNodeB) (*nrSIB1, error) {
	if g.SIB1 == "" {
		return nil, nil
	}
	message, err := hex.DecodeString(g.SIB1)
	if err != nil {
		return nil, fmt.Errorf("synth: sib1: %w", err)
	}
	set := nrCORESETs[g.Spacing][g.CORESET0]
	s := &nrSIB1{rb: set[0], symbols: set[1], level: 4}
	s.first = -120 - 12*set[2] - g.KSSB*15/g.Spacing
	if s.rb*s.symbols/6 >= 8 {
		s.level = 8
	}
	size := 0
	for s.length = 1; s.length <= s.rb && size < 8*len(message); s.length++ {
		size = sib1Size(s.length, s.dataSymbols(g))
	}
	s.length--
	if size < 8*len(message) {
		return nil, fmt.Errorf("synth: sib1: %d octets do not fit %d resource blocks", len(message), s.rb)
	}
	payload := make([]byte, size)
	for i := range 8 * len(message) {
		payload[i] = message[i/8] >> (7 - i%8) & 1
	}
	return s, s.prepare(payload, s.dataSymbols(g))
}

// dataSymbols returns the length of the data channel in symbols.
func (s *nrSIB1) dataSymbols(g GNodeB) int {
	if g.TypeAPos3 {
		return sib1Symbols - 1
	}
	return sib1Symbols
}

// prepare makes the codes and encodes the transport block, TS 38.212 clause 7.2.
func (s *nrSIB1) prepare(payload []byte, symbols int) (err error) {
	s.block = fec.CRC16.Append(payload, payload, 0)
	graph := fec.LDPCGraph(len(payload), sib1Rate)
	z, fillers := fec.LDPCLifting(graph, len(s.block), len(s.block))
	if s.code, err = fec.NewLDPC(graph, z); err != nil {
		return err
	}
	if s.match, err = fec.NewLDPCMatcher(s.code, fillers, 0); err != nil {
		return err
	}
	s.coded = make([]byte, s.code.Coded())
	s.code.Encode(s.coded, append(s.block, make([]byte, fillers)...))
	s.data = make([]byte, 2*12*s.length*(symbols-sib1DMRS))
	size := 28 + bits.Len(uint(s.rb*(s.rb+1)/2-1))
	if s.polar, err = fec.NewPolar(size+24, 108*s.level, fec.PolarDownlink); err != nil {
		return err
	}
	s.dci = make([]byte, 0, 24+size+24)
	s.control, s.scratch = make([]byte, s.polar.Sent()), make([]byte, s.polar.Len())
	return nil
}

// sibSlot returns the slot of the frame in which SIB1 goes with a block, the
// control channel's first symbol, and whether in odd frames: TS 38.213 table
// 13-11.
func (c *nrCell) sibSlot(block int) (slot, symbol int, odd bool) {
	offset := [16]int{0, 0, 2, 2, 5, 5, 7, 7, 0, 5, 0, 0, 2, 2, 5, 5}[c.SearchSpace0]
	step := block
	switch i := c.SearchSpace0; {
	case i == 8 || i == 9:
		step = 2 * block
	case i < 8 && i%2 == 1:
		step = block / 2
		symbol = block % 2 * c.sib1.symbols
	case i >= 10:
		symbol = 1 + i%2
	}
	perFrame := 10 * c.Spacing / 15
	n := offset*c.Spacing/15 + step
	return n % perFrame, symbol, n/perFrame%2 == 1
}

// systemInformation prepares the slot that begins, if SIB1 is sent in it.
func (c *nrCell) systemInformation() {
	s := c.sib1
	s.sending = false
	number := c.half*5*c.Spacing/15 + c.l/14
	for _, block := range c.Blocks {
		if slot, symbol, odd := c.sibSlot(block); slot == number && odd == (c.sfn()%2 == 1) {
			s.sending = true
			for l := range s.grid {
				clear(s.grid[l][:])
				clear(s.taken[l][:])
			}
			version := [4]int{0, 2, 3, 1}[c.sfn()/2%4]
			s.sendControl(c, number, symbol, version)
			s.sendData(c, number, version)
		}
	}
}

// put sets an element of the slot.
func (s *nrSIB1) put(l, k int, x complex64) { s.grid[l][k], s.taken[l][k] = x, true }

// sendControl maps the assignment: DCI format 1_0 of TS 38.212 clause 7.3.1.2.1,
// CRC and polar code of clauses 7.3.2 and 7.3.3, TS 38.211 clause 7.3.2.
func (s *nrSIB1) sendControl(c *nrCell, slot, symbol, version int) {
	riv := s.rb*(s.length-1) + 0
	if s.length-1 > s.rb/2 {
		riv = s.rb*(s.rb-s.length+1) + s.rb - 1
	}
	size := s.polar.Block() - 24
	s.dci = appendBits(s.dci[:0], 1<<24-1, 24)
	s.dci = appendBits(s.dci, riv, size-28)
	s.dci = appendBits(s.dci, 0, 4+1)
	s.dci = appendBits(s.dci, sib1MCS, 5)
	s.dci = appendBits(s.dci, version, 2)
	s.dci = appendBits(s.dci, 0, 28-dciFixed)
	s.dci = fec.CRC24C.Append(s.dci, s.dci, siRNTI)
	s.polar.Encode(s.control, s.dci[24:], s.scratch)
	gold := fec.NewGold(uint32(c.PCI))
	gold.Scramble(s.control)

	var used [96 * 3 / 6]bool // bundles of six resource element groups
	total := s.rb * s.symbols / 6
	for x := range s.level {
		used[(x%2*(total/2)+x/2+c.PCI)%total] = true
	}
	left := s.control
	for l := range s.symbols {
		dmrs := fec.NewGold(nrSlotSeed(c.PCI, slot, symbol+l))
		var pilot [1]complex64
		for k := range 12 * s.rb {
			mine := used[k/12*s.symbols/6]
			if k%4 == 1 {
				dmrs.QPSK(pilot[:])
				if mine {
					s.put(symbol+l, k, pilot[0])
				}
			} else if mine {
				s.put(symbol+l, k, qpsk(left[0], left[1]))
				left = left[2:]
			}
		}
	}
}

// nrSlotSeed starts the reference signals of control and data channel, TS 38.211
// clauses 7.4.1.1.1 and 7.4.1.3.1.
func nrSlotSeed(pci, slot, l int) uint32 {
	return uint32((1<<17*(14*slot+l+1)*(2*pci+1) + 2*pci) % (1 << 31))
}

// sendData maps the transport block, TS 38.211 clause 7.3.1, with reference
// signals on every other subcarrier of three symbols, twice as strong, and
// nothing between them (TS 38.214 clause 4.1).
func (s *nrSIB1) sendData(c *nrCell, slot, version int) {
	s.match.Match(s.data, s.coded, version, 2)
	gold := fec.NewGold(uint32(siRNTI<<15 + c.PCI))
	gold.Scramble(s.data)
	start := 14 - s.dataSymbols(c.GNodeB)
	left := s.data
	for l := start; l < 14; l++ {
		if l == start || l == 7 || l == 11 {
			dmrs := fec.NewGold(nrSlotSeed(c.PCI, slot, l))
			var pilot [1]complex64
			for k := range 12 * s.length {
				s.put(l, k, 0)
				if k%2 == 0 {
					dmrs.QPSK(pilot[:])
					s.put(l, k, pilot[0]*complex(2*invSqrt2, 0))
				}
			}
			continue
		}
		for k := range 12 * s.length {
			s.put(l, k, qpsk(left[0], left[1]))
			left = left[2:]
		}
	}
}
