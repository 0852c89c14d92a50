package synth

// diversity puts symbols on elements of the grid with the transmit diversity of
// TS 36.211 clauses 6.3.3.3 and 6.3.4.3, or plainly from one port. The element's
// power summed over the ports is that of the symbol. With four ports, two
// symbols at the end that make no quadruple go out on ports 0 and 2.
func (c *cell) diversity(elements []int, symbols []complex64) {
	if c.Ports == 1 {
		for i, k := range elements {
			c.put(0, k, symbols[i])
		}
		return
	}
	for i := 0; i+1 < len(elements); i += 2 {
		a, b := 0, 1
		if c.Ports == 4 {
			a, b = i/2%2, i/2%2+2
		}
		x0, x1 := symbols[i]*invSqrt2, symbols[i+1]*invSqrt2
		c.put(a, elements[i], x0)
		c.put(b, elements[i], -conj(x1))
		c.put(a, elements[i+1], x1)
		c.put(b, elements[i+1], conj(x0))
	}
}

func conj(x complex64) complex64 { return complex(real(x), -imag(x)) }
