package lte

import "math"

// A job is one search of a window: a band of carrier offsets.
type job struct {
	low, high float64 // hertz, from the window's centre
}

const (
	// windowFrames is the length of a window, overlapFrames how much of it the
	// next window repeats, so that no broadcast is cut by every window it is in.
	windowFrames  = 9
	overlapFrames = 1
	windowSize    = windowFrames * frameSize

	// reachHz is how far off a receiver's carrier may be: real dongles without
	// a temperature-compensated crystal were 41 to 68 kHz off.
	reachHz = 140e3

	// maxCells bounds the cells reported from one window.
	maxCells = 16

	// candidatesExpected is how many candidates a search of noise may yield.
	candidatesExpected = 10
)

// freeDrifts are the clock drifts tried when the clock is not tied to the
// carrier: the middles of intervals in which a window of 90 ms loses less than
// a tenth of the correlation's power.
var freeDrifts = []float64{0, -25e-6, 25e-6, -50e-6, 50e-6, -75e-6, 75e-6, -100e-6, 100e-6}

// An analysis finds the cells in one window, step by step: no step takes longer
// than about two milliseconds, so that a live receiver can spread them.
type analysis struct {
	x       []complex64 // the window at sampleRate; the analysis changes it
	carrier float64     // frequency on the air that the clock is tied to, 0 when it is free

	search *searcher
	exam   *examiner
	list   shortlist
	cells  [maxCells]cell
	found  int

	rebuild *rebuilder

	job       job
	round     int
	before    int // cells found before this round
	threshold float64
	id, shift int // row at work
	last      int
	next      int // candidate at work
	frame     int // frame at work
	state     func(*analysis)
	rows      [][]float32
	drifts    []float64
	tied      [1]float64
}

func newAnalysis() *analysis {
	a := &analysis{
		x: make([]complex64, 0, windowSize+frameSize), search: newSearcher(windowSize), exam: newExaminer(),
		rows: make([][]float32, len(freeDrifts)),
	}
	for i := range a.rows {
		a.rows[i] = make([]float32, rowSize)
	}
	a.rebuild = &rebuilder{demod: a.exam.demod, decoder: a.exam.decoder, grid: &a.exam.grid}
	return a
}

// start begins the search of the samples in x.
func (a *analysis) start(j job) {
	a.job, a.found, a.round, a.before = j, 0, 0, 0
	a.state = (*analysis).load
}

// step does the next piece of work and reports whether there is more.
func (a *analysis) step() (more bool) {
	if a.state == nil {
		return false
	}
	a.state(a)
	return a.state != nil
}

// load begins a round: the first searches the whole job, the next ones what is
// left of the window at the carrier offset of the cells that were found.
func (a *analysis) load() {
	centre := 0.0
	a.shift = int(math.Ceil(a.job.low / shiftHz))
	a.last = int(math.Floor(a.job.high / shiftHz))
	a.drifts = freeDrifts
	if a.carrier != 0 {
		a.drifts = a.tied[:]
	}
	if a.round > 0 {
		c := &a.cells[0].primary
		centre = c.offset
		a.shift, a.last = -1, 1
		a.tied[0] = c.drift
		a.drifts = a.tied[:]
	}
	a.search.load(a.x, centre)
	a.list.reset()
	a.id = 0
	tests := float64(3 * (a.last - a.shift + 1) * rowSize * len(a.drifts))
	a.threshold = peakThreshold(a.search.halves, tests/candidatesExpected)
	a.state = (*analysis).row
}

// row searches one carrier offset of one primary signal.
func (a *analysis) row() {
	offset := a.search.centre + float64(a.shift)*shiftHz
	if a.carrier != 0 {
		a.tied[0] = -offset / a.carrier
	}
	a.search.row(a.rows, a.drifts, a.id, a.shift)
	for i, drift := range a.drifts {
		middle := drift * float64(a.search.halves) / 2 * halfSize
		a.list.peaks(a.rows[i], a.threshold, middle, candidate{id: a.id, offset: offset, drift: drift})
	}
	if a.id++; a.id < len(primary) {
		return
	}
	a.id = 0
	if a.shift++; a.shift > a.last {
		a.next = 0
		a.state = (*analysis).examine
	}
}

// maxRounds bounds the searches of one window.
const maxRounds = 5

// examine tries the next candidate.
func (a *analysis) examine() {
	for ; a.next < a.list.n; a.next++ {
		c := &a.list.best[a.next]
		if a.explained(c) {
			continue
		}
		a.next++
		cell, ok := a.exam.examine(c, a.x, func(int) bool { return false })
		if ok && !a.known(&cell) && a.found < maxCells {
			a.cells[a.found] = cell
			a.found++
			a.frame = 0
			a.rebuild.where = a.exam.resources
			a.state = (*analysis).subtract
		}
		return
	}
	a.round++
	if a.found == a.before || a.found == maxCells || a.round == maxRounds {
		a.state = nil
		return
	}
	a.before = a.found
	a.state = (*analysis).load
}

// subtract takes one frame of the cell that was found last out of the window.
func (a *analysis) subtract() {
	c := &a.cells[a.found-1]
	seen := &a.exam.frames[min(max(a.frame-1, 0), c.frames-1)]
	a.rebuild.frame(a.x, c, seen, a.frame-1)
	if a.frame++; a.frame > c.frames+1 {
		a.state = (*analysis).examine
	}
}

// explained reports whether a candidate is but an echo of a cell that was found.
func (a *analysis) explained(c *candidate) bool {
	for i := range a.cells[:a.found] {
		if a.cells[i].primary.echoes(c) {
			return true
		}
	}
	return false
}

// known reports whether a cell was found before in this window.
func (a *analysis) known(c *cell) bool {
	for i := range a.cells[:a.found] {
		o := &a.cells[i]
		if o.pci == c.pci && apart(o.primary.start, c.primary.start, halfSize) < symbolSize {
			return true
		}
	}
	return false
}
