package lte

// groups is the number of cell-identity groups N_ID(1).
const groups = 168

// The sequences of TS 36.211 clause 6.11.2.1 before they are shifted.
var (
	sequenceS = mSequence(2, 0)
	sequenceC = mSequence(3, 0)
	sequenceZ = mSequence(4, 2, 1, 0)
)

// A shiftPair holds the indices m0 and m1 of a cell-identity group.
type shiftPair struct{ m0, m1 int }

// shifts holds the pairs by N_ID(1).
var shifts = func() (t [groups]shiftPair) {
	for id1 := range t {
		t[id1].m0, t[id1].m1 = secondaryShifts(id1)
	}
	return t
}()

// secondary holds the secondary synchronisation signals by N_ID(2), N_ID(1) and
// half of the frame (subframe 0, subframe 5).
var secondary = func() (d [3][groups][2][syncSize]int8) {
	s, c, z := &sequenceS, &sequenceC, &sequenceZ
	for id2 := range d {
		for id1, m := range shifts {
			for n := range syncSize / 2 {
				s0, s1 := s[(n+m.m0)%31], s[(n+m.m1)%31]
				c0, c1 := c[(n+id2)%31], c[(n+id2+3)%31]
				z0, z1 := z[(n+m.m0%8)%31], z[(n+m.m1%8)%31]
				d[id2][id1][0][2*n], d[id2][id1][0][2*n+1] = s0*c0, s1*c1*z0
				d[id2][id1][1][2*n], d[id2][id1][1][2*n+1] = s1*c0, s0*c1*z1
			}
		}
	}
	return d
}()

// A shiftTable holds the correlations of one received secondary signal with the
// shifted sequences that all 168 groups are made of: even subcarriers with s,
// odd ones with s scrambled by each of the eight shifts of z.
type shiftTable struct {
	even [31]complex64
	odd  [8][31]complex64 // shift of z, shift of s
}

// twice holds s twice in a row, so that a shift is a slice of it.
var twice = func() (t [62]float32) {
	for i := range t {
		t[i] = float32(sequenceS[i%31])
	}
	return t
}()

// set fills the table for a signal of a cell with this N_ID(2).
func (t *shiftTable) set(v *sync, id2 int) {
	var even, plain, odd [31]complex64
	for n := range even {
		even[n] = scale(v[2*n], float32(sequenceC[(n+id2)%31]))
		plain[n] = scale(v[2*n+1], float32(sequenceC[(n+id2+3)%31]))
	}
	for m := range t.even {
		t.even[m] = shifted(&even, m)
	}
	for q := range t.odd {
		for n, p := range plain {
			odd[n] = scale(p, float32(sequenceZ[(n+q)%31]))
		}
		for m := range t.odd[q] {
			t.odd[q][m] = shifted(&odd, m)
		}
	}
}

// shifted returns the correlation with s shifted by m.
func shifted(v *[31]complex64, m int) complex64 {
	var re, im float32
	for n, g := range twice[m:][:len(v)] {
		re += g * real(v[n])
		im += g * imag(v[n])
	}
	return complex(re, im)
}

// match returns the correlation with a group's signal of a half of the frame.
func (t *shiftTable) match(m shiftPair, half int) complex64 {
	if half == 0 {
		return t.even[m.m0] + t.odd[m.m0%8][m.m1]
	}
	return t.even[m.m1] + t.odd[m.m1%8][m.m0]
}

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
