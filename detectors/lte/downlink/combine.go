package downlink

import (
	"slices"

	"vigie/sdr/fec"
)

// repeated is how many assignments are remembered whose block did not decode.
const repeated = 4

// A repetition sums the soft bits of what the same assignment announced in several
// frames: SIB1 comes in every other, its message the same for 5 s and more and its
// redundancy version another each time (TS 36.331 clauses 5.2.1.2 and 5.2.1.3).
type repetition struct {
	at    Assignment
	count int
	sum   []float32
}

// repeats reports whether an assignment may announce what another did.
func (a *Assignment) repeats(o *Assignment) bool {
	return a.Start == o.Start && a.Length == o.Length && a.Size == o.Size && a.Spread == o.Spread && a.Gap == o.Gap
}

// combine adds a block that did not decode alone to its earlier repetitions, and
// decodes them together.
func (r *Reader) combine(c *coder, llr []float32, a *Assignment) (block []byte, ok bool) {
	i := slices.IndexFunc(r.earlier, func(e repetition) bool { return e.at.repeats(a) })
	if i < 0 {
		if len(r.earlier) == repeated {
			return nil, false
		}
		i = len(r.earlier)
		r.earlier = r.earlier[:i+1]
		r.earlier[i].at, r.earlier[i].count = *a, 0
	}
	e := &r.earlier[i]
	sum := e.sum[:len(c.coded)]
	version := a.Version
	if e.count == 0 {
		clear(sum)
	} else {
		// Format 1C does not tell it, and not every cell keeps to the order.
		version = agreeing(c.match, sum, r.sums[1][:len(c.coded)], llr)
	}
	c.match.Dematch(sum, llr, version)
	if e.count++; e.count < 2 {
		return nil, false
	}
	copy(c.coded, sum)
	r.Tries++
	return c.decode()
}

// together decodes the hypotheses that all frames support, from the sum of their
// soft bits. The redundancy versions of the others are those that agree best with
// the first one's, for which all four are tried.
func (b *Blind) together(x []complex64, found func(*Block)) {
	b.jointN = 0
	for start := b.blocks[0]; start < b.blocks[1]; start++ {
		for length := 1; length <= min(maxLength, b.blocks[1]-start); length++ {
			for control := range controls {
				for size := range sizes {
					g := guess{start, length, control, size, 0}
					g.z = b.scores[b.index(&g)].z()
					b.jointN = enter(&b.joint, b.jointN, g)
				}
			}
		}
	}
	for i := range b.joint[:b.jointN] {
		if b.combined(x, &b.joint[i], found) {
			return
		}
	}
}

// combined tries the sum of all frames for one hypothesis.
func (b *Blind) combined(x []complex64, g *guess, found func(*Block)) bool {
	r := b.reader
	c := r.coders[sizes[g.size]]
	sum, trial := r.sums[0][:len(c.coded)], r.sums[1][:len(c.coded)]
	for first := range 4 {
		clear(sum)
		used := 0
		for _, at := range b.where {
			if !b.load(x, at) {
				continue
			}
			llr := b.soft(g.start, g.length, g.control)
			version := first
			if used > 0 {
				version = agreeing(c.match, sum, trial, llr)
			}
			c.match.Dematch(sum, llr, version)
			used++
		}
		if used < 2 {
			return false
		}
		copy(c.coded, sum)
		r.Tries++
		if block, ok := c.decode(); ok {
			b.report(g, first, b.where[0], block, found)
			return true
		}
	}
	return false
}

// agreeing returns the redundancy version of soft bits that agrees best with a
// sum of others.
func agreeing(match *fec.TurboMatcher, sum, trial, llr []float32) (version int) {
	var most float32
	for v := range 4 {
		clear(trial)
		match.Dematch(trial, llr, v)
		var agree float32
		for i, t := range trial {
			agree += t * sum[i]
		}
		if v == 0 || agree > most {
			most, version = agree, v
		}
	}
	return version
}
