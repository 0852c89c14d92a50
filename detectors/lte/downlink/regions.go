package downlink

import "vigie/sdr/fec"

const (
	maxControl = 4          // symbols of the control region
	maxGroups  = 11 * maxRB // element groups of the widest one
	groupBits  = 8          // bits of an element group
	cceGroups  = 9          // groups of a control channel element
	cceBits    = cceGroups * groupBits
	commonCCE  = 16 // control channel elements of the common search space
)

// A group is a resource-element group, four elements of one symbol: TS 36.211
// clause 6.2.4.
type group [4]element

// A region is the layout of a subframe's control region.
type region struct {
	cell    *Cell
	symbols int
	groups  [maxControl][]group // of each symbol, in ascending frequency
	used    [maxControl][]bool  // by PCFICH or PHICH
	order   []element           // of the PDCCH, in the order of clause 6.8.5
	from    []uint16            // group of the multiplexed block that each group of order holds
	shuffle map[int][]uint16    // for a number of groups, where the sub-block interleaver puts each
}

func newRegion() *region {
	r := &region{order: make([]element, 0, 4*maxGroups), from: make([]uint16, maxGroups), shuffle: map[int][]uint16{}}
	for l := range r.groups {
		r.groups[l] = make([]group, 0, 3*maxRB)
		r.used[l] = make([]bool, 3*maxRB)
	}
	return r
}

// lay lists the groups of a symbol.
func (r *region) lay(l int) {
	r.groups[l] = r.groups[l][:0]
	clear(r.used[l])
	pilots := r.cell.hasPilots(l)
	var g group
	n := 0
	for k := range r.cell.width() {
		if pilots && k%comb == r.cell.PCI%comb {
			continue
		}
		g[n] = element{uint16(l), uint16(k)}
		if n++; n == len(g) {
			r.groups[l] = append(r.groups[l], g)
			n = 0
		}
	}
}

// begins returns the subcarrier with which a group of a symbol begins, pilots
// included.
func (r *region) begins(l, i int) int {
	size := 4
	if r.cell.hasPilots(l) {
		size = 6
	}
	return size * i
}

// set lays out the first symbols of a cell and places the PCFICH (clause 6.7.4).
func (r *region) set(c *Cell) {
	r.cell = c
	for l := range maxControl {
		r.lay(l)
	}
	for i := range 4 {
		r.used[0][r.indicator(i)] = true
	}
}

// indicator returns the group of the first symbol that holds quarter i of the
// PCFICH.
func (r *region) indicator(i int) int {
	n := 2 * r.cell.RB
	return (r.cell.PCI%n + i*r.cell.RB/2) % n
}

// phich returns how many PHICH mapping units a subframe has when the table of
// TDD configurations says factor (1 in FDD): clause 6.9.
func (c *Cell) phichUnits(factor int) int {
	// Groups are twice as many with the extended prefix, but two share a unit.
	return factor * ((c.PHICH*c.RB + 47) / 48)
}

// phichFactors holds the factor of clause 6.9 for each TDD configuration and
// subframe.
var phichFactors = [...][subframes]uint8{
	{2, 1, 0, 0, 0, 2, 1, 0, 0, 0},
	{0, 1, 0, 0, 1, 0, 1, 0, 0, 1},
	{0, 0, 0, 1, 0, 0, 0, 0, 1, 0},
	{1, 0, 0, 0, 0, 0, 0, 0, 1, 1},
	{0, 0, 0, 0, 0, 0, 0, 0, 1, 1},
	{0, 0, 0, 0, 0, 0, 0, 0, 1, 0},
	{1, 1, 0, 0, 0, 1, 1, 0, 0, 1},
}

// factors appends the PHICH factors that a subframe may have.
func (c *Cell) factors(dst []int, subframe int) []int {
	switch {
	case !c.TDD:
		return append(dst, 1)
	case c.Config >= 0 && c.Config < len(phichFactors):
		return append(dst, int(phichFactors[c.Config][subframe]))
	}
	return append(dst, 0, 1, 2)
}

// control lays out the PDCCH for a number of control symbols in a subframe.
func (r *region) control(symbols, factor, subframe int) {
	r.symbols = symbols
	for l := range maxControl {
		clear(r.used[l])
	}
	for i := range 4 {
		r.used[0][r.indicator(i)] = true
	}
	r.placePHICH(factor, r.cell.TDD && (subframe == 1 || subframe == 6))
	r.order = r.order[:0]
	var next [maxControl]int
	for k := range r.cell.width() {
		for l := range symbols {
			i := next[l]
			if i == len(r.groups[l]) || r.begins(l, i) != k {
				continue
			}
			next[l]++
			if !r.used[l][i] {
				r.order = append(r.order, r.groups[l][i][:]...)
			}
		}
	}
	r.interleave()
}

// placePHICH marks the groups of the PHICH, clause 6.9.3. In the special
// subframes of TDD the extended duration has two symbols, not three.
func (r *region) placePHICH(factor int, special bool) {
	units := r.cell.phichUnits(factor)
	var left [3]int
	var free [3][3 * maxRB]uint16
	for l := range left {
		for i := range r.groups[l] {
			if !r.used[l][i] {
				free[l][left[l]] = uint16(i)
				left[l]++
			}
		}
	}
	for m := range units {
		for i := range 3 {
			l, reference := 0, 0
			switch {
			case r.cell.PHICHExtended && special:
				l, reference = (m/2+i+1)%2, 1
			case r.cell.PHICHExtended:
				l = i
			}
			n := left[l]
			at := (r.cell.PCI*n/left[reference] + m + i*n/3) % n
			r.used[l][free[l][at]] = true
		}
	}
}

// interleave fills r.from: the groups pass the sub-block interleaver of TS
// 36.212 clause 5.1.4.2.1 and a cyclic shift by the cell's identity (TS 36.211
// clause 6.8.5).
func (r *region) interleave() {
	m := len(r.order) / 4
	r.from = r.from[:m]
	to := r.shuffle[m]
	if to == nil {
		to = shuffled(m)
		r.shuffle[m] = to
	}
	for q := range m {
		r.from[(int(to[q])-r.cell.PCI%m+m)%m] = uint16(q)
	}
}

// shuffled returns where the sub-block interleaver puts each of n groups: the
// first third of the circular buffer of a convolutional code is one stream's.
func shuffled(n int) []uint16 {
	match, err := fec.NewConvMatcher(n)
	if err != nil {
		panic(err) // n is never 0: three units of PHICH leave most of a symbol
	}
	places, coded := make([]float32, n), make([]float32, 3*n)
	for i := range places {
		places[i] = float32(i)
	}
	match.Dematch(coded, places)
	to := make([]uint16, n)
	for q := range to {
		to[q] = uint16(coded[3*q])
	}
	return to
}

// cces returns how many control channel elements the region has.
func (r *region) cces() int { return len(r.order) / 4 / cceGroups }
