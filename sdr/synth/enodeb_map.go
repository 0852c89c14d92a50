package synth

// mapSymbol puts everything the cell sends in the symbol at work on the grid.
func (c *cell) mapSymbol() {
	for port := range c.Ports {
		clear(c.grid[port])
	}
	clear(c.taken)
	if c.l == 0 && c.slot%2 == 0 {
		c.schedule()
		if c.sender != nil {
			c.sender.begin(c.sfn(), c.slot/2)
		}
	}
	c.referenceSignals(c.slot, c.l)
	if d := c.syncSymbol(c.slot, c.l); d != nil {
		c.synchronisation(d)
	}
	if c.slot == 1 && c.l < 4 {
		c.broadcastSymbol(c.sfn(), c.l)
	}
	if c.sender != nil && c.sender.busy {
		c.sender.send(c.slot%2*c.symbolsPerSlot() + c.l)
	}
	c.fill()
}

// put sets an element of a port's grid; a subcarrier outside the window is
// forgotten.
func (c *cell) put(port, k int, x complex64) {
	if k >= c.lo && k < c.hi {
		c.grid[port][k-c.lo] = x
		c.taken[k-c.lo] = true
	}
}

// reserve keeps a subcarrier from being filled.
func (c *cell) reserve(k int) {
	if k >= c.lo && k < c.hi {
		c.taken[k-c.lo] = true
	}
}

// synchronisation puts a synchronisation signal on port 0, with five empty
// elements on either side: TS 36.211 clauses 6.11.1.2 and 6.11.2.2.
func (c *cell) synchronisation(d []complex64) {
	first := 6*c.RB - len(d)/2
	for k := first - 5; k < first+len(d)+5; k++ {
		c.reserve(k)
	}
	for n, x := range d {
		c.put(0, first+n, x)
	}
}

// schedule draws which resource blocks carry data in the subframe that begins.
func (c *cell) schedule() {
	for rb := range c.busy {
		c.busy[rb] = c.random.Float64() < c.Load
	}
}

// fill puts random QPSK symbols with transmit diversity on the free elements of
// the resource blocks in use.
func (c *cell) fill() {
	elements := c.elements[:0]
	for k := c.lo; k < c.hi; k++ {
		if c.busy[k/12] && !c.taken[k-c.lo] {
			elements = append(elements, k)
		}
	}
	var word uint64
	for i := range elements {
		if i%32 == 0 {
			word = c.random.Uint64()
		}
		c.data[i] = qpsk(byte(word&1), byte(word>>1&1))
		word >>= 2
	}
	c.diversity(elements, c.data)
}
