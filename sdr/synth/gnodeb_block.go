package synth

import "vigie/sdr/fec"

// Sizes of a synchronisation block, TS 38.211 clause 7.4.3.1 and 38.212 clause 7.1.
const (
	nrBlockSymbols = 4
	nrBlockWidth   = 240
	nrPayload      = 32
	nrCoded        = 864
)

// An nrBlock makes the synchronisation blocks of a cell.
type nrBlock struct {
	code    *fec.Polar
	grid    [nrBlockSymbols][nrBlockWidth]complex64
	bits    []byte // payload and CRC
	coded   []byte
	scratch []byte
}

func newNRBlock(g GNodeB) (*nrBlock, error) {
	code, err := fec.NewPolar(nrPayload+24, nrCoded, fec.PolarDownlink)
	if err != nil {
		return nil, err
	}
	b := &nrBlock{code: code, bits: make([]byte, 0, nrPayload+24), coded: make([]byte, nrCoded), scratch: make([]byte, code.Len())}
	for n := range 127 {
		b.grid[0][56+n] = nrPSS(g.PCI%3, n)
		b.grid[2][56+n] = nrSSS(g.PCI, n)
	}
	return b, nil
}

// nrSequence returns element i of the length-127 sequence that starts x(0)…x(6)
// and goes on x(i+7) = x(i+tap) + x(i), as ±1.
func nrSequence(start string, tap, i int) float32 {
	x := make([]byte, 0, 134)
	for _, bit := range start {
		x = append(x, byte(bit-'0'))
	}
	for len(x) <= i%127 {
		n := len(x) - 7
		x = append(x, x[n+tap]^x[n])
	}
	return 1 - 2*float32(x[i%127])
}

// nrPSS returns an element of the primary signal, TS 38.211 clause 7.4.2.2.1.
func nrPSS(nID2, n int) complex64 { return complex(nrSequence("0110111", 4, n+43*nID2), 0) }

// nrSSS returns an element of the secondary signal, TS 38.211 clause 7.4.2.3.1.
func nrSSS(pci, n int) complex64 {
	nID1, nID2 := pci/3, pci%3
	m0, m1 := 15*(nID1/112)+5*nID2, nID1%112
	return complex(nrSequence("1000000", 4, n+m0)*nrSequence("1000000", 1, n+m1), 0)
}

// encode makes the block with a number in a half-frame.
func (b *nrBlock) encode(g GNodeB, sfn, half, number int) {
	b.payload(g, sfn, half)
	b.bits = fec.CRC24C.Append(b.bits, b.bits, 0)
	b.code.Encode(b.coded, b.bits, b.scratch)

	// TS 38.211 clause 7.3.3.1
	gold := fec.NewGold(uint32(g.PCI))
	gold.Skip(number % 8 * nrCoded)
	gold.Scramble(b.coded)

	// TS 38.211 clauses 7.4.1.4.1 and 7.4.3.1
	counted := number
	if g.Most == 4 {
		counted += 4 * half
	}
	dmrs := fec.NewGold(uint32((counted+1)*(g.PCI/4+1)<<11 + (counted+1)<<6 + g.PCI%4))
	data := b.coded
	var pilot [1]complex64
	for l := 1; l < nrBlockSymbols; l++ {
		for k := range nrBlockWidth {
			switch {
			case l == 2 && k > 47 && k < 192:
			case k%4 == g.PCI%4:
				dmrs.QPSK(pilot[:])
				b.grid[l][k] = pilot[0]
			default:
				b.grid[l][k] = qpsk(data[0], data[1])
				data = data[2:]
			}
		}
	}
}

// nrPattern is the payload interleaver of TS 38.212 table 7.1.1-1.
var nrPattern = [nrPayload]int{
	16, 23, 18, 17, 8, 30, 10, 6, 24, 7, 0, 5, 3, 2, 1, 4,
	9, 11, 12, 13, 14, 15, 19, 20, 21, 22, 25, 26, 27, 28, 29, 31,
}

// payload fills b.bits with the interleaved and scrambled payload, TS 38.331
// clause 6.2.2 (MasterInformationBlock) and TS 38.212 clauses 7.1.1 and 7.1.2.
func (b *nrBlock) payload(g GNodeB, sfn, half int) {
	const frame, halfFrame, index, other = 0, 1, 2, 3
	next := [...]int{frame: 0, halfFrame: 10, index: 11, other: 14}
	b.bits = b.bits[:nrPayload]
	add := func(kind, v, n int) {
		for i := n - 1; i >= 0; i-- {
			b.bits[nrPattern[next[kind]]] = byte(v >> i & 1)
			next[kind]++
		}
	}
	add(other, 0, 1) // the message is a MIB
	add(frame, sfn>>4, 6)
	add(other, flag(g.Common30), 1)
	add(other, g.KSSB&15, 4)
	add(other, flag(g.TypeAPos3), 1)
	add(other, g.CORESET0, 4)
	add(other, g.SearchSpace0, 4)
	add(other, flag(!g.Barred), 1)
	add(other, flag(g.NotAllowed), 1)
	add(other, 0, 1)
	add(frame, sfn&15, 4)
	add(halfFrame, half, 1)
	add(index, g.KSSB>>4, 1)
	add(index, 0, 2)

	// All but the half-frame bit and the third and second bit of the frame
	// number are scrambled, by a part that those two bits choose.
	gold := fec.NewGold(uint32(g.PCI))
	gold.Skip((nrPayload - 3) * (sfn >> 1 & 3))
	var c [nrPayload]byte
	gold.Bits(c[:])
	j := 0
	for i := range b.bits {
		if i != nrPattern[10] && i != nrPattern[7] && i != nrPattern[8] {
			b.bits[i] ^= c[j]
			j++
		}
	}
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
