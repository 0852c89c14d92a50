package fec

import "math"

const floatSign = 1 << 31

// checksPlain brings the checks [from, z) of a row up to date. values holds what its
// bits are worth, z an edge in the order of the checks, and message what the checks
// said last: it subtracts that, and adds what they say now. Magnitudes are kept as the
// bits of floats, which order as the floats do and are compared without branches.
func checksPlain(values, message []float32, from, z int) {
	values = values[:len(message)]
	for r := from; r < z; r++ {
		least, second, negative := uint32(math.MaxUint32), uint32(math.MaxUint32), uint32(0)
		for i := r; i < len(message); i += z {
			values[i] -= message[i]
			b := math.Float32bits(values[i])
			negative ^= b
			b &^= floatSign
			second = min(second, max(least, b))
			least = min(least, b)
		}
		small := math.Float32bits(math.Float32frombits(least) * ldpcScale)
		large := math.Float32bits(math.Float32frombits(second) * ldpcScale)
		for i := r; i < len(message); i += z {
			b := math.Float32bits(values[i])
			other := small
			if b&^floatSign == least { // the edge itself has the smallest
				other = large
			}
			message[i] = math.Float32frombits(other | (negative^b)&floatSign)
			values[i] += message[i]
		}
	}
}
