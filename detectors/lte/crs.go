package lte

import "vigie/sdr/fec"

// pilotCount is the number of reference signals of one port in a symbol's six
// inner resource blocks; combCount the number in two symbols whose positions
// interleave.
const (
	pilotCount = subcarriers / 6
	combCount  = 2 * pilotCount
)

// A pilotRow is the reference signal of one port in one symbol.
type pilotRow struct {
	first  int                   // element of the symbol that holds the first pilot; the others follow every 6
	values [pilotCount]complex64 // of magnitude 1
}

// pilots fills row with the cell-specific reference signal of a port in a
// symbol of a slot (0…19), TS 36.211 clause 6.10.1. Ports 0 and 1 have it in the
// first and in the last but two symbol of a slot, ports 2 and 3 in the second.
func (row *pilotRow) pilots(pci int, p prefix, port, slot, l int) {
	shift := pci % 6
	switch {
	case port == 0 && l != 0, port == 1 && l == 0:
		shift += 3
	case port == 2:
		shift += 3 * (slot % 2)
	case port == 3:
		shift += 3 + 3*(slot%2)
	}
	row.first = shift % 6
	ncp := 1
	if p == extendedPrefix {
		ncp = 0
	}
	g := fec.NewGold(uint32(1<<10*(7*(slot+1)+l+1)*(2*pci+1) + 2*pci + ncp))
	const maxRB = 110 // the sequence is centred: it starts at the widest carrier's edge
	g.Skip(2 * (maxRB - 6))
	g.QPSK(row.values[:])
}
