package downlink

import "slices"

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
