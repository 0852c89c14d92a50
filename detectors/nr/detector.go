package nr

import (
	"fmt"
	"math"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

const (
	windowSeconds  = periodBlocks * periodSeconds
	overlapSeconds = 1e-3 // so that every block is whole in one window

	// tick is how much of the stream passes between two turns of a live
	// analysis; a turn is one step, or several while no cell is known.
	tick     = 10e-3
	huntTurn = 3

	// eagerWindows is how many windows of a tuning are searched; afterwards one
	// of widePause is, and the others only where cells are known.
	eagerWindows = 6
	widePause    = 8

	// repeatSeconds is how often a cell that says nothing new is reported.
	repeatSeconds = 1.0

	// forgetSeconds is how long a block is looked for that is not seen.
	forgetSeconds = 30.0

	// sib1Seconds is how often a SIB1 that is known is read again.
	sib1Seconds = 10.0

	maxBeams = 64
)

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
	tied    bool // the sampling clock errs as the carrier does
	windows int  // of this tuning so far
	passed  int  // samples since the last tick

	work  *analysis
	told  int // cells of work that were looked at
	tiles []tile
	beams []beam
	lost  []beam // cells of the tuning before on the same centre, without SIB1
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	if setup.Rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g MS/s, NR's synchronisation signals need 1.92 MS/s", detectors.ErrBlind, float64(setup.Rate)/1e6)
	}
	work, err := newAnalysis(float64(setup.Rate))
	if err != nil {
		return nil, err
	}
	d := &Detector{rate: setup.Rate, live: setup.Live, work: work, beams: make([]beam, 0, maxBeams)}
	d.keep = int(float64(setup.Rate) * overlapSeconds)
	d.size = int(float64(setup.Rate)*windowSeconds) + d.keep
	d.raw = make([]complex64, 0, d.size)
	work.known = make([]beam, 0, maxBeams)
	d.lost = make([]beam, 0, maxReaders)
	return d, nil
}

// leastRate is the least rate that holds the 127 subcarriers of a
// synchronisation signal.
const leastRate sdr.Hz = 1.92e6

// Detect takes the samples of a Frame. In a replay every window is analysed when
// it is full, and overlaps the next. Live, the analysis goes on step by step
// while the samples pass, and the next window begins after it.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.interrupt(emit)
	}
	if f.Fresh {
		d.tune(f)
	}
	for at := 0; at < len(f.IQ); {
		n := d.take(f, at, emit)
		at += n
		if d.live {
			d.turn(n, emit)
		}
	}
}

// tune prepares for a new centre.
func (d *Detector) tune(f *detectors.Frame) {
	d.lost = d.lost[:0]
	if f.Centre == d.centre {
		d.remember()
	}
	d.windows, d.beams = 0, d.beams[:0]
	d.centre, d.tied = f.Centre, f.Centre != 0 && f.LO == 0
	d.tiles = d.tiles[:0]
	for i, t := range d.work.tools {
		d.tiles = appendTiles(d.tiles, i, t.spacing, float64(d.rate), float64(d.centre), d.tied)
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
		if d.work.busy() {
			return n
		}
	}
	if len(d.raw) == 0 {
		d.index = f.Index + uint64(at)
		d.time = f.Time(d.index)
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
	if d.live && d.work.busy() {
		return // of samples before the gap
	}
	if d.fresh > 0 && !d.live {
		d.begin()
		d.finish(emit)
	}
	d.raw, d.fresh = d.raw[:0], 0
}

// turn lets a live analysis work when a tick has passed.
func (d *Detector) turn(n int, emit func(detectors.Event)) {
	d.passed += n
	if d.passed < int(float64(d.rate)*tick) {
		return
	}
	d.passed = 0
	steps := 1
	if len(d.beams) == 0 {
		steps = huntTurn
	}
	for ; steps > 0 && d.work.busy(); steps-- {
		d.step(emit)
	}
}

// begin starts the analysis of the window in raw.
func (d *Detector) begin() {
	d.fresh, d.told = 0, 0
	w := d.work
	w.raw, w.centre = d.raw, float64(d.centre)
	d.expect()
	w.tiles = nil
	if d.windows < eagerWindows || d.windows%widePause == 0 {
		w.tiles = d.tiles
	}
	w.part = d.windows % periodBlocks
	if float64(len(d.raw)) < float64(d.rate)*windowSeconds {
		w.part = 0
	}
	d.windows++
	w.start()
	for i := range d.lost {
		w.request(request{cell: d.lost[i].last, lost: true})
	}
}

// finish does all that is left of the analysis.
func (d *Detector) finish(emit func(detectors.Event)) {
	for d.work.busy() {
		d.step(emit)
	}
}

// step does one step of the analysis and reports what it found.
func (d *Detector) step(emit func(detectors.Event)) {
	d.work.step()
	for ; d.told < d.work.found; d.told++ {
		d.sight(&d.work.cells[d.told], emit)
	}
	if r := &d.work.reading; r.octets != nil {
		if r.lost {
			d.readLost(&r.cell, r.octets, emit)
		} else {
			d.read(&r.cell, r.octets, emit)
		}
		r.octets = nil
	}
	if d.live && !d.work.busy() {
		d.raw = d.raw[:0]
	}
}

// sight notes a cell's block and reports the cell when it is new, says something
// else, or was not reported for a while. It asks for SIB1 where that is due.
func (d *Detector) sight(c *cell, emit func(detectors.Event)) {
	head := d.head(d.note(c))
	if c.decoded {
		head.seen |= 1 << c.index
		if head.sib1 == nil || float64(d.index-head.sib1At) > sib1Seconds*float64(d.rate) {
			d.work.request(request{cell: *c})
		}
		head.last, head.lastAt = *c, d.at(c)
	}
	d.report(c, head, emit)
}

// read notes the SIB1 of a cell and reports it when it is news.
func (d *Detector) read(c *cell, octets []byte, emit func(detectors.Event)) {
	head := d.head(d.note(c))
	head.sib1At = d.index
	if head.sib1.equal(octets) {
		return
	}
	if s, ok := parseSIB1(octets); ok {
		head.sib1 = s
		d.report(c, head, emit)
	}
}

// report emits what is known of a cell, unless it was said a short while ago.
func (d *Detector) report(c *cell, head *beam, emit func(detectors.Event)) {
	said := saying{true, c.decoded, c.MIB, head.seen, head.sib1}
	said.Frame, said.Half = 0, 0
	news := said != head.said && (c.decoded || !head.said.something)
	if !news && float64(d.index-head.reported) < repeatSeconds*float64(d.rate) {
		return
	}
	head.said, head.reported = said, d.index
	e := c.event(float64(d.centre), head.seen, head.sib1)
	e.Time = d.at(c)
	emit(e)
}

// at returns the time of a cell's block.
func (d *Detector) at(c *cell) time.Time {
	return d.time.Add(time.Duration(math.Round(c.start / float64(d.rate) * 1e9)))
}

// readLost reports the SIB1 of a cell that was decoded before a gap, at the time
// of its block.
func (d *Detector) readLost(c *cell, octets []byte, emit func(detectors.Event)) {
	i := d.recall(c.pci)
	s, ok := parseSIB1(octets)
	if i < 0 || !ok {
		return
	}
	e := c.event(float64(d.centre), d.lost[i].seen, s)
	e.Time = d.lost[i].lastAt
	d.lost = append(d.lost[:i], d.lost[i+1:]...)
	emit(e)
}
