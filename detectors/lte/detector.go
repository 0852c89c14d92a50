package lte

import (
	"fmt"
	"time"

	"vigie/detectors"
	"vigie/detectors/lte/downlink"
	"vigie/sdr"
)

// Times are counted in windows that were analysed or, for live receivers, in
// ticks of the sample clock.
const (
	// tick is how much of the stream passes between two turns of a live
	// analysis; a turn is one step, or several while no cell is known.
	tick     = 10e-3
	huntTurn = 4

	// readTurn is how many subframes a turn reads where a whole carrier is in view
	// of a receiver of a few MS/s: each takes a small part of a step's time.
	readTurn = 8

	// eagerWindows is how many windows of a tuning without a known cell are
	// searched as far as the carrier may be off. Otherwise one window of
	// widePause is, or the first window of one visit of widePause, and the others
	// only near the cells that are known.
	eagerWindows = 6
	widePause    = 8

	// rasterPause is how often all carriers in view are searched for in a
	// replay; live, one place in livePause windows has its turn.
	rasterPause = 128
	livePause   = 4

	// repeatSeconds is how often a cell that says nothing new is reported.
	repeatSeconds = 1.0

	// forgetSeconds is how long a cell is looked for that is not seen: a receiver
	// that goes round many tunings comes back to each.
	forgetSeconds = 120.0

	// rereadSeconds is how often a live receiver reads again what a cell says.
	rereadSeconds = 10.0

	// edgeStay is how long a receiver is to stay at a carrier's edge: the window
	// that an analysis at work keeps from being taken, and a window; faintStay is for
	// cells below 0 dB, of which several windows add up. edgeView is the share of the
	// receiver's band in which the edge is then to lie. Below leastAsked, -8 dB, hardly
	// any SIB1 is read.
	edgeStay   = 2 * time.Second
	faintStay  = 7 * time.Second
	edgeView   = 0.9
	leastAsked = 0.16

	// settledWindows is how many windows of a tuning a live receiver takes before it
	// looks for SIB1 in the middle of a carrier, where it seldom is.
	settledWindows = 4

	// maxFar is how many cells' edges a live receiver reads in one window.
	maxFar = 2

	maxSightings = 64
)

// A sighting is a cell that was found before.
type sighting struct {
	centre   sdr.Hz  // of the tuning
	carrier  float64 // hertz from the receiver's centre
	cfo      float64
	drift    float64
	pci      int
	decoded  bool
	fields   Fields // of a decoded cell
	seen     uint64 // index of the newest window's first sample, plus 1
	reported uint64 // of the window whose event was the last
	asked    uint64 // of the window that was last read, plus 1
	askedAt  sdr.Hz // centre of that window
	asks     int    // dwells at its carrier's edges that were granted
	track    string // of its first report
	said     *information
	cell     cell      // as it was decoded last
	first    time.Time // of cell.first
}

// A Detector finds the cells of one receiver.
type Detector struct {
	rate sdr.Hz
	live bool
	size int // samples of a whole window
	keep int // samples of it that the next window repeats

	raw     []complex64 // the window as it comes
	fresh   int         // samples in raw that no window has held
	index   uint64      // of raw[0]
	time    time.Time   // of raw[0]
	centre  sdr.Hz
	lo      sdr.Hz
	windows int    // of this tuning so far
	visits  int    // tunings so far
	passed  int    // samples since the last tick
	series  uint64 // stretches of the stream without a gap so far

	work      *analysis
	told      int // cells of work that were looked at
	inform    *informer
	cells     []sighting
	memories  [memories]memory
	broadcast func(*detectors.Broadcast)
	dwell     func(sdr.Dwell) bool // asks for another stay of the receiver; may be nil
	far       []int                // sightings whose edge is in view but not their middle, to be read
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	if setup.Rate < sampleRate {
		return nil, fmt.Errorf("%w: %.6g MS/s, LTE's synchronisation needs 1.92 MS/s", detectors.ErrBlind, float64(setup.Rate)/1e6)
	}
	work, err := newAnalysis(float64(setup.Rate))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
	}
	d := &Detector{rate: setup.Rate, live: setup.Live, work: work, cells: make([]sighting, 0, maxSightings)}
	samples := float64(setup.Rate) / sampleRate * frameSize
	d.size, d.keep = int(samples*windowFrames), int(samples*overlapFrames)
	if d.inform, err = newInformer(float64(setup.Rate), d.size); err != nil {
		return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
	}
	if setup.Broadcast != nil {
		d.broadcast = setup.Broadcast
		d.inform.pass = d.pass
	}
	d.inform.patient = !setup.Live
	for i := range d.memories {
		d.memories[i].Memory = downlink.NewMemory()
	}
	d.dwell = setup.Dwell
	d.raw = make([]complex64, 0, d.size)
	d.far = make([]int, 0, maxSightings)
	work.jobs = make([]job, 0, 3+maxSightings+2*places(float64(setup.Rate)))
	return d, nil
}

// Detect takes the samples of a Frame. In a replay every window is analysed when
// it is full, and overlaps the next. Live, the analysis goes on step by step
// while the samples pass, and the next window begins after it.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.interrupt(emit)
		d.series++
	}
	if f.Fresh {
		d.cutShort(emit)
		d.windows = 0
		d.visits++
		d.series++
	}
	for at := 0; at < len(f.IQ); {
		n := d.take(f, at, emit)
		at += n
		if d.live {
			d.turn(n, emit)
		}
	}
}

// Flush finishes what was begun and searches what is left.
func (d *Detector) Flush(emit func(detectors.Event)) {
	d.finish(emit)
	d.interrupt(emit)
}

// take uses the Frame's samples from at on, as many as belong together, and
// returns how many.
func (d *Detector) take(f *detectors.Frame, at int, emit func(detectors.Event)) (n int) {
	n = len(f.IQ) - at
	if d.live {
		n = min(n, int(float64(d.rate)*tick)-d.passed)
		if d.busy() {
			return n
		}
	}
	if len(d.raw) == 0 {
		d.index = f.Index + uint64(at)
		d.time = f.Time(d.index)
		d.centre, d.lo = f.Centre, f.LO
	}
	n = min(n, d.size-len(d.raw))
	d.raw = append(d.raw, f.IQ[at:at+n]...)
	d.fresh += n
	if len(d.raw) == d.size {
		d.begin()
		if !d.live {
			d.finish(emit)
			d.index += uint64(d.size - d.keep)
			d.time = f.Time(d.index)
			d.raw = d.raw[:copy(d.raw, d.raw[d.size-d.keep:])]
		}
	}
	return n
}

// interrupt analyses, in a replay, the window that a gap or the end cuts short.
func (d *Detector) interrupt(emit func(detectors.Event)) {
	if d.live && d.busy() {
		return // of samples before the gap
	}
	if d.fresh > 0 && !d.live {
		d.begin()
		d.finish(emit)
	}
	d.raw, d.fresh = d.raw[:0], 0
}

// cutShort ends, when a live receiver has moved on, the reading of a cell whose
// middle was in view: the next place's samples are worth more. A cell's edge is
// read to the end, for the receiver went there for it.
func (d *Detector) cutShort(emit func(detectors.Event)) {
	if d.live && d.inform.busy() && !d.inform.far {
		d.inform.stop()
		d.report(emit)
		if !d.busy() {
			d.raw = d.raw[:0]
		}
	}
}

// turn lets a live analysis work when a tick has passed.
func (d *Detector) turn(n int, emit func(detectors.Event)) {
	d.passed += n
	if d.passed < int(float64(d.rate)*tick) {
		return
	}
	d.passed = 0
	steps := 1
	if d.work.hunting() {
		steps = huntTurn
	}
	if d.inform.reading() {
		steps = readTurn
	}
	for ; steps > 0 && d.busy(); steps-- {
		d.step(emit)
	}
}

// finish does all that is left of the analysis.
func (d *Detector) finish(emit func(detectors.Event)) {
	for d.busy() {
		d.step(emit)
	}
}

// busy reports whether anything is left to do in the window.
func (d *Detector) busy() bool {
	return d.work.busy() || d.inform.busy() || d.told < d.work.found || len(d.far) > 0
}

// step does the next piece of work: the cells are found first, then each is read
// and reported.
func (d *Detector) step(emit func(detectors.Event)) {
	switch {
	case d.work.busy():
		d.work.step()
	case d.inform.busy():
		if d.inform.step(); d.inform.busy() {
			break
		}
		if d.inform.far {
			d.reportFar(emit)
		} else {
			d.report(emit)
		}
	case d.told < d.work.found:
		if d.sight(&d.work.cells[d.told]); !d.inform.busy() {
			d.report(emit)
		}
	case len(d.far) > 0:
		s := &d.cells[d.far[0]]
		s.asked, s.askedAt = d.index+1, d.centre
		d.recall(s, farSeries+d.series)
		d.inform.startFar(&s.cell, float64(s.centre-d.centre)+s.carrier+s.cfo, s.said)
	}
	if d.busy() {
		return
	}
	for i := range d.work.heard[:d.work.faint] {
		d.hear(&d.work.heard[i], emit)
	}
	if d.live {
		d.raw = d.raw[:0]
	}
}
