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
			if pilots && k%3 == g.comb {
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
func (f *received) softBits(dst []float32, where []resource, ports portCount) int {
	if f.noise <= 0 {
		clear(dst[:2*len(where)])
		return 2 * len(where)
	}
	gain := float32(2*math.Sqrt2) / f.noise
	if ports == 1 {
		for i, re := range where {
			x := mulConj(f.y[broadcastSlot][re.symbol][re.element], f.h[0][re.element])
			dst[2*i], dst[2*i+1] = gain*real(x), gain*imag(x)
		}
		return 2 * len(where)
	}
	gain /= math.Sqrt2 // each port sends half the power
	for i := 0; i < len(where); i += 2 {
		a, b := 0, 1
		if ports == 4 {
			a = i / 2 % 2
			b = a + 2
		}
		p, q := where[i], where[i+1]
		y0, y1 := f.y[broadcastSlot][p.symbol][p.element], f.y[broadcastSlot][q.symbol][q.element]
		ha := scale(f.h[a][p.element]+f.h[a][q.element], 0.5)
		hb := scale(f.h[b][p.element]+f.h[b][q.element], 0.5)
		x0 := mulConj(y0, ha) + mulConj(hb, y1)
		x1 := mulConj(y1, ha) - mulConj(hb, y0)
		dst[2*i], dst[2*i+1] = gain*real(x0), gain*imag(x0)
		dst[2*i+2], dst[2*i+3] = gain*real(x1), gain*imag(x1)
	}
	return 2 * len(where)
}
