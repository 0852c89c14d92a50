package downlink

import "vigie/sdr/fec"

// A pilotRow is the reference signal of one port in one symbol: every sixth
// subcarrier from first on.
type pilotRow struct {
	first  int
	values [2 * maxRB]complex64 // of magnitude 1, for the whole carrier
}

// pilotSymbol returns the symbol of a slot that holds a port's row 0 or 1, and
// false when the port has no such row there: TS 36.211 clause 6.10.1.2.
func (c *Cell) pilotSymbol(port, row int) (l int, ok bool) {
	switch {
	case port >= 2:
		return 1, row == 0
	case row == 0:
		return 0, true
	}
	return c.slotSymbols() - 3, true
}

// hasPilots reports whether a symbol of a slot holds reference signals of any
// port of the cell, and those of ports 0 and 1 wherever they would be: control
// elements are laid out as if there were two ports.
func (c *Cell) hasPilots(l int) bool {
	return l == 0 || l == c.slotSymbols()-3 || l == 1 && c.Ports == maxPorts
}

// pilotShift returns the first subcarrier of a row.
func (c *Cell) pilotShift(port, row, slot int) int {
	shift := c.PCI % 6
	switch {
	case port < 2 && port != row:
		shift += 3
	case port == 2:
		shift += 3 * (slot % 2)
	case port == 3:
		shift += 3 + 3*(slot%2)
	}
	return shift % 6
}

// set fills the row with the reference signals of a port in a slot, 0…19.
func (p *pilotRow) set(c *Cell, port, row, slot int) {
	l, _ := c.pilotSymbol(port, row)
	p.first = c.pilotShift(port, row, slot)
	ncp := 1
	if c.Extended {
		ncp = 0
	}
	g := fec.NewGold(uint32(1<<10*(7*(slot+1)+l+1)*(2*c.PCI+1) + 2*c.PCI + ncp))
	const widest = 110 // the sequence is centred: it starts at the widest carrier's edge
	g.Skip(2 * (widest - c.RB))
	g.QPSK(p.values[:2*c.RB])
}
