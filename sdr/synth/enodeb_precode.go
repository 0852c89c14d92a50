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
		a, b, y := pairOf(c.Ports, i, symbols[i], symbols[i+1])
		for j := range 2 {
			c.put(a, elements[i+j], y[0][j])
			c.put(b, elements[i+j], y[1][j])
		}
	}
}

// pairOf returns the two ports that send symbols i and i+1, and what either puts
// on their two elements.
func pairOf(ports, i int, x0, x1 complex64) (a, b int, y [2][2]complex64) {
	a, b = 0, 1
	if ports == 4 {
		a, b = i/2%2, i/2%2+2
	}
	x0, x1 = x0*invSqrt2, x1*invSqrt2
	return a, b, [2][2]complex64{{x0, x1}, {-conj(x1), conj(x0)}}
}

func conj(x complex64) complex64 { return complex(real(x), -imag(x)) }
