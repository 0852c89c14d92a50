package downlink

import (
	"math"
	"slices"
)

// A Blind decodes SIB1 without the control message that says where it is.
//
// Broadcasts are sent with so low a code rate that the rate matching repeats the
// coded block: soft bits one period apart are the same bit, if start, length and
// size of the block and the number of control symbols are those that were used.
// With others the descrambling or the order is wrong, and they have nothing to do
// with each other. The sum of the products of such pairs, in units of its root sum
// square, therefore ranks the hypotheses before anything is decoded and whatever
// the redundancy version; only the best few are decoded, alone and, when that
// fails, together with the other repetitions of the same place, in this window and
// in those that the reader's memory holds.
type Blind struct {
	reader *Reader
	where  []occasion
	others bool // not SIB1 is looked for, but what comes once
	first  int  // control symbols of the first hypothesis
	blocks [2]int

	next   int // occasion at work
	now    occasion
	start  int // resource block at work
	scores []score
	best   [maxBest]guess // of the occasion at work
	n      int
	ranked bool // the places that all occasions support are in the memory
}

const (
	maxBest    = 6
	maxFrames  = 10
	maxLength  = 12 // resource blocks of a hypothesis
	maxStarts  = maxRB
	controls   = 3
	leastScore = 5.0 // that is worth decoding
)

// sizes lists the block sizes of format 1A, ascending, each once. In fewer than 56
// bits no message has room for what it must say.
var sizes = func() (list []int) {
	for _, row := range blockSizes {
		for _, size := range row {
			if size >= 56 && size <= 1000 {
				list = append(list, size)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}()

// An occasion is a subframe that may hold what is looked for.
type occasion struct{ frame, subframe int }

// A score is the evidence for one hypothesis in all frames so far.
type score struct{ sum, squares float32 }

func (s score) z() float32 {
	if s.squares == 0 {
		return 0
	}
	return s.sum / float32(math.Sqrt(float64(s.squares)))
}

// A guess is a hypothesis worth decoding.
type guess struct {
	start, length, control, size int // size is an index
	z                            float32
}

// blindSubframe is the one that carries SIB1: TS 36.331 clause 5.2.1.2.
const blindSubframe = 5

// Blind begins a search for SIB1 in these frames, at most maxFrames, all of which
// may hold it. Step goes on, some milliseconds' work at a time.
func (r *Reader) Blind(frames []int) *Blind {
	b := r.prepared()
	for _, frame := range frames[:min(len(frames), maxFrames)] {
		b.where = append(b.where, occasion{frame, blindSubframe})
	}
	return b
}

// prepared returns the search, without an occasion yet.
func (r *Reader) prepared() *Blind {
	if r.blind == nil {
		r.blind = &Blind{
			reader: r, scores: make([]score, maxStarts*maxLength*controls*len(sizes)),
			where: make([]occasion, 0, (maxFrames+1)*subframes),
		}
		for _, size := range sizes {
			r.coder(size)
		}
	}
	b := r.blind
	b.where, b.others, b.ranked = b.where[:0], false, false
	b.blocks = [2]int{(r.grid.lo + blockSize - 1) / blockSize, r.grid.hi / blockSize}
	b.first = 1
	if r.cell.RB <= 10 {
		b.first = 2
	}
	clear(b.scores)
	b.next, b.start, b.n = 0, b.blocks[0], 0
	return b
}

// Step does the next piece of work. It reports false when there is no more, or
// when a block was found.
func (b *Blind) Step(x []complex64, found func(*Block)) bool {
	if b.next == len(b.where) {
		return !b.others && b.combine(x, found)
	}
	if b.start == b.blocks[0] && !b.load(x, b.where[b.next]) {
		b.advance()
		return true
	}
	if b.start < b.blocks[1] {
		b.row()
		b.start++
		return true
	}
	for i := range b.best[:b.n] {
		if b.others && b.best[i].z < leastOther {
			break
		}
		if b.alone(&b.best[i], found) {
			if b.others {
				break
			}
			return false
		}
	}
	b.advance()
	return true
}

// advance goes to the next occasion.
func (b *Blind) advance() {
	b.next++
	b.start, b.n = b.blocks[0], 0
}

// load makes a subframe ready.
func (b *Blind) load(x []complex64, at occasion) bool {
	b.now = at
	return b.reader.open(x, at.frame, at.subframe, b.first, 2*b.reader.cell.slotSymbols()-b.first)
}

// soft returns the soft bits of a hypothesis in the subframe that is loaded.
func (b *Blind) soft(start, length, control int) []float32 {
	r := b.reader
	a := Assignment{Start: start, Length: length, Control: control + b.first}
	if !r.cell.place(&r.taken, &a) {
		return nil
	}
	return r.shared(b.now.subframe, 2*r.cell.slotSymbols(), SystemRNTI, &a)
}

// row scores all hypotheses that begin at one resource block.
func (b *Blind) row() {
	for length := 1; length <= min(maxLength, b.blocks[1]-b.start); length++ {
		for control := range controls {
			llr := b.soft(b.start, length, control)
			limit(llr)
			for size := range sizes {
				lag := b.reader.coders[sizes[size]].period()
				if len(llr) <= lag {
					break
				}
				s := repeats(llr, lag)
				g := guess{b.start, length, control, size, s.z()}
				total := &b.scores[b.index(&g)]
				total.sum += s.sum
				total.squares += s.squares
				b.n = enter(&b.best, b.n, g, leastScore)
			}
		}
	}
}

// limit keeps a few very sure bits from deciding for all.
func limit(llr []float32) {
	for i, v := range llr {
		llr[i] = v / (1 + max(v, -v))
	}
}

// repeats scores the likeness of bits that lie a period apart. Four sums side by
// side do not wait for one another.
func repeats(llr []float32, lag int) score {
	late := llr[lag:]
	llr = llr[:len(late)]
	var s0, s1, s2, s3, q0, q1, q2, q3 float32
	for len(late) >= 4 {
		a, b := (*[4]float32)(llr), (*[4]float32)(late)
		p0, p1, p2, p3 := a[0]*b[0], a[1]*b[1], a[2]*b[2], a[3]*b[3]
		s0, s1, s2, s3 = s0+p0, s1+p1, s2+p2, s3+p3
		q0, q1, q2, q3 = q0+p0*p0, q1+p1*p1, q2+p2*p2, q3+p3*p3
		llr, late = llr[4:], late[4:]
	}
	for i, v := range llr {
		p := v * late[i]
		s0, q0 = s0+p, q0+p*p
	}
	return score{sum: (s0 + s1) + (s2 + s3), squares: (q0 + q1) + (q2 + q3)}
}

// index returns the place of a hypothesis in the table of scores.
func (b *Blind) index(g *guess) int {
	return ((g.start*maxLength+g.length-1)*controls+g.control)*len(sizes) + g.size
}

// enter puts a hypothesis among the best and returns how many there are.
func enter(best *[maxBest]guess, n int, g guess, least float32) int {
	if g.z < least || n == maxBest && g.z <= best[n-1].z {
		return n
	}
	at := n
	for at > 0 && best[at-1].z < g.z {
		at--
	}
	if n < maxBest {
		n++
	}
	copy(best[at+1:n], best[at:n-1])
	best[at] = g
	return n
}

// alone decodes a hypothesis from the subframe that is loaded.
func (b *Blind) alone(g *guess, found func(*Block)) bool {
	llr := b.soft(g.start, g.length, g.control)
	c := b.reader.coders[sizes[g.size]]
	for version := range 4 {
		b.reader.Tries++
		if block, ok := c.try(llr, version); ok {
			b.report(g, version, b.now, block, found)
			return true
		}
	}
	return false
}

func (b *Blind) report(g *guess, version int, at occasion, block []byte, found func(*Block)) {
	a := b.assignment(g)
	a.Version = version
	b.reader.report(a, SystemRNTI, at.frame, at.subframe, block, found)
}

// assignment returns what a hypothesis takes the place of.
func (b *Blind) assignment(g *guess) Assignment {
	return Assignment{Start: g.start, Length: g.length, Control: g.control + b.first, Size: sizes[g.size]}
}
