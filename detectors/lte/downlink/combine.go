package downlink

import "vigie/sdr/fec"

// Combine begins to add up what the frames [first, end) hold at the places of the
// cell's memory, and to decode the sums. CombineStep goes on.
func (r *Reader) Combine(first, end int) { r.frame, r.end, r.place = first, end, 0 }

// CombineStep does the next piece of work. It reports false when there is no more,
// or when a block was found.
func (r *Reader) CombineStep(x []complex64, found func(*Block)) bool {
	if r.frame < r.end {
		r.gather(x, r.frame)
		r.frame++
		return true
	}
	for r.place < r.memory.n {
		p := &r.memory.places[r.place]
		r.place++
		if p.fresh && p.worth() >= leastScore && p.transmissions() > 1 {
			p.fresh = false
			return !r.together(p, found)
		}
	}
	return false
}

// gather adds a frame's SIB1 to all places that lack it.
func (r *Reader) gather(x []complex64, frame int) {
	number, when := r.timing.SFN+frame, r.when(frame)
	symbols := 2 * r.cell.slotSymbols()
	opened := false
	for i := range r.memory.places[:r.memory.n] {
		p := &r.memory.places[i]
		if number&1 != p.parity || when <= p.until || !r.cell.place(&r.taken, &p.at) {
			continue
		}
		if !opened && !r.open(x, frame, blindSubframe, 1, symbols-1) {
			return
		}
		opened = true
		p.add(number, r.shared(blindSubframe, symbols, SystemRNTI, &p.at))
		p.until, p.latest = when+frameTime/2, frame
	}
}

// when returns when SIB1 of a frame comes, in seconds of the receiver.
func (r *Reader) when(frame int) float64 {
	return r.began + r.at(frame, blindSubframe)/r.demod.rate
}

// versionOrder is the order of redundancy versions of SIB1's four transmissions in
// 80 ms, which the control message may overrule: TS 36.321 clause 5.3.1.
var versionOrder = [transmissions]int{0, 2, 3, 1}

// together decodes the sum of a place's transmissions: in the standard's order,
// from each place in it if the frames' numbers are unknown; and, for cells with an
// order of their own, each in the version that agrees best with those before, for
// the first of which all four are tried.
func (r *Reader) together(p *place, found func(*Block)) bool {
	phases := 1
	if r.timing.Counted {
		phases = transmissions
	}
	for phase := range phases {
		if r.summed(p, found, func(n int, _, _ []float32) int { return versionOrder[(n+phase)%transmissions] }) {
			return true
		}
	}
	match := r.coder(p.at.Size).match
	for first := range transmissions {
		if r.summed(p, found, func(_ int, sum, sent []float32) int {
			if sum == nil {
				return first
			}
			return agreeing(match, sum, r.sums[1][:len(sum)], sent)
		}) {
			return true
		}
	}
	return false
}

// summed decodes the sum of a place's transmissions, whose versions are those that
// control messages told, or else those that version says of the n-th of 80 ms,
// sent, when sum is that of those before.
func (r *Reader) summed(p *place, found func(*Block), version func(n int, sum, sent []float32) int) bool {
	c := r.coder(p.at.Size)
	sum := r.sums[0][:len(c.coded)]
	clear(sum)
	any := false
	at := p.at
	for n := range p.sent {
		s := &p.sent[n]
		if s.count == 0 {
			continue
		}
		v, sent := s.version, s.sum[:p.bits]
		switch {
		case v != untold:
		case any:
			v = version(n, sum, sent)
		default:
			v = version(n, nil, sent)
		}
		c.match.Dematch(sum, sent, v)
		any, at.Version = true, v
	}
	copy(c.coded, sum)
	r.Tries++
	block, ok := c.decode()
	if ok {
		r.report(at, SystemRNTI, p.latest, blindSubframe, block, found)
	}
	return ok
}

// agreeing returns the redundancy version of soft bits that agrees best with a
// sum of others.
func agreeing(match *fec.TurboMatcher, sum, trial, llr []float32) (version int) {
	var most float32
	for v := range transmissions {
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
