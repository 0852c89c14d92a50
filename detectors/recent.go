package detectors

import (
	"math"

	"vigie/sdr"
)

// Bounds of what is kept of the past.
const (
	recentSeconds = 0.36
	recentMost    = 1 << 23 // samples, at higher rates
)

// Recent holds the newest samples of a receiver, which all its detectors share: 0.36 s
// and more. It does not forget at an interruption; what is missing there is zero.
type Recent struct {
	iq  []complex64
	end uint64 // index after the newest sample
	n   int    // samples kept
}

// take adds a Block.
func (r *Recent) take(b *sdr.Block) {
	if len(b.IQ) == 0 {
		return
	}
	if keep := min(recentMost, int(math.Ceil(recentSeconds*float64(b.Rate)))); len(r.iq) < keep+len(b.IQ) {
		r.grow(keep + len(b.IQ))
	}
	if b.Index < r.end || b.Index-r.end >= uint64(len(r.iq)) {
		r.n, r.end = 0, b.Index
	}
	for gap := b.Index - r.end; gap > 0; gap = b.Index - r.end {
		at := int(r.end % uint64(len(r.iq)))
		run := r.iq[at:min(len(r.iq), at+int(gap))]
		clear(run)
		r.advance(len(run))
	}
	at := int(r.end % uint64(len(r.iq)))
	copy(r.iq, b.IQ[copy(r.iq[at:], b.IQ):])
	r.advance(len(b.IQ))
}

func (r *Recent) advance(n int) {
	r.end += uint64(n)
	r.n = min(len(r.iq), r.n+n)
}

// grow makes room for so many samples. Blocks are equally long, so it is done once.
func (r *Recent) grow(n int) {
	old := *r
	r.iq, r.n = make([]complex64, n), 0
	a, b := old.Parts(old.First(), old.end)
	r.end -= uint64(old.n)
	for _, x := range [2][]complex64{a, b} {
		at := int(r.end % uint64(n))
		copy(r.iq, x[copy(r.iq[at:], x):])
		r.advance(len(x))
	}
}

// First returns the index of the oldest sample.
func (r *Recent) First() uint64 { return r.end - uint64(r.n) }

// Parts returns the samples from one index to another, not before First nor after the
// newest Frame, as up to two runs, which are valid until the next Frame.
func (r *Recent) Parts(from, to uint64) (a, b []complex64) {
	if from >= to {
		return nil, nil
	}
	at, n := int(from%uint64(len(r.iq))), int(to-from)
	if at+n <= len(r.iq) {
		return r.iq[at : at+n], nil
	}
	return r.iq[at:], r.iq[:at+n-len(r.iq)]
}
