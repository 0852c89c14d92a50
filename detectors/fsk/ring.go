package fsk

import "math"

// Bounds of the samples that are kept.
const (
	keepSeconds = 0.33 // longest emission that is measured, with what surrounds it
	keepMost    = 1 << 23
)

// A ring keeps the newest samples of a stream.
type ring struct {
	iq  []complex64
	end uint64 // index after the newest sample
	n   int    // samples kept
}

func newRing(rate float64) *ring {
	return &ring{iq: make([]complex64, min(keepMost, int(math.Ceil(keepSeconds*rate))))}
}

// restart forgets all samples; the next one has an index.
func (r *ring) restart(index uint64) { r.end, r.n = index, 0 }

// push adds samples.
func (r *ring) push(x []complex64) {
	if len(x) > len(r.iq) {
		r.end += uint64(len(x) - len(r.iq))
		x = x[len(x)-len(r.iq):]
	}
	at := int(r.end % uint64(len(r.iq)))
	n := copy(r.iq[at:], x)
	copy(r.iq, x[n:])
	r.end += uint64(len(x))
	r.n = min(len(r.iq), r.n+len(x))
}

// first returns the index of the oldest sample.
func (r *ring) first() uint64 { return r.end - uint64(r.n) }

// parts returns the samples from one index to another, which are kept, as up to
// two runs.
func (r *ring) parts(from, to uint64) (a, b []complex64) {
	at, n := int(from%uint64(len(r.iq))), int(to-from)
	if at+n <= len(r.iq) {
		return r.iq[at : at+n], nil
	}
	return r.iq[at:], r.iq[:at+n-len(r.iq)]
}
