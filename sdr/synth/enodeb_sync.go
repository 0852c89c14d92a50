package synth

import "math"

// pss returns the primary synchronisation signal of a cell identity within its
// group, TS 36.211 clause 6.11.1.1.
func pss(nID2 int) (d [62]complex64) {
	root := [3]float64{25, 29, 34}[nID2]
	for n := range d {
		m := float64(n * (n + 1))
		if n >= 31 {
			m = float64((n + 1) * (n + 2))
		}
		s, c := math.Sincos(-math.Pi * root * m / 63)
		d[n] = complex(float32(c), float32(s))
	}
	return d
}

// mSequence returns the length-31 sequence x(i+5) = Σ x(i+j) over the taps j,
// from x(4) = 1, as ±1: 1-2x.
func mSequence(taps ...int) (s [31]int) {
	var x [36]int
	x[4] = 1
	for i := range s {
		for _, j := range taps {
			x[i+5] ^= x[i+j]
		}
		s[i] = 1 - 2*x[i]
	}
	return s
}

// sss returns the secondary synchronisation signal of a cell identity group
// with a cell identity, for subframe 0 or 5, TS 36.211 clause 6.11.2.1.
func sss(nID1, nID2 int, subframe5 bool) (d [62]complex64) {
	q1 := nID1 / 30
	q := (nID1 + q1*(q1+1)/2) / 30
	m := nID1 + q*(q+1)/2
	m0 := m % 31
	m1 := (m0 + m/31 + 1) % 31
	if subframe5 {
		m0, m1 = m1, m0
	}
	s, c, z := mSequence(2, 0), mSequence(3, 0), mSequence(4, 2, 1, 0)
	for n := range 31 {
		even := s[(n+m0)%31] * c[(n+nID2)%31]
		odd := s[(n+m1)%31] * c[(n+nID2+3)%31] * z[(n+m0%8)%31]
		d[2*n] = complex(float32(even), 0)
		d[2*n+1] = complex(float32(odd), 0)
	}
	return d
}

// syncSymbol returns the synchronisation signal that symbol l of a slot, 0 to
// 19, carries, or nil: TS 36.211 clauses 6.11.1.2 and 6.11.2.2.
func (c *cell) syncSymbol(slot, l int) []complex64 {
	last := c.symbolsPerSlot() - 1
	switch {
	case !c.TDD && slot%10 == 0 && l == last, c.TDD && slot%10 == 2 && l == 2:
		return c.pss[:]
	case !c.TDD && slot%10 == 0 && l == last-1, c.TDD && slot%10 == 1 && l == last:
		return c.sss[slot/10][:]
	}
	return nil
}
