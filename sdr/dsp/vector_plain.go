package dsp

// Sums in plain Go, in four lanes so that an addition need not wait for the one
// before.

func energyPlain(x []complex64) float32 {
	var a, b, c, d float32
	for len(x) >= 2 {
		a += real(x[0]) * real(x[0])
		b += imag(x[0]) * imag(x[0])
		c += real(x[1]) * real(x[1])
		d += imag(x[1]) * imag(x[1])
		x = x[2:]
	}
	for _, v := range x {
		a += real(v) * real(v)
		b += imag(v) * imag(v)
	}
	return a + b + c + d
}

func dotConjPlain(x, y []complex64) complex64 {
	var rr, ii, ir, ri float32
	y = y[:len(x)]
	for i, v := range x {
		rr += real(v) * real(y[i])
		ii += imag(v) * imag(y[i])
		ir += imag(v) * real(y[i])
		ri += real(v) * imag(y[i])
	}
	return complex(rr+ii, ir-ri)
}

// dotRealPlain returns the sum of h[i]·x[i].
func dotRealPlain(h []float32, x []complex64) complex64 {
	var ar, ai, br, bi, cr, ci, dr, di float32
	for len(h) >= 4 && len(x) >= 4 {
		ar += h[0] * real(x[0])
		ai += h[0] * imag(x[0])
		br += h[1] * real(x[1])
		bi += h[1] * imag(x[1])
		cr += h[2] * real(x[2])
		ci += h[2] * imag(x[2])
		dr += h[3] * real(x[3])
		di += h[3] * imag(x[3])
		h, x = h[4:], x[4:]
	}
	x = x[:len(h)]
	for i, k := range h {
		ar += k * real(x[i])
		ai += k * imag(x[i])
	}
	return complex((ar+br)+(cr+dr), (ai+bi)+(ci+di))
}
