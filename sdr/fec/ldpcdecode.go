package fec

import "math"

const (
	ldpcIterations = 20 // most that Decode makes
	ldpcScale      = 0.75
	ldpcKnown      = 1e6 // soft value of a filler bit, where the largest other has ldpcPeak
	ldpcPeak       = 100
)

// Decode fills dst with the Bits() bits that the soft values of Coded() coded
// bits make likely; the last fillers bits are known to be zero. It stops when
// all parity checks hold, or after twenty iterations with ok false, and returns
// how many iterations it took. Rows whose own parity bits were not received
// are left out. Soft values that are all erasures are not ok.
func (l *LDPC) Decode(dst []byte, soft []float32, fillers int) (iterations int, ok bool) {
	rows := l.load(soft, fillers)
	if rows == 0 {
		clear(dst[:l.Bits()])
		return 0, false
	}
	clear(l.message)
	for iterations < ldpcIterations && !ok {
		message := l.message
		for _, row := range l.rows[:rows] {
			l.layer(row, message)
			message = message[len(row)*l.z:]
		}
		iterations++
		ok = l.satisfied(rows)
	}
	for i, x := range l.soft[:l.Bits()] {
		dst[i] = byte(math.Float32bits(x) >> 31)
	}
	return iterations, ok
}

// load scales the soft values into the code word's, and returns how many rows of
// the base graph they call for.
func (l *LDPC) load(soft []float32, fillers int) (rows int) {
	gain := quantiserGain(soft[:l.Coded()], ldpcPeak)
	if gain == 0 {
		return 0
	}
	clear(l.soft[:2*l.z])
	last := 0
	for i, x := range soft[:l.Coded()] {
		y := x * gain
		if !(y >= -2*ldpcPeak && y <= 2*ldpcPeak) { // not finite
			y = 0
		}
		if y != 0 {
			last = i
		}
		l.soft[2*l.z+i] = y
	}
	for i := l.Bits() - fillers; i < l.Bits(); i++ {
		l.soft[i] = ldpcKnown
	}
	return max(4, 2+last/l.z-l.input+1)
}

// layer brings the checks of a row up to date with their bits, turned into the order
// of the checks, and the bits with them.
func (l *LDPC) layer(row []ldpcEdge, message []float32) {
	for n, e := range row {
		bits, turned := l.soft[e.column*l.z:][:l.z], l.turned[n*l.z:][:l.z]
		copy(turned[copy(turned, bits[e.shift:]):], bits)
	}
	checks(l.turned, message[:len(row)*l.z], l.z)
	for n, e := range row {
		bits, turned := l.soft[e.column*l.z:][:l.z], l.turned[n*l.z:][:l.z]
		copy(bits, turned[copy(bits[e.shift:], turned):])
	}
}

// satisfied reports whether all checks hold for the signs of the soft values.
func (l *LDPC) satisfied(rows int) bool {
	sums := l.sums
	for _, row := range l.rows[:rows] {
		clear(sums)
		for _, e := range row {
			bits := l.soft[e.column*l.z:][:l.z]
			addSigns(sums, bits[e.shift:])
			addSigns(sums[l.z-e.shift:], bits[:e.shift])
		}
		var any uint32
		for _, s := range sums {
			any |= s
		}
		if any&floatSign != 0 {
			return false
		}
	}
	return true
}

// addSigns adds the signs of soft values to sums.
func addSigns(sums []uint32, values []float32) {
	sums = sums[:len(values)]
	for r := xorVector(sums, values); r < len(values); r++ {
		sums[r] ^= math.Float32bits(values[r])
	}
}
