package nr

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/detectors/nr/downlink"
)

const (
	// stretch is what one search covers: a period, and a block that begins in it.
	stretch = periodSeconds + 1e-3

	// hopsStep is how many hops of the search one step prepares.
	hopsStep = 8

	// maxCells bounds the cells reported from one window.
	maxCells = 32

	// maxTogether is how many cells with the same primary signal at the same
	// time are looked for: those of a synchronous network.
	maxTogether = 2

	// candidatesExpected is how many candidates a search of noise may yield.
	candidatesExpected = 4
)

// An analysis finds the cells in one window. It works in steps of about a
// millisecond, so that a live receiver can spread them.
type analysis struct {
	raw    []complex64 // the window as it came
	rate   float64
	centre float64 // frequency on the air of the receiver's centre, 0 when unknown
	known  []beam
	tiles  []tile
	part   int // which period of the window is searched

	tools [2]*toolset
	exam  *examiner
	list  shortlist
	cells [maxCells]cell
	found int

	state     func(*analysis)
	tile      *tile
	at        int // known cell, then tile at work
	threshold float32
	id, shift int // row at work
	next      int // candidate at work

	requests []request
	reading  reading
	readers  []*sibReader
	used     int // readers asked for
	slot     downlink.Slot
}

// newAnalysis prepares for windows of a receiver's rate.
func newAnalysis(rate float64) (*analysis, error) {
	a := &analysis{rate: rate, exam: newExaminer(rate), requests: make([]request, 0, maxRequests)}
	for i, s := range [...]spacing{spacing15, spacing30} {
		hops := int(math.Ceil(stretch * s.searchRate() / hopSize))
		c, err := newCutter(rate, s.searchRate(), hopsStep*hopSize+searchSymbol+2)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
		}
		r, err := newRefiner(rate, s)
		if err != nil {
			return nil, err
		}
		a.tools[i] = &toolset{spacing: s, search: newSearcher(hops), cutter: c, refiner: r}
	}
	return a, nil
}

// start begins the search of the samples in raw.
func (a *analysis) start() {
	a.found, a.at = 0, 0
	a.requests = a.requests[:0]
	a.state = (*analysis).revisit
}

// busy reports whether there is anything left to do.
func (a *analysis) busy() bool { return a.state != nil }

// step does the next piece of work.
func (a *analysis) step() { a.state(a) }

// revisit looks where the next known cell should be.
func (a *analysis) revisit() {
	if a.at == len(a.known) {
		a.at = 0
		a.state = (*analysis).begin
		return
	}
	k := &a.known[a.at]
	a.at++
	for i := range a.tools {
		if a.tools[i].spacing == k.spacing {
			a.try(a.tools[i], k.sighting)
		}
	}
}

// begin takes the next tile.
func (a *analysis) begin() {
	if a.at == len(a.tiles) {
		a.state = (*analysis).nextReading
		return
	}
	a.tile = &a.tiles[a.at]
	a.at++
	a.tools[a.tile.tool].search.reset()
	a.list.reset()
	a.state = (*analysis).load
}

// from returns the first sample of the window that is searched, and how many are.
func (a *analysis) from() (first, n int) {
	first = int(float64(a.part) * periodSeconds * a.rate)
	return first, min(int(stretch*a.rate), len(a.raw)-first)
}

// load prepares the next hops of the search.
func (a *analysis) load() {
	t := a.tools[a.tile.tool]
	first, n := a.from()
	ratio := a.rate / t.spacing.searchRate()
	hop := float64(hopSize) * ratio
	at := float64(t.search.hops()) * hop
	y, start := t.cutter.cut(a.raw, float64(first)+at, a.tile.middle, 0, hopsStep*hopSize+searchSymbol)
	for y = y[int(start):]; len(y) >= spectrumSize && at < float64(n); y = y[hopSize:] {
		t.search.add(y[:spectrumSize])
		at += hop
	}
	if at >= float64(n) {
		a.begun(t)
	}
}

// begun goes from the preparation of a search to its rows.
func (a *analysis) begun(t *toolset) {
	if t.search.hops() == 0 {
		a.state = (*analysis).begin
		return
	}
	rows := 3 * ((a.tile.high-a.tile.low)/shiftStep + 1)
	a.threshold = peakThreshold(float64(rows*t.search.hops()*2*hopLags), candidatesExpected)
	a.id, a.shift = 0, a.tile.low
	a.state = (*analysis).row
}

// row searches one carrier offset of one primary signal.
func (a *analysis) row() {
	a.tools[a.tile.tool].search.row(&a.list, a.id, a.shift, a.threshold)
	if a.id++; a.id < len(primary) {
		return
	}
	a.id = 0
	if a.shift += shiftStep; a.shift > a.tile.high {
		a.next = 0
		a.state = (*analysis).examine
	}
}

// examine tries the next candidate.
func (a *analysis) examine() {
	if a.next == a.list.n {
		a.state = (*analysis).begin
		return
	}
	c := &a.list.best[a.next]
	a.next++
	t := a.tools[a.tile.tool]
	first, _ := a.from()
	a.try(t, sighting{
		id:     c.id,
		start:  float64(first) + float64(c.lag)*lagSize*a.rate/t.spacing.searchRate(),
		offset: a.tile.middle + float64(c.shift)*float64(t.spacing)/binsSpacing,
	})
}

// try reads what a sighting shows: the cells whose block begins there.
func (a *analysis) try(t *toolset, s sighting) {
	n := numbering{true, true}
	if a.centre != 0 {
		n = numberingAt(a.centre + s.offset)
	}
	for range maxTogether {
		c, ok := a.exam.examine(t, s, a.raw, n, func(pci int) bool { return a.seen(t, s, pci) })
		if !ok {
			return
		}
		if !c.decoded {
			a.exam.persist(t, &c, a.raw, n)
		}
		if !c.decoded && !c.persists || a.found == maxCells {
			return
		}
		a.cells[a.found] = c
		a.found++
	}
}

// seen reports whether a cell was found at this place before.
func (a *analysis) seen(t *toolset, s sighting, pci int) bool {
	for i := range a.cells[:a.found] {
		c := &a.cells[i]
		if c.pci == pci && c.spacing == t.spacing && math.Abs(c.offset-s.offset) < float64(t.spacing) &&
			a.apart(c.start, s.start) < prefixSize*a.rate/t.spacing.rate() {
			return true
		}
	}
	return false
}

// apart returns the distance of two times in samples, whole periods left out.
func (a *analysis) apart(x, y float64) float64 {
	period := periodSeconds * a.rate
	d := math.Mod(math.Abs(x-y), period)
	return min(d, period-d)
}
