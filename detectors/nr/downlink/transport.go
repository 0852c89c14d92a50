package downlink

import "vigie/sdr/fec"

// A transport decodes transport blocks of up to 2976 bits, and adds repetitions.
type transport struct {
	size    int // bits of the block whose soft bits are in sum
	fillers int
	code    *fec.LDPC
	match   *fec.LDPCMatcher
	coded   []float32
	sum     []float32
	block   []byte
}

const blockCRC = 16

// prepare makes the code of blocks of this size at this rate. It keeps what was
// received of the block before when that has the same size.
func (t *transport) prepare(size int, rate float64) error {
	if size == t.size {
		return nil
	}
	graph := fec.LDPCGraph(size, rate)
	z, fillers := fec.LDPCLifting(graph, size+blockCRC, size+blockCRC)
	code, err := fec.NewLDPC(graph, z)
	if err != nil {
		return err
	}
	match, err := fec.NewLDPCMatcher(code, fillers, 0)
	if err != nil {
		return err
	}
	*t = transport{
		size: size, fillers: fillers, code: code, match: match,
		coded: make([]float32, code.Coded()), sum: make([]float32, code.Coded()), block: make([]byte, code.Bits()),
	}
	return nil
}

// decode adds the soft bits of a redundancy version to what was received before,
// and returns the block's bits when its checks hold: those of this version alone
// or of all together.
func (t *transport) decode(soft []float32, version int) ([]byte, bool) {
	const bitsSymbol = 2
	clear(t.coded)
	t.match.Dematch(t.coded, soft, version, bitsSymbol)
	if t.holds(t.coded) {
		clear(t.sum)
		return t.block[:t.size], true
	}
	for i, v := range t.coded {
		t.sum[i] += v
	}
	if t.holds(t.sum) {
		clear(t.sum)
		return t.block[:t.size], true
	}
	return nil, false
}

// holds reports whether soft values decode to a block with a right CRC.
func (t *transport) holds(soft []float32) bool {
	_, ok := t.code.Decode(t.block, soft, t.fillers)
	return ok && fec.CRC16.Mask(t.block[:t.size+blockCRC]) == 0
}
