package lte

// groups is the number of cell-identity groups N_ID(1).
const groups = 168

// secondary holds the secondary synchronisation signals by N_ID(2), N_ID(1) and
// half of the frame (subframe 0, subframe 5): TS 36.211 clause 6.11.2.1.
var secondary = func() (d [3][groups][2][syncSize]int8) {
	s := mSequence(2, 0)
	c := mSequence(3, 0)
	z := mSequence(4, 2, 1, 0)
	for id2 := range d {
		for id1 := range d[id2] {
			m0, m1 := secondaryShifts(id1)
			for n := range syncSize / 2 {
				s0, s1 := s[(n+m0)%31], s[(n+m1)%31]
				c0, c1 := c[(n+id2)%31], c[(n+id2+3)%31]
				z0, z1 := z[(n+m0%8)%31], z[(n+m1%8)%31]
				d[id2][id1][0][2*n], d[id2][id1][0][2*n+1] = s0*c0, s1*c1*z0
				d[id2][id1][1][2*n], d[id2][id1][1][2*n+1] = s1*c0, s0*c1*z1
			}
		}
	}
	return d
}()

// secondaryShifts returns the indices m0 and m1 of table 6.11.2.1-1.
func secondaryShifts(id1 int) (m0, m1 int) {
	q := id1 / 30
	q = (id1 + q*(q+1)/2) / 30
	m := id1 + q*(q+1)/2
	m0 = m % 31
	return m0, (m0 + m/31 + 1) % 31
}

// mSequence returns 1-2x(i) for the recursion x(i+5) = sum of x(i+tap), which
// starts 0, 0, 0, 0, 1.
func mSequence(taps ...int) (v [31]int8) {
	var x [31]int8
	x[4] = 1
	for i := range len(x) - 5 {
		for _, tap := range taps {
			x[i+5] ^= x[i+tap]
		}
	}
	for i := range v {
		v[i] = 1 - 2*x[i]
	}
	return v
}
