package synth

import (
	"math"
	"slices"

	"vigie/sdr/fec"
)

// Sizes of the broadcast channel, TS 36.211 clause 6.6 and 36.212 clause 5.3.1.
const (
	mibBits      = 24
	mibCoded     = mibBits + 16   // with the CRC
	pbchNormal   = 1920           // bits in four frames, normal cyclic prefix
	pbchExtended = 1728           // extended cyclic prefix
	pbchSymbols  = pbchNormal / 2 // most QPSK symbols in four frames
	pbchWidth    = 72             // subcarriers
	invSqrt2     = 1 / math.Sqrt2
)

// portMasks scramble the CRC of the broadcast channel, TS 36.212 table 5.3.1.1-1.
var portMasks = map[int]uint32{1: 0x0000, 2: 0xFFFF, 4: 0x5555}

// mib appends the MasterInformationBlock of a system frame number, TS 36.331
// clause 6.2.2: dl-Bandwidth, PHICH-Config, the eight upper bits of the frame
// number and ten spare bits.
func (e ENodeB) mib(dst []byte, sfn int) []byte {
	dst = appendBits(dst, slices.Index(bandwidths, e.RB), 3)
	dst = appendBits(dst, e.PHICH, 3)
	dst = appendBits(dst, sfn>>2, 8)
	return appendBits(dst, 0, 10)
}

// appendBits appends the n lower bits of v, most significant first.
func appendBits(dst []byte, v, n int) []byte {
	for i := n - 1; i >= 0; i-- {
		dst = append(dst, byte(v>>i&1))
	}
	return dst
}

// A broadcast holds the PBCH of four frames.
type broadcast struct {
	mask    uint32
	match   *fec.ConvMatcher
	block   []byte      // MIB and CRC
	coded   []byte      // after the convolutional code
	bits    []byte      // of four frames, scrambled
	symbols []complex64 // QPSK, of four frames
}

func (e ENodeB) newBroadcast() (*broadcast, error) {
	match, err := fec.NewConvMatcher(mibCoded)
	if err != nil {
		return nil, err
	}
	n := pbchNormal
	if e.ExtendedCP {
		n = pbchExtended
	}
	return &broadcast{
		mask:    portMasks[e.Ports],
		match:   match,
		block:   make([]byte, 0, mibCoded),
		coded:   make([]byte, 0, 3*mibCoded),
		bits:    make([]byte, n),
		symbols: make([]complex64, n/2),
	}, nil
}

// encode fills the four frames that begin with a system frame number divisible
// by four.
func (b *broadcast) encode(e ENodeB, sfn int) {
	b.block = e.mib(b.block[:0], sfn)
	b.block = fec.CRC16.Append(b.block, b.block, b.mask)
	b.coded = fec.LTEConv.EncodeTailBiting(b.coded[:0], b.block)
	b.match.Match(b.bits, b.coded)
	gold := fec.NewGold(uint32(e.PCI))
	gold.Scramble(b.bits)
	for i := range b.symbols {
		b.symbols[i] = qpsk(b.bits[2*i], b.bits[2*i+1])
	}
}

// qpsk is the mapping of TS 36.211 table 7.1.2-1.
func qpsk(b0, b1 byte) complex64 {
	return complex(invSqrt2*(1-2*float32(b0)), invSqrt2*(1-2*float32(b1)))
}

// broadcastSymbol puts symbol l of slot 1 of a frame on the grid. The elements
// that four ports' reference signals would take stay free.
func (c *cell) broadcastSymbol(sfn, l int) {
	if sfn%4 == 0 && l == 0 {
		c.pbch.encode(c.ENodeB, sfn)
	}
	elements := c.elements[:0]
	first := 6*c.RB - pbchWidth/2
	for k := first; k < first+pbchWidth; k++ {
		if c.reservedForPorts(k, l) {
			c.reserve(k)
		} else {
			elements = append(elements, k)
		}
	}
	from := sfn%4*len(c.pbch.symbols)/4 + c.broadcastBefore(l)
	c.diversity(elements, c.pbch.symbols[from:from+len(elements)])
}

// broadcastBefore returns how many PBCH symbols a frame sends before symbol l.
func (c *cell) broadcastBefore(l int) (n int) {
	for before := range l {
		for k := range pbchWidth {
			if !c.reservedForPorts(k, before) {
				n++
			}
		}
	}
	return n
}

// reservedForPorts reports whether subcarrier k of symbol l in slot 1 belongs to
// the reference signals of any of four ports.
func (c *cell) reservedForPorts(k, l int) bool {
	for port := range 4 {
		if shift, ok := c.crsShift(port, 1, l); ok && k%6 == shift {
			return true
		}
	}
	return false
}
