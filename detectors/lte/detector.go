package lte

import (
	"fmt"
	"math"
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
	// that an analysis at work keeps from being taken, and a window. edgeView is the
	// share of the receiver's band in which the edge is then to lie.
	edgeStay = 2 * time.Second
	edgeView = 0.9

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
	windows int // of this tuning so far
	visits  int // tunings so far
	passed  int // samples since the last tick

	work      *analysis
	told      int // cells of work that were looked at
	inform    *informer
	cells     []sighting
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
	}
	if f.Fresh {
		d.cutShort(emit)
		d.windows = 0
		d.visits++
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
		d.inform.state = nil
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

// begin starts the analysis of the window in raw.
func (d *Detector) begin() {
	d.fresh, d.told = 0, 0
	w := d.work
	w.raw = d.raw
	d.inform.load(d.raw)
	w.jobs = w.jobs[:0]
	tied := d.centre != 0 && d.lo == 0
	d.forget()
	w.jobs = focus(w.jobs, d.cells, d.centre)
	wide := d.windows%widePause == 0
	switch {
	case len(w.jobs) == 0:
		wide = wide || d.windows < eagerWindows
	case d.windows == 0:
		wide = d.visits%widePause == 1
	}
	if wide {
		w.jobs = append(w.jobs, middleJob(tied))
	}
	w.jobs = d.raster(w.jobs, tied)
	if tied && !d.live && d.windows == 0 {
		// Recordings do not always tell of a converter.
		untold := middleJob(false)
		untold.last = true
		w.jobs = append(w.jobs, untold)
	}
	d.windows++
	d.edges()
	w.start(float64(d.centre))
}

// raster appends the searches for carriers that are not in the middle.
func (d *Detector) raster(jobs []job, tied bool) []job {
	rate := float64(d.rate)
	n := places(rate)
	if d.live {
		if d.windows%livePause == livePause-1 {
			jobs = append(jobs, rasterJob(d.windows/livePause%(2*n+1)-n, rate, tied))
		}
		return jobs
	}
	if d.windows%rasterPause == 0 {
		for place := -n; place <= n; place++ {
			jobs = append(jobs, rasterJob(place, rate, tied))
		}
	}
	return jobs
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

// forget drops the cells that were not seen for long.
func (d *Detector) forget() {
	kept := d.cells[:0]
	for _, c := range d.cells {
		if float64(d.index+1-c.seen) < forgetSeconds*float64(d.rate) {
			kept = append(kept, c)
		}
	}
	d.cells = kept
}

// sight begins to read what a decoded cell says, unless that was done of late.
func (d *Detector) sight(c *cell) {
	s := d.sighting(c)
	pause := rereadSeconds
	if s.said.SIB1 == nil && float64(c.RB)*180e3 < float64(d.rate) {
		pause = repeatSeconds
	}
	if s.asked != 0 && s.askedAt == d.centre && d.live && float64(d.index+1-s.asked) < pause*float64(d.rate) {
		return
	}
	if d.live && float64(c.RB)*180e3 >= float64(d.rate) && d.windows < settledWindows {
		return
	}
	s.asked, s.askedAt = d.index+1, d.centre
	d.inform.start(c, d.work.delay(), s.said)
}

// report emits what is known of the decoded cell at work when it is new, says
// something else, or was not reported for a while, and goes on to the next.
func (d *Detector) report(emit func(detectors.Event)) {
	c := &d.work.cells[d.told]
	d.told++
	s, again := d.note(c)
	fields := c.fields()
	fields.add(s.said)
	if s.decoded && again && s.fields.Same(fields) {
		return
	}
	s.decoded, s.fields, s.reported = true, fields, d.index
	d.ask(s, c)
	s.cell, s.first = *c, d.at(c.first/sampleRate-d.work.delay())
	e := c.event(d.centre, fields)
	if s.said.SIB1 != nil {
		identify(&e, s.said)
	}
	d.emit(c, s, e, emit)
}

// hear does the same for a cell that was identified but not decoded, unless it
// was decoded lately.
func (d *Detector) hear(c *cell, emit func(detectors.Event)) {
	s, again := d.note(c)
	if s.decoded || again {
		return
	}
	s.reported = d.index
	d.emit(c, s, c.heardEvent(d.centre), emit)
}

// emit sets the time of an event about a cell, the start of its first frame, and
// the track that the cell had first.
func (d *Detector) emit(c *cell, s *sighting, e detectors.Event, emit func(detectors.Event)) {
	if s.track == "" {
		s.track = e.Track
	}
	e.Track = s.track
	e.Time = d.at(c.first/sampleRate - d.work.delay())
	emit(e)
}

// pass hands on a message of system information.
func (d *Detector) pass(b *downlink.Block) {
	f := d.inform
	m := detectors.Broadcast{RAT: "lte", Channel: "bcch-dl-sch", ARFCN: -1, Octets: b.Data, SNR: 10 * math.Log10(f.reader.SNR())}
	m.FN = uint32((f.timing.SFN + b.Frame + frameCount) % frameCount)
	m.Time = d.at(f.seconds() + float64(b.Frame)*10e-3 + float64(b.Subframe)*1e-3)
	if d.centre != 0 {
		m.Freq = d.centre + sdr.Hz(math.Round(f.reader.Timing().Offset/rasterHz)*rasterHz)
	}
	d.broadcast(&m)
}

// at returns the time of a place in the window, in seconds from its start.
func (d *Detector) at(seconds float64) time.Time {
	return d.time.Add(time.Duration(math.Round(seconds * 1e9)))
}

// ask asks for a stay at an edge of the carrier of a cell that did not say who it
// is: SIB1 usually lies at the lower one, else at the upper one.
func (d *Detector) ask(s *sighting, c *cell) {
	in := edgeView * float64(d.rate) / 2
	half := float64(c.RB) * 90e3
	if d.dwell == nil || s.said.SIB1 != nil || s.asks == 2 || d.centre == 0 || half <= in || c.snr < 1 {
		return
	}
	edge := in - half
	if s.asks == 1 {
		edge = -edge
	}
	if d.dwell(sdr.Dwell{Centre: d.centre + sdr.Hz(c.carrier+edge), Stay: edgeStay}) {
		s.asks++
	}
}

// edges lists the cells, found at other tunings, whose carrier's edge is in view
// while its middle is not, and of which SIB1 is unknown.
func (d *Detector) edges() {
	d.far = d.far[:0]
	for i := range d.cells {
		s := &d.cells[i]
		if s.centre == 0 || d.centre == 0 || s.centre == d.centre || !s.decoded || s.said.SIB1 != nil {
			continue
		}
		if d.live && (len(d.far) == maxFar || s.asked != 0 && s.askedAt == d.centre && float64(d.index+1-s.asked) < rereadSeconds*float64(d.rate)) {
			continue
		}
		off := math.Abs(float64(s.centre-d.centre) + s.carrier)
		half := float64(d.rate) / 2
		if off+occupiedHz/2 > half && off-float64(s.cell.RB)*90e3 < half {
			d.far = append(d.far, i)
		}
	}
}

// reportFar emits what was learnt of a cell from its carrier's edge. Its frame
// number goes on from where the cell was decoded, as if no time were missing.
func (d *Detector) reportFar(emit func(detectors.Event)) {
	s := &d.cells[d.far[0]]
	d.far = d.far[:copy(d.far, d.far[1:])]
	if !d.inform.learned {
		return
	}
	s.seen, s.reported = d.index+1, d.index
	s.fields.add(s.said)
	e := s.cell.event(s.centre, s.fields)
	identify(&e, s.said)
	e.Track = s.track
	e.Time = d.at(d.inform.seconds())
	frames := math.Round(e.Time.Sub(s.first).Seconds() * sampleRate / frameSize)
	fields := s.fields
	fields.SFN = ((fields.SFN+int(frames))%frameCount + frameCount) % frameCount
	e.Fields = fields
	emit(e)
}

// note keeps what a window shows of a cell. It returns the cell's sighting, and
// whether an event was emitted lately.
func (d *Detector) note(c *cell) (s *sighting, again bool) {
	s = d.sighting(c)
	again = s.seen != 0 && float64(d.index+1-s.reported) < repeatSeconds*float64(d.rate)
	s.pci, s.carrier, s.cfo, s.drift, s.seen = c.pci, c.carrier, c.cfo, c.primary.drift, d.index+1
	return s, again
}

// sighting returns what is known of a cell, or room for it. When the table is
// full the cell not seen for longest makes room.
func (d *Detector) sighting(c *cell) *sighting {
	oldest := 0
	for i := range d.cells {
		s := &d.cells[i]
		if s.centre == d.centre && s.pci == c.pci && math.Abs(s.carrier-c.carrier) < rasterHz/2 {
			return s
		}
		if s.seen < d.cells[oldest].seen {
			oldest = i
		}
	}
	if len(d.cells) < maxSightings {
		oldest = len(d.cells)
		d.cells = d.cells[:oldest+1]
	}
	d.cells[oldest] = sighting{centre: d.centre, pci: c.pci, carrier: c.carrier, said: &information{}}
	return &d.cells[oldest]
}
