package fec

import "fmt"

// convColumns is the inter-column permutation of the sub-block interleaver for
// convolutional codes, TS 36.212 table 5.1.4-2.
var convColumns = [32]int{
	1, 17, 9, 25, 5, 21, 13, 29, 3, 19, 11, 27, 7, 23, 15, 31,
	0, 16, 8, 24, 4, 20, 12, 28, 2, 18, 10, 26, 6, 22, 14, 30,
}

// A ConvMatcher is the rate matching for tail-biting convolutional codes of TS
// 36.212 clause 5.1.4.2, for one block length: three streams, each through the
// sub-block interleaver, one after the other in a circular buffer. A
// ConvMatcher is immutable and may be shared.
type ConvMatcher struct {
	order []uint16 // index into the coded block of each bit of the circular buffer, dummy bits left out
}

// NewConvMatcher returns the rate matching for blocks of n bits before coding,
// parity included, hence 3n coded bits.
func NewConvMatcher(n int) (*ConvMatcher, error) {
	if n < 1 || 3*n > 1<<16 {
		return nil, fmt.Errorf("fec: rate matching: block of %d bits", n)
	}
	rows := (n + 31) / 32
	dummies := 32*rows - n
	m := &ConvMatcher{order: make([]uint16, 0, 3*n)}
	for stream := range 3 {
		for _, column := range convColumns {
			for row := range rows {
				if k := row*32 + column - dummies; k >= 0 {
					m.order = append(m.order, uint16(3*k+stream))
				}
			}
		}
	}
	return m, nil
}

// Match fills e with the bits to send from the 3n coded bits of a block, in the
// order of Conv.EncodeTailBiting.
func (m *ConvMatcher) Match(e, coded []byte) {
	j := 0
	for i := range e {
		e[i] = coded[m.order[j]]
		if j++; j == len(m.order) {
			j = 0
		}
	}
}

// Dematch adds received soft values to the 3n soft values of the coded block,
// so that repetitions, and several calls on one block, combine. Clear coded
// before the first call. Element 0 of e is the first bit of the circular buffer.
func (m *ConvMatcher) Dematch(coded, e []float32) {
	j := 0
	for _, x := range e {
		coded[m.order[j]] += x
		if j++; j == len(m.order) {
			j = 0
		}
	}
}
