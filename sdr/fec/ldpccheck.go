package fec

import "math"

// reset forgets all edges.
func (c *ldpcCheck) reset() {
	for r := range c.least {
		c.least[r], c.second[r] = math.MaxFloat32, math.MaxFloat32
	}
	clear(c.negative)
}

// take enters the values of edge n for the checks from first on.
func (c *ldpcCheck) take(values []float32, first, n int) {
	least, second := c.least[first:][:len(values)], c.second[first:][:len(values)]
	negative, at := c.negative[first:][:len(values)], c.at[first:][:len(values)]
	for r, x := range values {
		b := math.Float32bits(x)
		negative[r] ^= b
		magnitude := math.Float32frombits(b &^ (1 << 31))
		if magnitude < least[r] {
			second[r], least[r], at[r] = least[r], magnitude, uint16(n)
		} else if magnitude < second[r] {
			second[r] = magnitude
		}
	}
}

// give writes what the checks from first on say to edge n as messages, and adds
// it to the values.
func (c *ldpcCheck) give(values, message []float32, first, n int) {
	least, second := c.least[first:][:len(values)], c.second[first:][:len(values)]
	negative, at := c.negative[first:][:len(values)], c.at[first:][:len(values)]
	message = message[first:][:len(values)]
	for r, x := range values {
		magnitude := least[r]
		if at[r] == uint16(n) {
			magnitude = second[r]
		}
		sign := (negative[r] ^ math.Float32bits(x)) & (1 << 31)
		message[r] = math.Float32frombits(math.Float32bits(magnitude*ldpcScale) | sign)
		values[r] = x + message[r]
	}
}
