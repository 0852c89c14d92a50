package downlink

import "vigie/sdr/fec"

// indicator reads the PCFICH (TS 36.212 clause 5.3.4) of the subframe at work and
// returns the number of control symbols it names. Where only a part of it is in
// view, that is but the likeliest.
func (r *Reader) indicator() (symbols int) {
	r.where = r.where[:0]
	for i := range 4 {
		r.where = append(r.where, r.region.groups[0][r.region.indicator(i)][:]...)
	}
	llr := r.llr[:2*len(r.where)]
	r.grid.soft(llr, r.where)
	g := fec.NewGold(uint32((r.grid.number+1)*(2*r.cell.PCI+1)<<9 + r.cell.PCI))
	g.Descramble(llr)
	var sum [3]float32
	for i, v := range llr {
		for cfi := range sum {
			// The words repeat 011, 101 and 110.
			if (i+2-cfi)%3 == 2 {
				sum[cfi] += v
			} else {
				sum[cfi] -= v
			}
		}
	}
	best := 0
	for cfi := range sum {
		if sum[cfi] > sum[best] {
			best = cfi
		}
	}
	symbols = best + 1
	if r.cell.RB <= 10 {
		symbols++
	}
	return symbols
}

// Read looks for control messages of system information and paging in a
// subframe, and passes the blocks they announce to found.
func (r *Reader) Read(x []complex64, frame, subframe int, found func(*Block)) {
	symbols := r.cell.symbols(subframe)
	if symbols == 0 || !r.open(x, frame, subframe, 0, 1) {
		return
	}
	likeliest := r.indicator()
	least := 1
	if r.cell.RB <= 10 {
		least = 2
	}
	for i := range controls {
		control := least + (likeliest-least+i)%controls
		if r.announced(x, frame, subframe, control, symbols, found) || r.Whole() {
			return
		}
	}
}

// announced takes the control region to have this many symbols. It reports whether
// it announced a block that decoded.
func (r *Reader) announced(x []complex64, frame, subframe, control, symbols int, found func(*Block)) bool {
	for l := range control {
		if !r.fill(x, r.at(frame, subframe), l) {
			return false
		}
	}
	r.factors = r.cell.factors(r.factors[:0], subframe)
	for _, factor := range r.factors {
		r.region.control(control, factor, subframe)
		r.elements()
		if r.messages(x, frame, subframe, control, symbols, found) {
			return true
		}
	}
	return false
}

// elements fills r.stream with the soft bits of the common search space.
func (r *Reader) elements() {
	order := r.region.order
	llr := r.llr[:2*len(order)]
	r.grid.soft(llr, order)
	clear(r.stream)
	for i, q := range r.region.from {
		at := int(q) * groupBits
		if at+groupBits <= len(r.stream) {
			copy(r.stream[at:], llr[groupBits*i:][:groupBits])
		}
	}
	g := fec.NewGold(uint32(r.grid.number<<9 + r.cell.PCI))
	g.Descramble(r.stream)
}

// messages tries every candidate of the common search space (TS 36.213 table
// 9.1.1-1) and reports whether any announced a block that decoded.
func (r *Reader) messages(x []complex64, frame, subframe, control, symbols int, found func(*Block)) (any bool) {
	var seen [4]Assignment
	n := 0
	for _, level := range [...]int{8, 4} {
		for first := 0; first+level <= min(commonCCE, r.region.cces()); first += level {
			for format := range r.matchers {
				a, rnti, ok := r.candidate(format, first, level)
				if !ok {
					continue
				}
				a.Level, a.Control = level, control
				again := false
				for i := range seen[:n] {
					o := seen[i]
					o.Level = a.Level
					again = again || o == a
				}
				if again {
					continue
				}
				if n < len(seen) {
					seen[n] = a
					n++
				}
				if r.receive(x, frame, subframe, symbols, rnti, a, found) {
					any = true
				}
			}
		}
	}
	return any
}

// candidate decodes one candidate as one format.
func (r *Reader) candidate(format, first, level int) (a Assignment, rnti uint16, ok bool) {
	n := r.lengths[format] + fec.CRC16.Size()
	received := r.stream[first*cceBits:][:level*cceBits]
	if !r.Whole() && seen(received) < leastSeen*float64(n) {
		return a, 0, false
	}
	coded := r.coded[:3*n]
	clear(coded)
	r.matchers[format].Dematch(coded, received)
	message := r.message[:n]
	r.viterbi.TailBiting(message, coded)
	rnti = uint16(fec.CRC16.Mask(message))
	if rnti != SystemRNTI && rnti != PagingRNTI {
		return a, rnti, false
	}
	message = message[:r.lengths[format]]
	if format == 0 {
		a, ok = r.cell.parse1A(message)
	} else {
		a, ok = r.cell.parse1C(message)
	}
	return a, rnti, ok
}

// leastSeen is how many soft bits there must be for each bit that is to be decoded,
// where a part of them is out of view.
const leastSeen = 1.5

// seen returns how many soft bits are no erasures.
func seen(llr []float32) (n float64) {
	for _, v := range llr {
		if v != 0 {
			n++
		}
	}
	return n
}

// receive decodes the block of an assignment.
func (r *Reader) receive(x []complex64, frame, subframe, symbols int, rnti uint16, a Assignment, found func(*Block)) bool {
	if !r.cell.place(&r.taken, &a) {
		return false
	}
	start := r.at(frame, subframe)
	for l := a.Control; l < symbols; l++ {
		if !r.fill(x, start, l) {
			return false
		}
	}
	llr := r.shared(subframe, symbols, rnti, &a)
	if !r.Whole() && seen(llr) < leastSeen*float64(a.Size) {
		return false
	}
	c := r.coder(a.Size)
	// Two cells were measured that do not follow TS 36.321 clause 5.3.1's order
	// of versions, which format 1C leaves unsaid.
	for i := range 4 {
		version := (a.Version + i) % 4
		r.Tries++
		block, ok := c.try(llr, version)
		if !ok {
			continue
		}
		a.Version = version
		r.report(a, rnti, frame, subframe, block, found)
		if rnti == PagingRNTI {
			c.wipe()
			clear(r.data)
			clear(llr)
		}
		return true
	}
	if number := r.timing.SFN + frame; rnti == SystemRNTI && subframe == blindSubframe && (number&1 == 0 || r.timing.Counted) {
		r.memory.note(&a, number)
	}
	return false
}

// report hands on a block that decoded.
func (r *Reader) report(a Assignment, rnti uint16, frame, subframe int, block []byte, found func(*Block)) {
	r.data = pack(r.data[:0], block)
	r.block = Block{Assignment: a, RNTI: rnti, Frame: frame, Subframe: subframe, Data: r.data}
	found(&r.block)
}

// shared returns the descrambled soft bits of an assignment's elements, whose
// symbols are there.
func (r *Reader) shared(subframe, symbols int, rnti uint16, a *Assignment) []float32 {
	r.where = r.cell.sharedElements(r.where[:0], &r.taken, subframe, a.Control, symbols)
	llr := r.llr[:2*len(r.where)]
	r.grid.soft(llr, r.where)
	g := fec.NewGold(uint32(rnti)<<14 | uint32(subframe)<<9 | uint32(r.cell.PCI))
	g.Descramble(llr)
	return llr
}

// coder returns the code of a block size.
func (r *Reader) coder(size int) *coder {
	c := r.coders[size]
	if c == nil {
		c = newCoder(size)
		r.coders[size] = c
	}
	return c
}
