package downlink

import (
	"math"
	"math/cmplx"
)

// A grid holds a subframe: the received symbols and the channel of each port,
// taken as constant over the subframe. Subcarriers outside [lo, hi) are zero.
type grid struct {
	cell   *Cell
	number int // of the subframe in its frame
	lo, hi int
	y      [maxSymbols][maxWidth]complex64
	has    [maxSymbols]bool
	h      [maxPorts][maxWidth]complex64
	noise  float32 // power an element
	signal float32 // power an element of the reference signals of the strongest port
}

// pilotBook holds the reference signals of one subframe of a cell.
type pilotBook struct {
	rows [maxPorts][2][2]pilotRow // port, slot, row
}

func (b *pilotBook) set(c *Cell, subframe int) {
	for port := range c.Ports {
		for slot := range 2 {
			for row := range 2 {
				if _, ok := c.pilotSymbol(port, row); ok {
					b.rows[port][slot][row].set(c, port, row, 2*subframe+slot)
				}
			}
		}
	}
}

// observe fills dst with the channel, noise included, at the pilots of a row
// that are seen, and returns the index of the first and how many there are.
func (g *grid) observe(dst []complex64, b *pilotBook, port, slot, row int) (first, n int) {
	p := &b.rows[port][slot][row]
	l, _ := g.cell.pilotSymbol(port, row)
	y := &g.y[slot*g.cell.slotSymbols()+l]
	first = max(0, (g.lo-p.first+5)/6)
	for m := first; p.first+6*m < g.hi; m++ {
		dst[n] = mulConj(y[p.first+6*m], p.values[m])
		n++
	}
	return first, n
}

// An estimator turns reference signals into channels.
type estimator struct {
	book pilotBook
	a, b [2 * maxRB]complex64
	comb [4 * maxRB]complex64
}

// combine fills e.comb with a port's channel at every third subcarrier from the
// returned one on, and returns how many there are and the noise power of each.
func (e *estimator) combine(g *grid, port int) (first, n int, noise float32) {
	base := g.cell.PCI % comb
	first = base + comb*((g.lo-base+comb-1)/comb)
	n = (g.hi - first + comb - 1) / comb
	clear(e.comb[:max(n, 0)])
	if port < 2 {
		var count float32
		for row := range 2 {
			from, na := g.observe(e.a[:], &e.book, port, 0, row)
			_, nb := g.observe(e.b[:], &e.book, port, 1, row)
			at := (e.book.rows[port][0][row].first + 6*from - first) / comb
			for m := range min(na, nb) {
				e.comb[at+2*m] = scale(e.a[m]+e.b[m], 0.5)
				noise += power(e.a[m]-e.b[m]) / 4
				count++
			}
		}
		return first, n, noise / max(count, 1)
	}
	for slot := range 2 {
		from, na := g.observe(e.a[:], &e.book, port, slot, 0)
		at := (e.book.rows[port][slot][0].first + 6*from - first) / comb
		for m := range na {
			e.comb[at+2*m] = e.a[m]
		}
	}
	return first, n, 0
}

// estimate fills in the channels and the noise of a grid whose symbols with
// reference signals are there. It reports false when too little is seen.
func (e *estimator) estimate(g *grid) bool {
	e.book.set(g.cell, g.number)
	g.noise, g.signal = 0, 0
	for port := range g.cell.Ports {
		first, n, noise := e.combine(g, port)
		if n < taps {
			return false
		}
		if port < 2 {
			g.noise += 2 * noise / float32(min(g.cell.Ports, 2)) // of one element; two were averaged
		} else {
			noise = g.noise
		}
		var all float32
		for _, v := range e.comb[:n] {
			all += power(v)
		}
		signal := max(all/float32(n)-noise, 0)
		g.signal = max(g.signal, signal)
		e.smooth(g.h[port][:], g, first, n, float64(signal/max(noise, math.SmallestNonzeroFloat32)))
	}
	g.noise = max(g.noise, 1e-4*g.signal, math.SmallestNonzeroFloat32)
	return true
}

// smooth fills dst with the channel at the subcarriers that are seen.
func (e *estimator) smooth(dst []complex64, g *grid, first, n int, snr float64) {
	w := smootherFor(snr)
	clear(dst[:g.lo])
	clear(dst[g.hi:])
	for k := g.lo; k < g.hi; k++ {
		from := min(max((k-first)/comb-taps/2+1, 0), n-taps)
		weights := &w[k-first-comb*from+comb-1]
		pilots := e.comb[from:][:taps]
		var re, im float32
		for i, p := range pilots {
			re += weights[i] * real(p)
			im += weights[i] * imag(p)
		}
		dst[k] = complex(re, im)
	}
}

// residual returns, of a grid whose symbols with reference signals are there,
// by how many seconds its paths come late on average and how far, in hertz
// within ±1 kHz, its carrier is off. Both come as sums, for several subframes
// to be added.
func (e *estimator) residual(g *grid) (late, turn complex128) {
	e.book.set(g.cell, g.number)
	for port := range min(g.cell.Ports, 2) {
		for row := range 2 {
			_, na := g.observe(e.a[:], &e.book, port, 0, row)
			_, nb := g.observe(e.b[:], &e.book, port, 1, row)
			for m := range min(na, nb) {
				turn += complex128(mulConj(e.b[m], e.a[m]))
				if m > 0 {
					late += complex128(mulConj(e.a[m], e.a[m-1]) + mulConj(e.b[m], e.b[m-1]))
				}
			}
		}
	}
	return late, turn
}

// seconds and hertz turn sums of residual into what they say.
func seconds(late complex128) float64 { return -cmplx.Phase(late) / (2 * math.Pi * 6 * spacing) }
func hertz(turn complex128) float64   { return cmplx.Phase(turn) / (2 * math.Pi * slotTime) }
