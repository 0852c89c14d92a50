package fec

import "fmt"

// A LDPCMatcher is the rate matching for LDPC codes of TS 38.212 clause 5.4.2
// for one code: bit selection from a circular buffer in four redundancy
// versions, and bit interleaving. It is immutable and may be shared.
type LDPCMatcher struct {
	order []uint16 // index into the coded block of each bit of the circular buffer, fillers left out
	start [4]int   // index in order where each redundancy version begins
}

// ldpcStarts are the numerators of the starting positions of table 5.4.2.1-2,
// in lifting sizes; the denominators are 66 and 50.
var ldpcStarts = [2][4]int{{0, 17, 33, 56}, {0, 13, 25, 43}}

// NewLDPCMatcher returns the rate matching of a code whose blocks end in some
// filler bits. buffer is the length Ncb of the circular buffer, or 0 for one
// that holds the whole code.
func NewLDPCMatcher(l *LDPC, fillers, buffer int) (*LDPCMatcher, error) {
	if buffer == 0 {
		buffer = l.Coded()
	}
	if fillers < 0 || fillers > l.Bits()-2*l.z || buffer < l.Bits() || buffer > l.Coded() {
		return nil, fmt.Errorf("fec: ldpc rate matching: %d fillers, buffer of %d", fillers, buffer)
	}
	starts := ldpcStarts[0]
	if l.columns == 52 {
		starts = ldpcStarts[1]
	}
	m := &LDPCMatcher{order: make([]uint16, 0, buffer-fillers)}
	firstFiller, firstParity := l.Bits()-2*l.z-fillers, l.Bits()-2*l.z
	for j := range buffer {
		for rv, numerator := range starts {
			if j == numerator*buffer/l.Coded()*l.z {
				m.start[rv] = len(m.order)
			}
		}
		if j < firstFiller || j >= firstParity {
			m.order = append(m.order, uint16(j))
		}
	}
	return m, nil
}

// Match fills e, a multiple of qm bits, with what a redundancy version, 0 to 3,
// sends of a coded block in modulation symbols of qm bits.
func (m *LDPCMatcher) Match(e, coded []byte, rv, qm int) {
	m.each(len(e), rv, qm, func(sent, at int) { e[sent] = coded[at] })
}

// Dematch adds the received soft values of a redundancy version to those of the
// coded block, so that repetitions and several versions combine. Clear coded
// before the first.
func (m *LDPCMatcher) Dematch(coded, e []float32, rv, qm int) {
	m.each(len(e), rv, qm, func(sent, at int) { coded[at] += e[sent] })
}

// each calls do for each of n bits with its place among the bits sent and in the
// coded block. The bits selected fill the rows of a matrix of qm rows, and its
// columns are sent.
func (m *LDPCMatcher) each(n, rv, qm int, do func(sent, at int)) {
	j := m.start[rv]
	for row := range qm {
		for sent := row; sent < n; sent += qm {
			do(sent, int(m.order[j]))
			if j++; j == len(m.order) {
				j = 0
			}
		}
	}
}
