package downlink

import "math"

// An element is one resource element of a subframe.
type element struct{ l, k uint16 }

// soft fills dst with two log-likelihood ratios an element for QPSK, still
// scrambled: from a single port or with the transmit diversity of TS 36.211
// clause 6.3.4.3. Elements that are not seen are erasures. dst has room for
// twice the elements, whose number is even.
//
// What stands out of signal and noise in an element is taken for noise of that
// element: other cells' signals do not reach every element alike.
func (g *grid) soft(dst []float32, where []element) {
	if g.cell.Ports == 1 {
		for i, e := range where {
			k := int(e.k)
			y, h := g.y[e.l][k], g.h[0][k] // both zero where nothing is seen
			gain := 2 * math.Sqrt2 / g.excess(power(y), power(h))
			x := mulConj(y, h)
			dst[2*i], dst[2*i+1] = gain*real(x), gain*imag(x)
		}
		return
	}
	for i := 0; i+1 < len(where); i += 2 {
		a, b := 0, 1
		if g.cell.Ports == maxPorts {
			a = i / 2 % 2
			b = a + 2
		}
		out := (*[4]float32)(dst[2*i:])
		if p, q := int(where[i].k), int(where[i+1].k); min(p, q) < g.lo || max(p, q) >= g.hi {
			*out = [4]float32{}
			continue
		}
		g.pair(out, where[i], where[i+1], &g.h[a], &g.h[b])
	}
}

// pair fills dst with the bits of the two symbols x0, x1 that two ports send in
// two elements: y0 = a·x0 - b·x1*, y1 = a·x1 + b·x0*. It is the linear receiver
// of least mean square error for (x0, x1*) when the noise of both differs.
func (g *grid) pair(dst *[4]float32, p, q element, port0, port1 *[maxWidth]complex64) {
	y0, y1 := g.y[p.l][p.k], conj(g.y[q.l][q.k])
	// Each port sends half of the power.
	a := scale(port0[p.k]+port0[q.k], 0.5*math.Sqrt2/2)
	b := scale(port1[p.k]+port1[q.k], 0.5*math.Sqrt2/2)
	pa, pb := power(a), power(b)
	w0, w1 := 1/g.excess(power(y0), pa+pb), 1/g.excess(power(y1), pa+pb)
	cross := scale(mulConj(b, a), w1-w0)
	y0, y1 = scale(y0, w0), scale(y1, w1)
	x0 := mulConj(y0, a) + mul(y1, b)
	x1 := mul(y1, a) - mulConj(y0, b)
	z0 := x0 - scale(mul(cross, x1), 1/(1+pb*w0+pa*w1))
	z1 := x1 - scale(mulConj(x0, cross), 1/(1+pa*w0+pb*w1))
	const gain = 2 * math.Sqrt2
	*dst = [4]float32{gain * real(z0), gain * imag(z0), gain * real(z1), -gain * imag(z1)}
}

// excess returns the noise power of an element that shows power y where h is
// expected of the cell. Twice what is expected is not yet odd: data may be sent
// with more power than reference signals.
func (g *grid) excess(y, h float32) float32 {
	return g.noise + max(0, y-2*h-2*g.noise)/2
}
