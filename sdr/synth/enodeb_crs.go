package synth

import "vigie/sdr/fec"

// maxRB is the largest downlink bandwidth, to which reference signals are
// numbered.
const maxRB = 110

// crsShift returns the first subcarrier, 0 to 5, of the reference signals of an
// antenna port in symbol l of a slot, TS 36.211 clause 6.10.1.2, and whether
// there are any.
func (e ENodeB) crsShift(port, slot, l int) (k int, ok bool) {
	third := e.symbolsPerSlot() - 3
	var v int
	switch {
	case port < 2 && l == 0:
		v = 3 * port
	case port < 2 && l == third:
		v = 3 - 3*port
	case port >= 2 && l == 1:
		v = 3*(slot%2) + 3*(port-2)
	default:
		return 0, false
	}
	return (v + e.PCI) % 6, true
}

// referenceSignals puts the reference signals of all ports on the grid.
func (c *cell) referenceSignals(slot, l int) {
	for port := range c.Ports {
		shift, ok := c.crsShift(port, slot, l)
		if !ok {
			continue
		}
		if port%2 == 0 { // both ports of a pair carry the same sequence
			normal := 1
			if c.ExtendedCP {
				normal = 0
			}
			gold := fec.NewGold(uint32(1<<10*(7*(slot+1)+l+1)*(2*c.PCI+1) + 2*c.PCI + normal))
			gold.QPSK(c.crs[:])
		}
		for m := range 2 * c.RB {
			c.put(port, 6*m+shift, c.crs[m+maxRB-c.RB])
			for other := range c.Ports {
				if other != port {
					c.put(other, 6*m+shift, 0)
				}
			}
		}
	}
}
