package lte

import (
	"math"
	"math/cmplx"
)

// maxPorts is the greatest number of antenna ports a PBCH is sent from.
const maxPorts = 4

// The symbols of a frame's first subframe that a broadcast channel needs: the
// first four of slot 1, which carry it, and those with reference signals.
const (
	broadcastSlot    = 1
	broadcastSymbols = 4
	lateRow          = broadcastSymbols // index in slotSymbols of the second row of ports 0 and 1
	slotSymbols      = broadcastSymbols + 1
)

// A received frame is what a window shows of one broadcast of one cell.
type received struct {
	start   float64 // of the frame, in samples of the window
	whole   bool    // slot 0 lies in the window too
	y       [2][slotSymbols]symbol
	h       [maxPorts]symbol // channel estimate, valid for the broadcast's symbols
	raw     [2][maxPorts][2][pilotCount]complex64
	noise   float32 // power a subcarrier
	signal  float32 // power a subcarrier of port 0 and 1 together
	turning complex64
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

// A cellGrid holds what the symbols of one cell look like, and estimates its
// channel.
type cellGrid struct {
	pci    int
	prefix prefix
	rows   [2][maxPorts][2]pilotRow // slot, port, first or second row
	comb   int                      // first element of the interleaved pilots
}

// set prepares the grid for a cell.
func (g *cellGrid) set(pci int, p prefix) {
	g.pci, g.prefix, g.comb = pci, p, pci%3
	for slot := range g.rows {
		for port := range maxPorts {
			for r := range portRows(port) {
				g.rows[slot][port][r].pilots(pci, p, port, slot, p.slotSymbol(rowIndex(port, r)))
			}
		}
	}
}

// portRows returns how many rows of reference signals a port has in a slot.
func portRows(port int) int {
	if port < 2 {
		return 2
	}
	return 1
}

// rowIndex returns the index in received.y of a port's row.
func rowIndex(port, r int) int {
	switch {
	case port >= 2:
		return 1
	case r == 1:
		return lateRow
	}
	return 0
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
	f.turning = 0
	for slot := range f.y {
		if slot == 0 && !f.whole {
			continue
		}
		for port := range maxPorts {
			for r := range portRows(port) {
				g.rows[slot][port][r].observe(&f.raw[slot][port][r], &f.y[slot][rowIndex(port, r)])
			}
		}
	}
	if f.whole {
		for port := range 2 {
			for r := range 2 {
				f.turning += turn(&f.raw[0][port][r], &f.raw[1][port][r])
			}
		}
	}
	return true
}

// turn returns the correlation of two observations of the same pilots.
func turn(a, b *[pilotCount]complex64) (sum complex64) {
	for i, v := range a {
		sum += mulConj(b[i], v)
	}
	return sum
}

// residual returns the carrier offset, in hertz, that the rotation of the pilots
// between the two slots shows: within ±1 kHz.
func residual(frames []received) float64 {
	var sum complex128
	for i := range frames {
		sum += complex128(frames[i].turning)
	}
	return cmplx.Phase(sum) / (2 * math.Pi * slotSize) * sampleRate
}

// combs are the interpolators from the interleaved pilots to all subcarriers,
// by first pilot and ratio of power to noise.
var combs = func() (t [3][len(interpolatorSNR)]*interpolator) {
	all := make([]int, subcarriers)
	for i := range all {
		all[i] = subcarrier(i)
	}
	for first := range t {
		from := make([]int, combCount)
		for j := range from {
			from[j] = subcarrier(first + 3*j)
		}
		for i, snr := range interpolatorSNR {
			t[first][i] = newInterpolator(all, from, snr)
		}
	}
	return t
}()

// estimate fills in channel and noise, after the carrier offset that remains
// (in hertz) has been taken out of the phases of the symbols.
func (g *cellGrid) estimate(f *received, remains float64) {
	var rotate [2][slotSymbols]complex64
	for slot := range rotate {
		for i := range rotate[slot] {
			at := g.prefix.start(slot, g.prefix.slotSymbol(i)) - g.prefix.start(broadcastSlot, 0)
			rotate[slot][i] = root(-remains * float64(at) / sampleRate)
		}
	}
	for i := range f.y[broadcastSlot] {
		for k := range f.y[broadcastSlot][i] {
			f.y[broadcastSlot][i][k] = mul(f.y[broadcastSlot][i][k], rotate[broadcastSlot][i])
		}
	}
	f.noise = g.noise(f, &rotate)
	f.signal = 0
	for port := range maxPorts {
		var comb [combCount]complex64
		rows := g.gather(&comb, f, port, &rotate)
		if !rows {
			f.h[port] = symbol{}
			continue
		}
		var total float32
		for _, v := range comb {
			total += power(v)
		}
		noise := f.noise
		if f.whole && port < 2 {
			noise /= 2 // each pilot is the mean of two
		}
		signal := max(0, total/combCount-noise)
		if port < 2 {
			f.signal += signal
		}
		combs[g.comb][level(float64(signal/max(noise, math.SmallestNonzeroFloat32)))].estimate(f.h[port][:], comb[:])
	}
}

// noise returns the noise power a subcarrier: half of what differs between the
// same pilots in both slots or, of a frame that is not whole, what differs
// between neighbouring pilots.
func (g *cellGrid) noise(f *received, rotate *[2][slotSymbols]complex64) float32 {
	var sum float32
	var n int
	for port := range 2 {
		for r := range 2 {
			i := rowIndex(port, r)
			for m := range pilotCount {
				b := mul(f.raw[1][port][r][m], rotate[1][i])
				switch {
				case f.whole:
					sum += power(b-mul(f.raw[0][port][r][m], rotate[0][i])) / 2
					n++
				case m > 0 && m < pilotCount-1:
					near := scale(f.raw[1][port][r][m-1]+f.raw[1][port][r][m+1], 0.5)
					sum += power(b-mul(near, rotate[1][i])) / 1.5
					n++
				}
			}
		}
	}
	return sum / float32(n)
}

// gather fills comb with a port's pilots in order of frequency, those of both
// slots averaged where the positions agree. It reports false when a row is missing.
func (g *cellGrid) gather(comb *[combCount]complex64, f *received, port int, rotate *[2][slotSymbols]complex64) bool {
	slots := [2]float32{0.5, 0.5}
	if port >= 2 {
		slots = [2]float32{1, 1} // the slots' positions differ
	}
	if !f.whole {
		if port >= 2 {
			return false
		}
		slots = [2]float32{0, 1}
	}
	for slot, weight := range slots {
		if weight == 0 {
			continue
		}
		for r := range portRows(port) {
			row := &g.rows[slot][port][r]
			w := scale(rotate[slot][rowIndex(port, r)], weight)
			for m, v := range f.raw[slot][port][r] {
				comb[(row.first-g.comb)/3+2*m] += mul(v, w)
			}
		}
	}
	return true
}
