package fec

import "fmt"

// turboColumns is the inter-column permutation of the sub-block interleaver for
// turbo codes, TS 36.212 table 5.1.4-1.
var turboColumns = [32]int{
	0, 16, 8, 24, 4, 20, 12, 28, 2, 18, 10, 26, 6, 22, 14, 30,
	1, 17, 9, 25, 5, 21, 13, 29, 3, 19, 11, 27, 7, 23, 15, 31,
}

// A TurboMatcher is the rate matching for turbo codes of TS 36.212 clause
// 5.1.4.1 for one block size: sub-block interleavers, the circular buffer with
// interlaced parities, and four redundancy versions. It is immutable and may be
// shared.
type TurboMatcher struct {
	order []uint16 // index into the coded block of each bit of the circular buffer, dummy and filler bits left out
	start [4]int   // index in order where each redundancy version begins
}

// NewTurboMatcher returns the rate matching for blocks of k bits, of which the
// first fillers are filler bits. buffer is the length Ncb of the circular
// buffer, dummy bits included, or 0 for one that holds the whole code: what any
// receiver has for blocks as short as system information.
func NewTurboMatcher(k, fillers, buffer int) (*TurboMatcher, error) {
	if TurboSize(k) != k || fillers < 0 || fillers >= k {
		return nil, fmt.Errorf("fec: turbo rate matching: block of %d bits with %d fillers", k, fillers)
	}
	circular := turboCircular(k, fillers)
	if buffer == 0 {
		buffer = len(circular)
	}
	rows := len(circular) / 96
	if buffer < 24*rows || buffer > len(circular) {
		return nil, fmt.Errorf("fec: turbo rate matching: buffer of %d, want %d to %d", buffer, 24*rows, len(circular))
	}
	m := &TurboMatcher{order: make([]uint16, 0, TurboCoded(k))}
	var begin [4]int
	for rv := range begin {
		begin[rv] = rows * (2*((buffer+8*rows-1)/(8*rows))*rv + 2)
	}
	for j, index := range circular[:buffer] {
		for rv := range begin {
			if j == begin[rv]%buffer {
				m.start[rv] = len(m.order)
			}
		}
		if index >= 0 {
			m.order = append(m.order, uint16(index))
		}
	}
	for rv := range m.start {
		m.start[rv] %= len(m.order)
	}
	return m, nil
}

// turboCircular returns the circular buffer w as indices into the coded block,
// -1 for dummy and filler bits.
func turboCircular(k, fillers int) []int {
	n := k + turboTail + 1 // bits of a stream
	rows := (n + 31) / 32
	size := 32 * rows
	w := make([]int, 3*size)
	// at returns the coded bit at a place of stream i's matrix.
	at := func(i, place int) int {
		j := place - (size - n)
		if j < 0 || i < 2 && j < fillers {
			return -1
		}
		return 3*j + i
	}
	for j := range size {
		column, row := turboColumns[j/rows], j%rows
		w[j] = at(0, 32*row+column)
		w[size+2*j] = at(1, 32*row+column)
		w[size+2*j+1] = at(2, (32*row+column+1)%size)
	}
	return w
}

// Match fills e with the bits to send of a redundancy version, 0 to 3, from the
// coded block in the order of Turbo.Encode.
func (m *TurboMatcher) Match(e, coded []byte, rv int) {
	j := m.start[rv]
	for i := range e {
		e[i] = coded[m.order[j]]
		if j++; j == len(m.order) {
			j = 0
		}
	}
}

// Dematch adds the received soft values of a redundancy version to those of the
// coded block, so that repetitions and several versions combine. Clear coded
// before the first.
func (m *TurboMatcher) Dematch(coded, e []float32, rv int) {
	j := m.start[rv]
	for _, x := range e {
		coded[m.order[j]] += x
		if j++; j == len(m.order) {
			j = 0
		}
	}
}
