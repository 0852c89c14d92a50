package nr

import (
	"math"

	"vigie/detectors/nr/downlink"
	"vigie/sdr/dsp"
)

// A cell that was decoded may be followed, after a gap of unknown length, by a
// recording of its slots without a block: its control channel's reference
// signals then show where a slot begins.

const (
	// locateSeconds is the longest stretch that is searched for slots.
	locateSeconds = 5e-3

	// leastLocate is the least share of a symbol's power that must be reference
	// signals as expected: a quarter of the elements of CORESET 0 are, and noise
	// of as many samples reaches it less than once in a million symbols.
	leastLocate = 0.08
)

// A locator finds slots of a cell by the control channel's first symbol.
type locator struct {
	cutter  *slotCutter
	symbols []complex64 // spectrum, then samples, of the expected symbol
}

// expect fills l.symbols with the reference signals of a symbol as samples of
// energy 1.
func (l *locator) expect(r *downlink.Reader, at downlink.Occasion) {
	c := l.cutter
	clear(l.symbols)
	r.References(at, func(k int, v complex64) {
		l.symbols[(k-6*c.rb+c.size)%c.size] = v
	})
	c.fft.Inverse(l.symbols, l.symbols)
	dsp.Scale(l.symbols, l.symbols, float32(1/math.Sqrt(dsp.Energy(l.symbols))))
}

// find returns where in x the slot begins whose symbol was expected, and the
// share of power that is as expected. The middle of CORESET 0 appears offset
// hertz from the centre of x.
func (l *locator) find(x []complex64, offset float64, spacing spacing, symbol int) (start, share float64) {
	c := l.cutter
	ratio := c.cutter.from / c.cutter.to
	run := slotLength(c.size) - c.size
	for first := 0.0; first < float64(len(x)); first += float64(run) * ratio {
		y, at := c.cutter.cut(x, first, offset, 0, slotLength(c.size))
		y = y[int(at):]
		energy := dsp.Energy(y[:c.size])
		for lag := 0; lag < run && lag+c.size < len(y); lag++ {
			if p := float64(power(dsp.DotConj(y[lag:lag+c.size], l.symbols))); energy > 0 && p/energy > share {
				share = p / energy
				start = first + (float64(lag)+at-math.Floor(at))*ratio
			}
			energy += float64(power(y[lag+c.size]) - power(y[lag]))
		}
	}
	return start - spacing.symbolStart(symbol)*c.cutter.from, share
}

// locate begins reading slots whose place is not known. It reports false when
// none is found.
func (a *analysis) locate() bool {
	d := &a.reading
	c, r := &d.cell, d.reader
	if float64(len(a.raw)) > locateSeconds*a.rate {
		return false
	}
	l := locator{cutter: r.cutter, symbols: make([]complex64, r.cutter.size)}
	places, _ := r.reader.Cell().Occasions(r.reader.CORESET(), c.index)
	best := leastLocate
	for _, at := range places {
		l.expect(r.reader, at)
		if start, share := l.find(a.raw, c.offset+r.middle, c.spacing, at.Symbol); share > best {
			best, d.start, d.at = share, start, at
		}
	}
	d.found, d.next = best > leastLocate, 0
	return d.found
}
