package lte

import (
	"math"
	"slices"

	"vigie/sdr"
)

// A clock says what is known of the sampling clock while a carrier offset is tried.
type clock uint8

const (
	clockTied   clock = iota // its error is that of the carrier, for the receiver's middle
	clockRaster              // the same, for any carrier of the raster that is near enough
	clockFree                // nothing: a converter in front, or the centre unknown
	clockFixed               // it was measured before
)

// A job is one search of a window: a range of carrier offsets around one place
// in the receiver's view.
type job struct {
	middle float64 // of the samples at 1.92 MS/s, hertz from the receiver's centre
	offset float64 // of shift 0, hertz from middle
	shifts int     // searched to either side
	halves int     // half-frames that are searched
	clock  clock
	drift  float64 // of clockFixed
	raster float64 // carrier of clockFixed, hertz from the receiver's centre
	last   bool    // done only if no other job found a cell
}

const (
	// reachHz is how far off a receiver's carrier may be: real dongles without
	// a temperature-compensated crystal were 41 to 68 kHz off.
	reachHz = 140e3

	// rasterHz is the spacing of LTE carriers, TS 36.101 clause 5.7.2.
	rasterHz = 100e3

	// occupiedHz is the width of the inner resource blocks.
	occupiedHz = subcarriers * 15e3

	// spacingHz is the distance of the places that a raster search looks from,
	// each as far as half the spacing.
	spacingHz = 500e3

	// rasterHalves is how many half-frames a raster search uses, 40 ms, wideHalves
	// how many in a view wider than wideHz, where 40 ms at every place would take
	// seconds. Half the time costs 1.5 to 2 dB of sensitivity.
	rasterHalves = 8
	wideHalves   = 4
	wideHz       = 3.5e6
)

// freeDrifts are the clock drifts tried when nothing ties the clock. Of a drift
// between two of them, a window loses less than a tenth of the correlation.
var freeDrifts = [...]float64{0, -25e-6, 25e-6, -50e-6, 50e-6, -75e-6, 75e-6, -100e-6, 100e-6}

// middleJob searches around the receiver's centre.
func middleJob(tied bool) job {
	j := job{shifts: int(reachHz) / shiftHz, halves: windowHalves, clock: clockFree}
	if tied {
		j.clock = clockTied
	}
	return j
}

// reach returns how far from the middle of a view of rate hertz a carrier is
// looked for. Receivers of a few MS/s filter sharply, and their whole view
// counts. In the outer fifth of wide ones carriers from beyond the other edge
// appear (seen in 19.2 MS/s recordings): their frequency would be wrong.
func reach(rate float64) float64 {
	if rate > wideHz {
		rate *= 0.8
	}
	return (rate - occupiedHz) / 2
}

// places returns how many places to either side of the middle a raster search
// looks from, in a view of rate hertz.
func places(rate float64) int {
	return max(0, int(math.Ceil((reach(rate)-spacingHz/2)/spacingHz)))
}

// rasterJob searches for carriers around one place of a view of rate hertz.
func rasterJob(place int, rate float64, tied bool) job {
	j := middleJob(tied)
	if tied {
		j.clock = clockRaster
	}
	j.middle = float64(place) * spacingHz
	j.shifts = int(math.Ceil(spacingHz / 2 / shiftHz))
	j.halves = rasterHalves
	if rate > wideHz {
		j.halves = wideHalves
	}
	return j
}

// drifts appends the clock drifts to try at an offset from the job's middle, the
// likeliest first, but none that halves half-frames cannot tell from another.
// centre is the frequency on the air of the receiver's centre.
func (j *job) drifts(dst []float64, offset, centre float64, halves int) []float64 {
	switch j.clock {
	case clockFixed:
		return append(dst, j.drift)
	case clockTied:
		return append(dst, -offset/centre)
	case clockFree:
		for _, drift := range freeDrifts {
			dst = appendApart(dst, drift, halves)
		}
		return dst
	}
	at := centre + j.middle + offset
	nearest := math.Round(at / rasterHz)
	for _, n := range [...]float64{nearest, nearest - 1, nearest + 1} {
		if math.Abs(at-n*rasterHz) <= reachHz {
			dst = appendApart(dst, 1-at/(n*rasterHz), halves)
		}
	}
	return dst
}

// appendApart appends a drift unless some other one moves a signal by less than
// nine tenths of a lag against it.
func appendApart(dst []float64, drift float64, halves int) []float64 {
	for _, d := range dst {
		if math.Abs(d-drift)*float64(halves*rowSize) < 0.9 {
			return dst
		}
	}
	return append(dst, drift)
}

// carrier returns the carrier, in hertz from the receiver's centre, of a cell
// found at this offset and drift. measured says that the drift is the cell's
// own; otherwise only the nearest carrier can be meant.
func (j *job) carrier(c *candidate, centre float64, measured bool) float64 {
	at := j.middle + c.offset
	switch {
	case j.clock == clockFixed:
		return j.raster
	case j.clock == clockRaster && measured:
		at += (centre + at) * c.drift
		return math.Round((centre+at)/rasterHz)*rasterHz - centre
	case j.clock == clockRaster:
		return math.Round((centre+at)/rasterHz)*rasterHz - centre
	case math.Abs(at) <= reachHz+shiftHz:
		return 0
	}
	return math.Round(at/rasterHz) * rasterHz
}

// focus appends a search close to each carrier offset at which cells are known
// in this tuning.
func focus(jobs []job, cells []sighting, centre sdr.Hz) []job {
	for i := range cells {
		c := &cells[i]
		if c.centre != centre {
			continue
		}
		j := job{middle: c.carrier, offset: c.cfo, shifts: focusShifts, halves: windowHalves, clock: clockFixed, drift: c.drift, raster: c.carrier}
		near := func(o job) bool { return o.raster == j.raster && math.Abs(o.offset-j.offset) < shiftHz }
		if !slices.ContainsFunc(jobs, near) {
			jobs = append(jobs, j)
		}
	}
	return jobs
}

// focusShifts is how far around a known offset a cell is looked for: 7.5 kHz,
// what a crystal moves by within seconds, and a neighbour with another clock.
const focusShifts = 2
