package lte

import "math"

// load begins a round: the first searches the whole job, the next ones what is
// left of the window at the carrier offset of the cells that were found.
func (a *analysis) load() {
	offset := a.job.offset
	a.shift, a.last = -a.job.shifts, a.job.shifts
	halves := a.job.halves
	if a.round > 0 {
		offset = a.cells[a.first].primary.offset
		a.shift, a.last = -focusShifts, focusShifts
		halves = windowHalves
	}
	a.search.load(a.x, halves, offset)
	a.list.reset()
	a.faint = a.fainter
	a.id = 0
	for a.shift < a.last && !a.plausible() {
		a.shift++
	}
	a.setDrifts()
	tests := float64(len(primary) * a.shifts() * rowSize * len(a.drifts))
	a.threshold = peakThreshold(a.search.halves, tests/candidatesExpected)
	a.state = (*analysis).row
}

// offset returns the carrier offset of the row at work.
func (a *analysis) offset() float64 { return a.search.centre + float64(a.shift)*shiftHz }

func (a *analysis) setDrifts() {
	a.drifts = a.drifts[:0]
	if a.round > 0 {
		a.drifts = append(a.drifts, a.cells[a.first].primary.drift)
		return
	}
	a.drifts = a.job.drifts(a.drifts, a.offset(), a.centre, a.search.halves)
}

// row searches one carrier offset of one primary signal.
func (a *analysis) row() {
	if a.id == 0 {
		a.setDrifts()
	}
	a.search.row(a.rows[:], a.drifts, a.id, a.shift)
	for i, drift := range a.drifts {
		moved := drift * float64(a.search.halves) / 2 * halfSize
		a.list.peaks(a.rows[i][:], a.threshold, moved, candidate{id: a.id, offset: a.offset(), drift: drift})
	}
	if a.id++; a.id < len(primary) {
		return
	}
	a.id = 0
	for a.shift++; a.shift <= a.last && !a.plausible(); a.shift++ {
	}
	if a.shift > a.last {
		a.next = 0
		a.state = (*analysis).identify
	}
}

// plausible reports whether a carrier can be at the shift at work: a cell that
// was found tells the receiver's error, which is the same for every carrier of
// the raster.
func (a *analysis) plausible() bool {
	if a.job.clock != clockRaster || a.round > 0 || a.found == 0 {
		return true
	}
	c := &a.cells[0]
	at := (a.centre + a.middle + a.offset()) / (1 + c.cfo/(a.centre+c.carrier))
	return math.Abs(at-math.Round(at/rasterHz)*rasterHz) <= nearShift
}

// nearShift is half the step of the shifts, and half as much again for what two
// carriers differ by and a known offset is wrong by.
const nearShift = 0.75 * shiftHz

// shifts returns how many shifts from the one at work on are searched.
func (a *analysis) shifts() (n int) {
	first := a.shift
	for ; a.shift <= a.last; a.shift++ {
		if a.plausible() {
			n++
		}
	}
	a.shift = first
	return n
}
