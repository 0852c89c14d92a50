package fec

import "math"

// An ldpcCheck is the scratch for the z checks of one row. Magnitudes are kept
// as the bits of floats, which order as the floats do and are compared without
// branches.
type ldpcCheck struct {
	least, second []uint32 // smallest magnitudes among the edges
	negative      []uint32 // parity of the signs, in the sign bit
}

const floatSign = 1 << 31

func newLDPCCheck(z int) ldpcCheck {
	return ldpcCheck{make([]uint32, z), make([]uint32, z), make([]uint32, z)}
}

// reset forgets all edges.
func (c *ldpcCheck) reset() {
	for r := range c.least {
		c.least[r], c.second[r] = math.MaxUint32, math.MaxUint32
	}
	clear(c.negative)
}

// take subtracts an edge's last messages from its values, and enters what
// remains for the checks from first on.
func (c *ldpcCheck) take(values, message []float32, first int) {
	n := len(values)
	least, second := c.least[first:][:n], c.second[first:][:n]
	negative, message := c.negative[first:][:n], message[first:][:n]
	for r := range values {
		values[r] -= message[r]
		b := math.Float32bits(values[r])
		negative[r] ^= b
		b &^= floatSign
		second[r] = min(second[r], max(least[r], b))
		least[r] = min(least[r], b)
	}
}

// give writes what the checks from first on say to an edge as messages, and adds
// it to the values.
func (c *ldpcCheck) give(values, message []float32, first int) {
	n := len(values)
	least, second := c.least[first:][:n], c.second[first:][:n]
	negative, message := c.negative[first:][:n], message[first:][:n]
	for r, x := range values {
		b := math.Float32bits(x)
		other := least[r]
		if b&^floatSign == other { // the edge itself has the smallest
			other = second[r]
		}
		scaled := math.Float32bits(math.Float32frombits(other) * ldpcScale)
		message[r] = math.Float32frombits(scaled | (negative[r]^b)&floatSign)
		values[r] = x + message[r]
	}
}
