package lte

import (
	"math"
	"math/cmplx"
	"slices"
)

// maxPorts is the greatest number of antenna ports a broadcast is sent from.
const maxPorts = 4

// The symbols of a frame's first two slots that are kept: the first four, which
// in slot 1 carry the broadcast, and the one with the second row of reference
// signals of ports 0 and 1.
const (
	broadcastSlot    = 1
	broadcastSymbols = 4
	lateRow          = broadcastSymbols // index of that row
	slotSymbols      = broadcastSymbols + 1
)

// observed holds the channel, noise included, at the pilots of one row.
type observed [pilotCount]complex64

// A received frame is what a window shows of one broadcast of one cell.
type received struct {
	start  float64 // of the frame, in samples of the window
	whole  bool    // slot 0 lies in the window too
	y      [2][slotSymbols]symbol
	h      [maxPorts]symbol // channel, good for the broadcast's symbols
	noise  float32          // power a subcarrier
	signal float32          // power a subcarrier of the reference signals of the stronger of ports 0 and 1
}

// secondRow returns the symbol of a slot that has the second row of reference
// signals of ports 0 and 1.
func (p prefix) secondRow() int { return p.symbols() - 3 }

// slotSymbol returns which symbol of a slot is kept at index i of received.y.
func (p prefix) slotSymbol(i int) int {
	if i == lateRow {
		return p.secondRow()
	}
	return i
}

// rowIndex returns the index in received.y of a port's first or second row.
func rowIndex(port, r int) int {
	switch {
	case port >= 2:
		return 1
	case r == 1:
		return lateRow
	}
	return 0
}

// A cellGrid knows where one cell has its pilots, and estimates its channel.
type cellGrid struct {
	prefix prefix
	rows   [2][maxPorts][2]pilotRow // slot, port, first or second row; ports 2 and 3 have the first only
	first  int                      // element of a symbol with the first pilot of a comb
}

// set prepares the grid for a cell.
func (g *cellGrid) set(pci int, p prefix) {
	g.prefix, g.first = p, pci%3
	for slot := range g.rows {
		for port := range maxPorts {
			for r := range 2 {
				g.rows[slot][port][r].pilots(pci, p, port, slot, p.slotSymbol(rowIndex(port, r)))
			}
		}
	}
}

// receive demodulates a frame that starts at start; it reports false when the
// window does not hold its broadcast.
func (g *cellGrid) receive(f *received, d *demodulator, x []complex64, start, drift, offset float64) bool {
	f.start, f.whole = start, true
	for slot := range f.y {
		for i := range f.y[slot] {
			at := start + float64(g.prefix.start(slot, g.prefix.slotSymbol(i)))*(1+drift)
			if d.symbol(&f.y[slot][i], x, at, offset) {
				continue
			}
			if slot == broadcastSlot {
				return false
			}
			f.whole = false
		}
	}
	return true
}

// observe fills dst with what a frame shows at a row of pilots.
func (g *cellGrid) observe(dst *observed, f *received, slot, port, r int) *pilotRow {
	row := &g.rows[slot][port][r]
	y := &f.y[slot][rowIndex(port, r)]
	for m := range dst {
		dst[m] = mulConj(y[row.first+6*m], row.values[m])
	}
	return row
}

// residual returns the carrier offset, in hertz within ±1 kHz, by which the
// pilots turn from slot to slot. Every pilot has one vote, so that no strong
// interferer decides.
func (g *cellGrid) residual(frames []received) float64 {
	var sum complex64
	for i := range frames {
		f := &frames[i]
		if !f.whole {
			continue
		}
		for port := range 2 {
			for r := range 2 {
				var a, b observed
				g.observe(&a, f, 0, port, r)
				g.observe(&b, f, 1, port, r)
				for m := range a {
					v := mulConj(b[m], a[m])
					sum += scale(v, 1/max(float32(math.Sqrt(float64(power(v)))), math.SmallestNonzeroFloat32))
				}
			}
		}
	}
	return cmplx.Phase(complex128(sum)) / (2 * math.Pi) * sampleRate / slotSize
}

// estimate fills in channel and noise, after the carrier offset that remains
// (in hertz) has been taken out of the symbols.
func (g *cellGrid) estimate(f *received, remains float64) {
	for slot := range f.y {
		for i := range f.y[slot] {
			at := g.prefix.start(slot, g.prefix.slotSymbol(i)) - g.prefix.start(broadcastSlot, 0)
			w := root(-remains * float64(at) / sampleRate)
			for k, v := range f.y[slot][i] {
				f.y[slot][i][k] = mul(v, w)
			}
		}
	}
	f.noise, f.signal = 0, 0
	for port := range maxPorts {
		var c comb
		c.first = g.first
		var noise float32
		switch {
		case port < 2:
			noise = g.early(&c, f, port)
			f.noise += noise / 2
		case f.whole:
			g.late(&c, f, port)
		default:
			f.h[port] = symbol{}
			continue
		}
		signal := c.power()
		c.estimate(&f.h[port], signal)
		if port < 2 {
			f.signal = max(f.signal, signal)
		}
	}
}

// early gathers the pilots of port 0 or 1, those of both slots averaged, and
// returns the noise power of a single one.
func (g *cellGrid) early(c *comb, f *received, port int) (noise float32) {
	for r := range 2 {
		var a, b observed
		var differ [pilotCount]float32
		row := g.observe(&b, f, broadcastSlot, port, r)
		share := float32(1)
		if f.whole {
			share = 2
			g.observe(&a, f, 0, port, r)
			for m := range b {
				differ[m] = power(b[m]-a[m]) / 4
				b[m] = scale(a[m]+b[m], 0.5)
			}
		} else {
			differ = b.roughness()
		}
		noise += share * c.enter(row, &b, &differ) / 2
	}
	return noise
}

// late gathers the pilots of port 2 or 3, which has half of them in either slot.
func (g *cellGrid) late(c *comb, f *received, port int) {
	for slot := range 2 {
		var b observed
		row := g.observe(&b, f, slot, port, 0)
		differ := b.roughness()
		c.enter(row, &b, &differ)
	}
}

// roughness returns an estimate of the noise power from how much each pilot
// differs from the mean of its neighbours.
func (o *observed) roughness() (differ [pilotCount]float32) {
	for m := 1; m < pilotCount-1; m++ {
		differ[m] = power(o[m]-scale(o[m-1]+o[m+1], 0.5)) / 1.5
	}
	differ[0], differ[pilotCount-1] = differ[1], differ[pilotCount-2]
	return differ
}

// enter puts a row of pilots into its places of a comb, with single estimates of
// their noise, and returns the row's noise power: from the median, so that a few
// pilots hit by something strong count less without spoiling the others.
func (c *comb) enter(row *pilotRow, pilots *observed, noise *[pilotCount]float32) float32 {
	sorted := *noise
	slices.Sort(sorted[:])
	typical := (sorted[pilotCount/2-1] + sorted[pilotCount/2]) / 2 / math.Ln2
	at := (row.first - c.first) / 3
	for m, v := range pilots {
		c.channel[at+2*m] = v
		c.noise[at+2*m] = max(typical, noise[m]/3)
	}
	return typical
}

// power returns the mean power of the channel without the noise, each pilot
// weighted by what is known of its noise.
func (c *comb) power() float32 {
	var sum, weights float32
	for i, v := range c.channel {
		w := 1 / max(c.noise[i], math.SmallestNonzeroFloat32)
		sum += w * (power(v) - c.noise[i])
		weights += w
	}
	return max(0, sum/weights)
}
