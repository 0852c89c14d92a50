package synth

import "vigie/sdr/fec"

// A place is a resource element of a subframe.
type place struct{ l, k int }

// A sender prepares what an ENodeB sends on control and shared channel, one
// subframe at a time.
type sender struct {
	cell    *cell
	plan    Downlink
	sib1    *transport
	si      []*transport
	paging  *transport
	regions [10]*region // by subframe
	level   int         // control channel elements of an assignment
	conv    *fec.ConvMatcher

	message, coded []byte
	bits           []byte // scrambled, to be mapped
	where          []place
	blocks         [2][maxRB]bool // physical resource blocks taken in each slot

	grid  [4][14][]complex64 // what the subframe at work sends, by port
	taken [14][]bool
	busy  bool // anything is sent in the subframe at work
}

// newSender returns the sender of a cell, nil when it sends nothing.
func newSender(c *cell) (*sender, error) {
	if !c.sends() {
		return nil, nil
	}
	s := &sender{cell: c, plan: c.Downlink}
	var err error
	if s.sib1, err = s.plan.newTransport(c.SIB1, systemRNTI); err != nil {
		return nil, err
	}
	for _, m := range c.SI {
		t, err := s.plan.newTransport(m, systemRNTI)
		if err != nil {
			return nil, err
		}
		s.si = append(s.si, t)
	}
	if s.paging, err = s.plan.newTransport(c.Paging, pagingRNTI); err != nil {
		return nil, err
	}
	if err := s.layControl(); err != nil {
		return nil, err
	}
	n := c.hi - c.lo
	for l := range s.taken {
		s.taken[l] = make([]bool, n)
		for port := range c.Ports {
			s.grid[port][l] = make([]complex64, n)
		}
	}
	all := 12 * c.RB * 14
	s.where, s.bits = make([]place, 0, all), make([]byte, 2*all)
	return s, nil
}

// begin prepares the subframe that begins.
func (s *sender) begin(sfn, subframe int) {
	s.busy = false
	t, version := s.due(sfn, subframe)
	if t == nil {
		return
	}
	s.busy = true
	for l := range s.taken {
		clear(s.taken[l])
	}
	s.sendIndicator(subframe)
	s.sendControl(t, version, subframe)
	s.sendShared(t, version, subframe)
}

// send puts the symbol at work on the cell's grid: behind reference and
// synchronisation signals and broadcast, before what fills the rest.
func (s *sender) send(l int) {
	c := s.cell
	for i, taken := range s.taken[l] {
		if !taken || c.taken[i] {
			continue
		}
		c.taken[i] = true
		for port := range c.Ports {
			c.grid[port][i] = s.grid[port][l][i]
		}
	}
}

// put sets an element of a port, inside the window.
func (s *sender) put(port int, p place, x complex64) {
	if p.k >= s.cell.lo && p.k < s.cell.hi {
		s.grid[port][p.l][p.k-s.cell.lo] = x
	}
}

// reserve keeps an element from being filled, empty unless something is put there.
func (s *sender) reserve(p place) {
	if p.k >= s.cell.lo && p.k < s.cell.hi {
		s.taken[p.l][p.k-s.cell.lo] = true
		for port := range s.cell.Ports {
			s.grid[port][p.l][p.k-s.cell.lo] = 0
		}
	}
}

// spread puts scrambled bits on elements as QPSK with transmit diversity.
func (s *sender) spread(where []place, bits []byte) {
	for _, p := range where {
		s.reserve(p)
	}
	if s.cell.Ports == 1 {
		for i, p := range where {
			s.put(0, p, qpsk(bits[2*i], bits[2*i+1]))
		}
		return
	}
	for i := 0; i+1 < len(where); i += 2 {
		a, b, y := pairOf(s.cell.Ports, i, qpsk(bits[2*i], bits[2*i+1]), qpsk(bits[2*i+2], bits[2*i+3]))
		for j := range 2 {
			s.put(a, where[i+j], y[0][j])
			s.put(b, where[i+j], y[1][j])
		}
	}
}
