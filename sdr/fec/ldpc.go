package fec

import (
	"fmt"
	"slices"
)

// ldpcLiftings are the sets of lifting sizes of TS 38.212 table 5.3.2-1; the set
// index is the column of shifts in the base graphs.
var ldpcLiftings = [8][]int{
	{2, 4, 8, 16, 32, 64, 128, 256},
	{3, 6, 12, 24, 48, 96, 192, 384},
	{5, 10, 20, 40, 80, 160, 320},
	{7, 14, 28, 56, 112, 224},
	{9, 18, 36, 72, 144, 288},
	{11, 22, 44, 88, 176, 352},
	{13, 26, 52, 104, 208},
	{15, 30, 60, 120, 240},
}

// LDPCGraph returns the base graph, 1 or 2, of a transport block of a bits at a
// code rate, TS 38.212 clause 7.2.2.
func LDPCGraph(a int, rate float64) int {
	if a <= 292 || a <= 3824 && rate <= 0.67 || rate <= 0.25 {
		return 2
	}
	return 1
}

// LDPCLifting returns the lifting size of a code block of k bits, CRCs included,
// and how many filler bits complete it, TS 38.212 clause 5.2.2. block is the
// size b of the transport block with its CRC. size is 0 when the block is too
// long for the graph.
func LDPCLifting(graph, k, b int) (size, fillers int) {
	columns, kb := 22, 22
	if graph == 2 {
		columns, kb = 10, 10
		switch {
		case b > 640:
		case b > 560:
			kb = 9
		case b > 192:
			kb = 8
		default:
			kb = 6
		}
	}
	for _, set := range ldpcLiftings {
		for _, z := range set {
			if kb*z >= k && (size == 0 || z < size) {
				size = z
			}
		}
	}
	if size == 0 {
		return 0, 0
	}
	return size, columns*size - k
}

// An ldpcEdge is a lifted edge: check r of its row has bit (r+shift) mod z of
// its column.
type ldpcEdge struct{ column, shift int }

// A LDPC is a low-density parity-check code of TS 38.212 clause 5.3.2: a base
// graph with a lifting size. Bits of the first two columns are never sent.
//
// The decoder goes through the rows in turn, each with what the last left
// (layered decoding, D. Hocevar, IEEE SIPS 2004), by the min-sum rule scaled by
// 3/4.
type LDPC struct {
	z       int
	input   int // columns of input
	columns int
	rows    [][]ldpcEdge
	word    []byte    // the whole code word, z bits a column
	soft    []float32 // its soft values at work
	turned  []float32 // those of a row's edges, in the order of its checks
	message []float32 // from checks to bits, z for each edge
	sums    []uint32  // of the checks of a row, in the sign bit
}

// NewLDPC returns the code of a base graph, 1 or 2, with a lifting size of table
// 5.3.2-1.
func NewLDPC(graph, z int) (*LDPC, error) {
	set := slices.IndexFunc(ldpcLiftings[:], func(sizes []int) bool { return slices.Contains(sizes, z) })
	if set < 0 || graph != 1 && graph != 2 {
		return nil, fmt.Errorf("fec: ldpc: base graph %d with lifting size %d", graph, z)
	}
	edges, l := ldpcGraph1[:], &LDPC{z: z, input: 22, columns: 68}
	if graph == 2 {
		edges, l.input, l.columns = ldpcGraph2[:], 10, 52
	}
	l.rows = make([][]ldpcEdge, l.columns-l.input)
	for _, e := range edges {
		l.rows[e[0]] = append(l.rows[e[0]], ldpcEdge{int(e[1]), int(e[2+set]) % z})
	}
	l.word = make([]byte, l.columns*z)
	l.soft = make([]float32, l.columns*z)
	l.message = make([]float32, len(edges)*z)
	degree := 0
	for _, row := range l.rows {
		degree = max(degree, len(row))
	}
	l.turned = make([]float32, degree*z)
	l.sums = make([]uint32, z)
	return l, nil
}

// Bits returns the number of bits of a code block, fillers included.
func (l *LDPC) Bits() int { return l.input * l.z }

// Coded returns the number of coded bits before rate matching.
func (l *LDPC) Coded() int { return (l.columns - 2) * l.z }

// Encode fills coded with the Coded() bits of a block of Bits() bits. Filler
// bits, at the block's end, are zeros here; the rate matching leaves them out.
func (l *LDPC) Encode(coded, in []byte) {
	copy(l.word, in[:l.Bits()])
	clear(l.word[l.Bits():])
	l.encodeCore()
	for row := 4; row < len(l.rows); row++ {
		l.sumRow(row, l.input+row)
	}
	copy(coded[:l.Coded()], l.word[2*l.z:])
}

// encodeCore computes the parity of the first four columns after the input.
// The sum of the first four rows leaves the first of them alone: two of its
// three edges have the same shift, and the other columns have two edges each
// with none.
func (l *LDPC) encodeCore() {
	first, shift, sum := l.column(l.input), 0, l.column(l.columns-1)
	for row := range 4 {
		for _, e := range l.rows[row] {
			switch {
			case e.column < l.input:
				l.addShifted(sum, e)
			case e.column == l.input:
				shift ^= e.shift // what occurs twice cancels
			}
		}
	}
	for r, b := range sum {
		first[(r+shift)%l.z] = b
	}
	clear(sum)
	for row := range 3 {
		l.sumRow(row, l.input+row+1)
	}
}

// sumRow sets a column, whose edge has no shift, to the sum of the row's others.
func (l *LDPC) sumRow(row, column int) {
	to := l.column(column)
	for _, e := range l.rows[row] {
		if e.column != column {
			l.addShifted(to, e)
		}
	}
}

// addShifted adds the bits of an edge to the checks of its row.
func (l *LDPC) addShifted(to []byte, e ldpcEdge) {
	from := l.column(e.column)
	for r, b := range from[e.shift:] {
		to[r] ^= b
	}
	for r, b := range from[:e.shift] {
		to[l.z-e.shift+r] ^= b
	}
}

func (l *LDPC) column(column int) []byte { return l.word[column*l.z:][:l.z] }
