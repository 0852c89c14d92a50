package fec

import (
	"fmt"
	"math"
	"slices"
)

const (
	maxPolarList  = 32
	maxPolarDepth = 11 // levels of the longest code

	// polarKnown is the soft value of a coded bit that shortening fixed at 0, in
	// units of the greatest that was received: beyond doubt, and not so great
	// that a sum with it loses the others.
	polarKnown = 1000
)

// A PolarDecoder is a successive cancellation list decoder: it walks the code
// tree depth first, keeps the paths of least penalty, and leaves it to the
// caller to find the candidate whose parity is right.
//
// The penalty of a path is the sum of the magnitudes of the soft values that it
// contradicts (Balatsoukas-Stimming, Bastani Parizi and Burg, 2015); check nodes
// take the smaller magnitude. Subtrees without input bits, or with one that all of the subtree repeats,
// are not entered: their penalty is the same.
type PolarDecoder struct {
	code  *Polar
	list  int
	depth int // log2 of the code's length

	soft  [maxPolarDepth][][]float32 // [level][slot] soft values of the node at work, 1<<level of them
	left  [maxPolarDepth][][]byte    // partial sums of the last finished left child of a level
	right [maxPolarDepth][][]byte    // of the last right child
	slots [2]polarSlots
	now   *polarSlots // of the paths; the other is where they are renumbered
	then  *polarSlots

	kinds   [maxPolarDepth][]polarNode
	paths   int
	input   int // bits decided so far
	penalty [maxPolarList]float32
	bits    [maxPolarList][3]uint64 // decided bits in the order of inputs
	forks   [2 * maxPolarList]polarFork
	swap    struct {
		penalty [maxPolarList]float32
		bits    [maxPolarList][3]uint64
	}
}

// polarSlots holds which slot of each level is each path's.
type polarSlots struct {
	soft, left, right [maxPolarDepth][maxPolarList]uint8
}

// A polarNode says what lies below a node of the code tree.
type polarNode uint8

const (
	polarSilent     polarNode = iota // no input carries a bit
	polarRepetition                  // the last input alone does: its bit is repeated
	polarMixed
)

// A polarFork is one way for a path to go on.
type polarFork struct {
	penalty float32
	from    uint8
	bit     byte
}

// NewPolarDecoder returns a decoder that keeps list paths, a power of two up to 32.
func NewPolarDecoder(code *Polar, list int) (*PolarDecoder, error) {
	if list < 1 || list > maxPolarList || list&(list-1) != 0 {
		return nil, fmt.Errorf("fec: polar: list of %d paths, want a power of two up to %d", list, maxPolarList)
	}
	d := &PolarDecoder{code: code, list: list}
	d.now, d.then = &d.slots[0], &d.slots[1]
	for 1<<d.depth < code.n {
		d.depth++
	}
	for level := range d.depth + 1 {
		for range list {
			d.soft[level] = append(d.soft[level], make([]float32, 1<<level))
			d.left[level] = append(d.left[level], make([]byte, 1<<level))
			d.right[level] = append(d.right[level], make([]byte, 1<<level))
		}
		d.kinds[level] = make([]polarNode, code.n>>level)
	}
	for _, at := range code.inputs {
		d.kinds[0][at] = polarRepetition
	}
	for level := 1; level <= d.depth; level++ {
		for at := range d.kinds[level] {
			d.kinds[level][at] = polarMixed
			if d.kinds[level-1][2*at] == polarSilent && d.kinds[level-1][2*at+1] != polarMixed {
				d.kinds[level][at] = d.kinds[level-1][2*at+1]
			}
		}
	}
	return d, nil
}

// Decode fills the list from Sent() soft values and returns how many candidates
// there are.
func (d *PolarDecoder) Decode(llr []float32) int {
	root := d.soft[d.depth][0]
	clear(root)
	if d.code.shortens {
		known := polarKnown * loudest(llr[:d.code.e])
		for i := d.code.e; i < d.code.n; i++ {
			root[d.code.interleaved(i)] = known
		}
	}
	for i, at := range d.code.sent {
		root[at] += llr[i]
	}
	d.paths, d.input = 1, 0
	d.penalty[0], d.bits[0] = 0, [3]uint64{}
	d.now.soft[d.depth][0] = 0
	d.node(d.depth, 0)
	for i := range d.forks[:d.paths] {
		d.forks[i] = polarFork{penalty: d.penalty[i], from: uint8(i)}
	}
	slices.SortFunc(d.forks[:d.paths], byPenalty)
	return d.paths
}

// loudest returns the greatest magnitude.
func loudest(llr []float32) (peak float32) {
	for _, v := range llr {
		peak = max(peak, v, -v)
	}
	return peak
}

func byPenalty(a, b polarFork) int {
	switch {
	case a.penalty < b.penalty:
		return -1
	case a.penalty > b.penalty:
		return 1
	}
	return int(a.from) - int(b.from)
}

// Candidate writes the block of the i-th best path, Block() bits, to dst and
// returns its penalty.
func (d *PolarDecoder) Candidate(dst []byte, i int) (penalty float32) {
	path := d.forks[i].from
	for n, at := range d.code.order {
		dst[at] = byte(d.bits[path][n>>6] >> (n & 63) & 1)
	}
	return d.penalty[path]
}

// node decides the inputs below a node, whose soft values every path has, and
// leaves its partial sums in left or right of its level.
func (d *PolarDecoder) node(level, at int) {
	switch d.kinds[level][at] {
	case polarSilent:
		d.silent(level, at)
		return
	case polarRepetition:
		d.fork(level, at)
		return
	}
	half := 1 << (level - 1)
	for p := range d.paths {
		s := d.soft[level][d.now.soft[level][p]]
		checkNode(d.soft[level-1][p], s[:half], s[half:])
		d.now.soft[level-1][p] = uint8(p)
	}
	d.node(level-1, 2*at)
	for p := range d.paths {
		s := d.soft[level][d.now.soft[level][p]]
		variableNode(d.soft[level-1][p], s[:half], s[half:], d.left[level-1][d.now.left[level-1][p]])
		d.now.soft[level-1][p] = uint8(p)
	}
	d.node(level-1, 2*at+1)
	sums := d.sums(level, at)
	for p := range d.paths {
		a, b := d.left[level-1][d.now.left[level-1][p]], d.right[level-1][d.now.right[level-1][p]]
		dst := sums[p]
		copy(dst[half:], b)
		for i, v := range b {
			dst[i] = a[i] ^ v
		}
	}
}

// sums returns where the partial sums of a node go, one slot a path.
func (d *PolarDecoder) sums(level, at int) [][]byte {
	to, of := d.left[level], &d.now.left[level]
	if at&1 == 1 {
		to, of = d.right[level], &d.now.right[level]
	}
	for p := range d.paths {
		of[p] = uint8(p)
	}
	return to
}

// silent passes a node whose inputs are all 0.
func (d *PolarDecoder) silent(level, at int) {
	sums := d.sums(level, at)
	for p := range d.paths {
		zero, _ := contradictions(d.soft[level][d.now.soft[level][p]])
		d.penalty[p] += zero
		clear(sums[p])
	}
}

// contradictions returns the magnitudes of the soft values that contradict bits
// of 0, and of those that contradict bits of 1.
func contradictions(soft []float32) (zero, one float32) {
	var sum, magnitude float32
	for _, v := range soft {
		sum += v
		magnitude += math.Float32frombits(math.Float32bits(v) &^ (1 << 31))
	}
	return (magnitude - sum) / 2, (magnitude + sum) / 2
}

// fork lets every path take both values of a bit that a node repeats and keeps
// the best.
func (d *PolarDecoder) fork(level, at int) {
	n := 2 * d.paths
	for p := range d.paths {
		zero, one := contradictions(d.soft[level][d.now.soft[level][p]])
		d.forks[2*p] = polarFork{d.penalty[p] + zero, uint8(p), 0}
		d.forks[2*p+1] = polarFork{d.penalty[p] + one, uint8(p), 1}
	}
	if n > d.list {
		d.prune(n)
		n = d.list
	}
	copy(d.swap.penalty[:d.paths], d.penalty[:])
	copy(d.swap.bits[:d.paths], d.bits[:])
	word, shift := d.input>>6, d.input&63
	for p, f := range d.forks[:n] {
		d.penalty[p] = f.penalty
		d.bits[p] = d.swap.bits[f.from]
		d.bits[p][word] |= uint64(f.bit) << shift
	}
	d.paths = n
	d.follow()
	sums := d.sums(level, at)
	for p, f := range d.forks[:n] {
		for i := range sums[p] {
			sums[p][i] = f.bit
		}
	}
	d.input++
}

// follow renumbers the slots after the paths have been chosen anew.
func (d *PolarDecoder) follow() {
	for level := range d.depth + 1 {
		was, is := d.now, d.then
		for p := range d.forks[:d.paths] {
			from := d.forks[p].from & (maxPolarList - 1)
			is.soft[level][p] = was.soft[level][from]
			is.left[level][p] = was.left[level][from]
			is.right[level][p] = was.right[level][from]
		}
	}
	d.now, d.then = d.then, d.now
}

// prune moves the d.list best of n forks to the front: a quickselect would save
// little over sorting so few.
func (d *PolarDecoder) prune(n int) {
	for i := 1; i < n; i++ {
		f := d.forks[i]
		j := i
		for ; j > 0 && d.forks[j-1].penalty > f.penalty; j-- {
			d.forks[j] = d.forks[j-1]
		}
		d.forks[j] = f
	}
}

// checkNode writes the soft values of the sums of two bits.
func checkNode(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	const sign = 1 << 31
	for i := range dst {
		x, y := math.Float32bits(a[i]), math.Float32bits(b[i])
		dst[i] = math.Float32frombits(min(x&^sign, y&^sign) | (x^y)&sign)
	}
}

// variableNode writes the soft values of the second bits, the sums being known.
func variableNode(dst, a, b []float32, sum []byte) {
	a, b, sum = a[:len(dst)], b[:len(dst)], sum[:len(dst)]
	for i := range dst {
		dst[i] = b[i] + math.Float32frombits(math.Float32bits(a[i])^uint32(sum[i])<<31)
	}
}
