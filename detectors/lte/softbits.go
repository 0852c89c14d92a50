package lte

import "math"

// frameBits is the most bits of the broadcast channel in one frame: 240 QPSK
// symbols with the normal prefix; the extended one leaves 216.
const frameBits = 480

// bits returns how many of the broadcast's bits one frame carries.
func (p prefix) bits() int {
	if p == extendedPrefix {
		return 432
	}
	return frameBits
}

// A portCount numbers the hypotheses on the antenna ports: 1, 2 or 4.
type portCount int

var portCounts = [...]portCount{1, 2, 4}

// A resource is one resource element of the broadcast.
type resource struct{ symbol, element uint8 }

// broadcastResources lists the elements of the broadcast channel in order, TS
// 36.211 clause 6.6.4: those that reference signals of four ports would take are
// left out, whatever the cell has.
func (g *cellGrid) broadcastResources(dst []resource) []resource {
	for l := range broadcastSymbols {
		pilots := l < 2 || l == g.prefix.secondRow()
		for k := range subcarriers {
			if pilots && k%3 == g.first {
				continue
			}
			dst = append(dst, resource{uint8(l), uint8(k)})
		}
	}
	return dst
}

// softBits fills dst with the log-likelihood ratios of a frame's bits, still
// scrambled, if the cell has this many ports: a single port, or the transmit
// diversity of TS 36.211 clause 6.3.4.3. It returns how many there are.
//
// What stands out of signal and noise in an element is taken for noise of that
// element: other cells' pilots and traffic do not reach every element alike.
func (f *received) softBits(dst []float32, where []resource, ports portCount) int {
	if ports == 1 {
		for i, re := range where {
			y, h := f.y[broadcastSlot][re.symbol][re.element], f.h[0][re.element]
			gain := 2 * math.Sqrt2 / f.excess(power(y), power(h))
			x := mulConj(y, h)
			dst[2*i], dst[2*i+1] = gain*real(x), gain*imag(x)
		}
		return 2 * len(where)
	}
	for i := 0; i < len(where); i += 2 {
		a, b := 0, 1
		if ports == 4 {
			a = i / 2 % 2
			b = a + 2
		}
		f.pair((*[4]float32)(dst[2*i:]), where[i], where[i+1], &f.h[a], &f.h[b])
	}
	return 2 * len(where)
}

// pair fills dst with the bits of the two symbols x0, x1 that two ports send in
// two elements: y0 = a·x0 - b·x1*, y1 = a·x1 + b·x0*. It is the linear receiver
// of least mean square error for (x0, x1*) when the noise of both differs; with
// equal noise the two do not disturb each other (cross is zero).
func (f *received) pair(dst *[4]float32, p, q resource, port0, port1 *symbol) {
	y0, y1 := f.y[broadcastSlot][p.symbol][p.element], conj(f.y[broadcastSlot][q.symbol][q.element])
	// Each port sends half of the power.
	a := scale(port0[p.element]+port0[q.element], 0.5*math.Sqrt2/2)
	b := scale(port1[p.element]+port1[q.element], 0.5*math.Sqrt2/2)
	pa, pb := power(a), power(b)
	w0, w1 := 1/f.excess(power(y0), pa+pb), 1/f.excess(power(y1), pa+pb)
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
// expected of the cell.
func (f *received) excess(y, h float32) float32 {
	return max(f.noise+max(0, y-h-2*f.noise)/2, math.SmallestNonzeroFloat32)
}
