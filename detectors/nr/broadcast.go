package nr

import (
	"math"

	"vigie/sdr/fec"
)

// softBits fills dst with the log-likelihood ratios of a block's broadcast
// channel, still scrambled; those outside the receiver's band are 0.
//
// What stands out of signal and noise in an element is taken for noise of that
// element: other cells' signals do not reach every element alike.
func (v *receiver) softBits(dst *[broadcastBits]float32, pci int) {
	for i, w := range layouts[pci%4].data {
		dst[2*i], dst[2*i+1] = 0, 0
		if !v.usable[w.element] {
			continue
		}
		y, h := v.y[w.symbol][w.element], v.h[w.element]
		excess := max(v.noise+max(0, power(y)-power(h)-2*v.noise)/2, math.SmallestNonzeroFloat32)
		x := scale(mulConj(y, h), 2*math.Sqrt2/excess)
		dst[2*i], dst[2*i+1] = real(x), imag(x)
	}
}

// listSize is how many paths the decoder keeps.
const listSize = 8

// A broadcastDecoder decodes the blocks of one cell at a time.
type broadcastDecoder struct {
	code    *fec.Polar
	polar   *fec.PolarDecoder
	parts   [4][payloadBits]byte
	gold    [blockIndices * broadcastBits]byte
	stream  [broadcastBits]float32 // descrambled, of one block or several
	energy  float64                // of the soft bits in stream
	block   [codeBits]byte
	word    [broadcastBits]byte
	scratch []byte
}

func newBroadcastDecoder() *broadcastDecoder {
	code, err := fec.NewPolar(codeBits, broadcastBits, fec.PolarDownlink)
	if err != nil {
		panic(err)
	}
	polar, err := fec.NewPolarDecoder(code, listSize)
	if err != nil {
		panic(err)
	}
	return &broadcastDecoder{code: code, polar: polar, scratch: make([]byte, code.Len())}
}

// A broadcast is what a block was found to carry.
type broadcast struct {
	MIB
	index int     // of the block in its half-frame
	z     float64 // correlation of the soft bits with the codeword, in units of their root sum square
	block [codeBits]byte
}

// set prepares for a cell.
func (d *broadcastDecoder) set(pci int) {
	scrambleParts(&d.parts, pci)
	g := fec.NewGold(uint32(pci))
	g.Bits(d.gold[:])
}

// reset empties d.stream.
func (d *broadcastDecoder) reset() {
	clear(d.stream[:])
	d.energy = 0
}

// add adds to d.stream the soft bits of a block that was scrambled as number v
// (TS 38.211 clause 7.3.3.1) and whose codeword differs in flips from that of
// the first.
func (d *broadcastDecoder) add(soft *[broadcastBits]float32, v int, flips *[broadcastBits]byte) {
	for i, c := range d.gold[v*broadcastBits:][:broadcastBits] {
		s := soft[i]
		d.energy += float64(s * s)
		d.stream[i] += s * float32(1-2*int(c^flips[i]))
	}
}

// decode looks in d.stream for a block whose reference signals have this index
// and whose half-frame is half, or is in the payload alone (-1). It keeps in
// best the one that the soft bits support most.
func (d *broadcastDecoder) decode(best *broadcast, index, half int) {
	for i := range d.polar.Decode(d.stream[:]) {
		d.polar.Candidate(d.block[:], i)
		if fec.CRC24C.Mask(d.block[:]) != 0 {
			continue
		}
		b := broadcast{index: index, block: d.block}
		var ok bool
		if b.MIB, ok = d.read(d.block[:payloadBits]); !ok || half >= 0 && b.Half != half {
			continue
		}
		if b.z = d.support(&b.block); b.z > best.z {
			*best = b
		}
	}
}

// read removes the scrambling of a payload and parses it.
func (d *broadcastDecoder) read(bits []byte) (MIB, bool) {
	var a [payloadBits]byte
	part := &d.parts[phase(bits)]
	for i := range a {
		a[i] = bits[i] ^ part[i]
	}
	return parseMIB(a[:])
}

// support returns the correlation of d.stream with a codeword, in units of the
// root sum square of the soft bits.
func (d *broadcastDecoder) support(block *[codeBits]byte) float64 {
	d.code.Encode(d.word[:], block[:], d.scratch)
	var sum float64
	for i, v := range d.stream {
		if d.word[i] == 1 {
			v = -v
		}
		sum += float64(v)
	}
	return sum / math.Sqrt(max(d.energy, math.SmallestNonzeroFloat64))
}
