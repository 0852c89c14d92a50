package downlink

// sharedElements appends the elements of the PDSCH in the order of TS 36.211
// clause 6.3.5: resource blocks taken in a subframe of which some symbols are
// control and symbols in all are downlink.
func (c *Cell) sharedElements(dst []element, taken *[2][maxRB]bool, subframe, control, symbols int) []element {
	n := c.slotSymbols()
	for l := control; l < symbols; l++ {
		slot := l / n
		inner := c.innerTaken(subframe, l)
		for rb := range c.RB {
			if !taken[slot][rb] {
				continue
			}
			for k := rb * blockSize; k < (rb+1)*blockSize; k++ {
				if inner && k >= c.width()/2-innerWidth/2 && k < c.width()/2+innerWidth/2 || c.pilotAt(l%n, k) {
					continue
				}
				dst = append(dst, element{uint16(l), uint16(k)})
			}
		}
	}
	return dst
}

// innerTaken reports whether the inner 72 subcarriers of a symbol belong to
// synchronisation signals (clause 6.11) or to the broadcast channel (6.6.4).
func (c *Cell) innerTaken(subframe, l int) bool {
	n := c.slotSymbols()
	switch {
	case subframe == 0 && l >= n && l < n+4:
		return true
	case c.TDD:
		return subframe%5 == 0 && l == 2*n-1 || subframe%5 == 1 && l == 2
	}
	return subframe%5 == 0 && (l == n-1 || l == n-2)
}

// pilotAt reports whether an element of a slot's symbol is a reference signal of
// any of the cell's ports.
func (c *Cell) pilotAt(l, k int) bool {
	if !c.hasPilots(l) {
		return false
	}
	if c.Ports > 1 {
		return k%comb == c.PCI%comb
	}
	row := 0
	if l != 0 {
		row = 1
	}
	return k%6 == c.pilotShift(0, row, 0)
}

// place marks the resource blocks of an assignment in either slot. It reports
// false when they leave the carrier.
func (c *Cell) place(taken *[2][maxRB]bool, a *Assignment) bool {
	*taken = [2][maxRB]bool{}
	for v := a.Start; v < a.Start+a.Length; v++ {
		for slot := range 2 {
			rb := v
			if a.Spread {
				s := spread(c.RB, a.Gap)
				rb = s.physical(v, slot)
			}
			if rb < 0 || rb >= c.RB {
				return false
			}
			taken[slot][rb] = true
		}
	}
	return true
}
