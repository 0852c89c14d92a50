package synth

import (
	"fmt"
	"math/bits"

	"vigie/sdr/fec"
)

const (
	groupsCCE = 9  // resource-element groups of a control channel element
	bitsCCE   = 72 // and its bits
)

// A region is the layout of the control region of a subframe.
type region struct {
	groups   [4][][4]int // subcarriers of the resource-element groups of each symbol
	used     [4][]bool   // by PCFICH or PHICH
	order    []place     // elements of the PDCCH in the order of mapping
	permuted []int       // group of the multiplexed channels at each place of order
}

// newRegion lists the resource-element groups of the control region (TS 36.211
// clause 6.2.4), those of PCFICH (6.7.4) and PHICH (6.9.3), and the order of what
// is left for the PDCCH (6.8.5).
func (c *cell) newRegion(factor int) *region {
	r := &region{}
	for l := range c.Control {
		size := 12 / 3 // subcarriers of a group
		if c.controlPilots(l) {
			size = 12 / 2
		}
		for first := 0; first < 12*c.RB; first += size {
			var g [4]int
			n := 0
			for k := first; k < first+size; k++ {
				if size == 6 && k%3 == c.PCI%3 {
					continue
				}
				g[n] = k
				n++
			}
			r.groups[l] = append(r.groups[l], g)
		}
		r.used[l] = make([]bool, len(r.groups[l]))
	}
	for i := range 4 {
		r.used[0][c.indicatorGroup(i)] = true
	}
	c.layPHICH(r, factor)
	for k := range 12 * c.RB {
		for l := range c.Control {
			size := 12 * c.RB / len(r.groups[l])
			if k%size != 0 || r.used[l][k/size] {
				continue
			}
			for _, k := range r.groups[l][k/size] {
				r.order = append(r.order, place{l, k})
			}
		}
	}
	r.permuted = shuffle(len(r.order) / 4)
	return r
}

// layControl prepares the control regions that the cell needs and the code of
// assignments.
func (s *sender) layControl() error {
	c := s.cell
	s.level = 8
	for subframe := range s.regions {
		s.regions[subframe] = c.newRegion(c.phichFactor(subframe))
		if len(s.regions[subframe].permuted)/groupsCCE < s.level {
			s.level = 4
		}
	}
	for _, r := range s.regions {
		if len(r.permuted)/groupsCCE < s.level {
			return fmt.Errorf("synth: %d control symbols of %d resource blocks are too few for an assignment", c.Control, c.RB)
		}
	}
	n := s.messageBits() + 16
	s.message, s.coded = make([]byte, 0, n), make([]byte, 0, 3*n)
	var err error
	s.conv, err = fec.NewConvMatcher(n)
	return err
}

// controlPilots reports whether a symbol of the control region is laid out around
// reference signals: those of two ports always, in the first.
func (c *cell) controlPilots(l int) bool {
	return l == 0 || l == 1 && c.Ports == 4 || l == 3 && c.ExtendedCP
}

// indicatorGroup returns the group of symbol 0 with a quarter of the PCFICH.
func (c *cell) indicatorGroup(i int) int {
	return (6*(c.PCI%(2*c.RB)) + i*c.RB/2*6) % (12 * c.RB) / 6
}

// phichShare is Ng in sixths by the MIB's value, TS 36.331 PHICH-Config.
var phichShare = [4]int{1, 3, 6, 12}

// phichFactors is TS 36.211 table 6.9-1, m_i by configuration and subframe; a
// hyphen stands where nothing is sent.
var phichFactors = [...]string{
	"21---21---", "01--101--1", "00-1000-10", "10---00011", "00--000011", "00-0000010", "11---11--1",
}

func (c *cell) phichFactor(subframe int) int {
	if !c.TDD {
		return 1
	}
	if f := phichFactors[c.TDDConfig][subframe]; f != '-' {
		return int(f - '0')
	}
	return 0
}

// layPHICH marks the groups of the PHICH, on which nothing is sent. Assignments
// are not sent in the special subframes, where the extended duration differs.
func (c *cell) layPHICH(r *region, factor int) {
	units := factor * ((phichShare[c.PHICH%4]*c.RB + 47) / 48)
	var free [3][]int // groups without PCFICH
	for l := range min(3, c.Control) {
		for i, used := range r.used[l] {
			if !used {
				free[l] = append(free[l], i)
			}
		}
	}
	for m := range units {
		for i := range 3 {
			l := 0
			if c.PHICH >= 4 {
				l = i
			}
			n := len(free[l])
			r.used[l][free[l][(c.PCI*n/len(free[0])+m+i*n/3)%n]] = true
		}
	}
}

// shuffle returns which of n groups the sub-block interleaver of TS 36.212 clause
// 5.1.4.2.1 puts at each place: rows of 32, nothing at the beginning of the first
// as far as they are not full, read by columns in a permuted order.
func shuffle(n int) (from []int) {
	rows := (n + 31) / 32
	for column := range 32 {
		column = int(bits.Reverse8(uint8(column))>>3) ^ 1 // table 5.1.4-2
		for row := range rows {
			if i := 32*row + column - (32*rows - n); i >= 0 {
				from = append(from, i)
			}
		}
	}
	return from
}

// sendIndicator maps the PCFICH: TS 36.212 table 5.3.4-1, TS 36.211 clause 6.7.
func (s *sender) sendIndicator(subframe int) {
	c := s.cell
	value := s.plan.Control
	if c.RB <= 10 {
		value--
	}
	word := [3]string{"011", "101", "110"}[value-1]
	bits := s.bits[:32]
	for i := range bits {
		bits[i] = word[i%3] - '0'
	}
	gold := fec.NewGold(uint32((subframe+1)*(2*c.PCI+1)<<9 + c.PCI))
	gold.Scramble(bits)
	s.where = s.where[:0]
	for i := range 4 {
		for _, k := range s.regions[subframe].groups[0][c.indicatorGroup(i)] {
			s.where = append(s.where, place{0, k})
		}
	}
	s.spread(s.where, bits)
}

// sendControl maps the assignment of a block to the first elements of the common
// search space: TS 36.212 clauses 5.3.3.2 to 5.3.3.4, TS 36.211 clause 6.8.
func (s *sender) sendControl(t *transport, version, subframe int) {
	c := s.cell
	s.message = s.assignment(s.message[:0], t, version)
	s.message = fec.CRC16.Append(s.message, s.message, uint32(t.rnti))
	s.coded = fec.LTEConv.EncodeTailBiting(s.coded[:0], s.message)
	bits := s.bits[:s.level*bitsCCE]
	s.conv.Match(bits, s.coded)
	gold := fec.NewGold(uint32(subframe<<9 + c.PCI))
	gold.Scramble(bits)
	r := s.regions[subframe]
	n := len(r.permuted)
	for i := range n {
		group := r.permuted[(i+c.PCI)%n]
		if group < s.level*groupsCCE {
			s.spread(r.order[4*i:4*i+4], bits[8*group:8*group+8])
		}
	}
}
