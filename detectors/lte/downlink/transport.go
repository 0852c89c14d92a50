package downlink

import "vigie/sdr/fec"

const (
	parityBits = 24
	maxBlock   = 2216 // bits of the largest transport block of a broadcast
)

// A coder is the turbo code and rate matching of one block size.
type coder struct {
	size    int // of the transport block
	fillers int
	turbo   *fec.Turbo
	match   *fec.TurboMatcher
	coded   []float32
	bits    []byte
}

func newCoder(size int) *coder {
	k := fec.TurboSize(size + parityBits)
	c := &coder{size: size, fillers: k - size - parityBits}
	var err error
	if c.turbo, err = fec.NewTurbo(k); err != nil {
		panic(err) // every size of the tables has a code
	}
	if c.match, err = fec.NewTurboMatcher(k, c.fillers, 0); err != nil {
		panic(err)
	}
	c.coded, c.bits = make([]float32, fec.TurboCoded(k)), make([]byte, k)
	return c
}

// period returns after how many bits the rate matching repeats itself.
func (c *coder) period() int { return len(c.coded) - 2*c.fillers }

// decode tries to decode the soft values summed in c.coded. The block without
// parity is in the result until the next call.
func (c *coder) decode() (block []byte, ok bool) {
	if _, ok = c.turbo.Decode(c.bits, c.coded, c.fillers, fec.CRC24A); !ok {
		return nil, false
	}
	block = c.bits[c.fillers:][:c.size]
	for _, b := range block {
		if b != 0 {
			return block, true
		}
	}
	return nil, false // all zeros pass any check and say nothing
}

// wipe forgets the block that was decoded last, for it names people's devices.
func (c *coder) wipe() {
	clear(c.bits)
	clear(c.coded)
	c.turbo.Wipe()
}

// try decodes the soft values of one transmission for a redundancy version.
func (c *coder) try(llr []float32, version int) (block []byte, ok bool) {
	clear(c.coded)
	c.match.Dematch(c.coded, llr, version)
	return c.decode()
}

// pack appends bits as octets, the first bit the most significant.
func pack(dst, block []byte) []byte {
	for ; len(block) >= 8; block = block[8:] {
		var octet byte
		for _, b := range block[:8] {
			octet = octet<<1 | b
		}
		dst = append(dst, octet)
	}
	return dst
}
