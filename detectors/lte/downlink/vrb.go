package downlink

// A spreading maps distributed virtual resource blocks to physical ones: TS
// 36.211 clause 6.2.3.2.
type spreading struct {
	gap    int // distance of the two halves, in resource blocks
	unit   int // virtual blocks interleaved together
	blocks int // virtual blocks there are
	rows   int
	nulls  int
}

// gaps returns the first and second gap of a bandwidth, table 6.2.3.2-1.
func gaps(rb int) (first, second int) {
	switch {
	case rb <= 10:
		return (rb + 1) / 2, 0
	case rb == 11:
		return 4, 0
	case rb <= 19:
		return 8, 0
	case rb <= 26:
		return 12, 0
	case rb <= 44:
		return 18, 0
	case rb <= 49:
		return 27, 0
	case rb <= 63:
		return 27, 9
	case rb <= 79:
		return 32, 16
	}
	return 48, 16
}

// groupSize returns the size P of a resource block group: TS 36.213 table
// 7.1.6.1-1.
func groupSize(rb int) int {
	switch {
	case rb <= 10:
		return 1
	case rb <= 26:
		return 2
	case rb <= 63:
		return 3
	}
	return 4
}

// spread returns the spreading of a bandwidth for gap 1 or 2.
func spread(rb, which int) (s spreading) {
	first, second := gaps(rb)
	if which == 1 {
		s.gap = first
		s.unit = 2 * min(first, rb-first)
		s.blocks = s.unit
	} else {
		s.gap = second
		s.unit = 2 * second
		s.blocks = rb / s.unit * s.unit
	}
	p := groupSize(rb)
	s.rows = (s.unit + 4*p - 1) / (4 * p) * p
	s.nulls = 4*s.rows - s.unit
	return s
}

// physical returns the resource block of a virtual block in slot 0 or 1 of a
// subframe.
func (s *spreading) physical(virtual, slot int) int {
	base := virtual / s.unit * s.unit
	v := virtual % s.unit
	late := s.nulls != 0 && v >= s.unit-s.nulls
	at := s.rows*(v%4) + v/4
	switch {
	case late && v%2 == 1:
		at = 2*s.rows + v/2 - s.rows
	case late:
		at = v/2 - s.rows + s.nulls/2
	case s.nulls != 0 && v%4 >= 2:
		at -= s.nulls / 2
	}
	if slot == 1 {
		at = (at + s.unit/2) % s.unit
	}
	if at >= s.unit/2 {
		at += s.gap - s.unit/2
	}
	return base + at
}
