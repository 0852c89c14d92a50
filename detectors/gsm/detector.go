package gsm

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// leastRate is the least sample rate at which one carrier fits the receiver's
// band.
const leastRate = 300e3

// Bounds of the work.
const (
	maxCells   = 64  // followed at once
	maxPending = 32  // tones that wait for their samples
	history    = 600 // symbols kept
	edgeHz     = 90e3
)

// A pending tone waits until the samples that prove it are there: first its own
// burst's, then those of the synchronisation burst a frame later.
type pending struct {
	cell cell
	sync bool
	from float64 // start of what is to be taken
	due  float64 // sample before which it cannot be
}

// A Detector finds and reads the cells of one receiver.
type Detector struct {
	live    bool
	rate    float64
	tuner   *tuner
	search  *searcher
	locator locator

	raw    []complex64
	index  uint64 // of raw[0]
	next   uint64 // first sample of the next spectrum
	opened uint64 // first sample of this stretch
	count  uint64 // spectra of this stretch

	centre sdr.Hz
	lo     sdr.Hz
	block  sdr.Block // for the times of samples
	nearby []float64 // offsets of the carriers
	cells  [maxCells]cell
	used   int // cells that may be in use
	queue  []pending
	onTone func(tone)

	broadcast func(*detectors.Broadcast)
}

// New makes the detector for one receiver.
func New(setup detectors.Setup) (detectors.Detector, error) {
	rate := float64(setup.Rate)
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s, one GSM carrier needs 300 kS/s", detectors.ErrBlind, rate/1e3)
	}
	tuner, err := newTuner(rate)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
	}
	search, err := newSearcher(rate)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
	}
	keep := int(history*rate/symbolRate) + 2*tuner.sampler.Margin() + 2*search.fft.Len()
	d := &Detector{live: setup.Live, broadcast: setup.Broadcast, rate: rate, tuner: tuner, search: search, raw: make([]complex64, 0, 4*keep), queue: make([]pending, 0, maxPending)}
	d.onTone = d.tone
	return d, nil
}

// Detect takes the samples of a Frame.
func (d *Detector) Detect(f *detectors.Frame, emit func(detectors.Event)) {
	if !f.Contiguous() {
		d.Flush(emit)
		d.restart(f)
	}
	d.block = *f.Block
	d.block.IQ = nil
	for x := f.IQ; len(x) > 0; {
		n := min(len(x), cap(d.raw)-len(d.raw))
		d.raw = append(d.raw, x[:n]...)
		x = x[n:]
		d.work(emit)
		if len(d.raw) == cap(d.raw) {
			d.forget()
		}
	}
}

// restart begins a new stretch of the stream.
func (d *Detector) restart(f *detectors.Frame) {
	d.raw, d.index, d.next, d.opened, d.count = d.raw[:0], f.Index, f.Index, f.Index, 0
	d.centre, d.lo = f.Centre, f.LO
	d.nearby = carriers(d.nearby[:0], float64(f.Centre), d.rate)
	d.search.tune(d.nearby)
	d.queue = d.queue[:0]
	clear(d.cells[:])
}

// carriers appends the offsets from the centre of the carriers that a window of
// this rate holds: multiples of 200 kHz on the air, which all GSM carriers are
// (TS 45.005 clause 2), or from the centre when that is unknown.
func carriers(dst []float64, centre, rate float64) []float64 {
	widest := rate/2 - edgeHz
	for k := math.Ceil((centre - widest) / raster); k*raster-centre <= widest; k++ {
		dst = append(dst, k*raster-centre)
	}
	return dst
}

// forget drops samples that nothing needs any more.
func (d *Detector) forget() {
	keep := cap(d.raw) / 4
	drop := len(d.raw) - keep
	d.raw = d.raw[:copy(d.raw, d.raw[drop:])]
	d.index += uint64(drop)
}

// work does everything that the samples there allow, in the order of the samples,
// spectrum by spectrum, so that it does not matter how they came.
func (d *Detector) work(emit func(detectors.Event)) {
	n := uint64(d.search.fft.Len())
	for d.next+n <= d.index+uint64(len(d.raw)) {
		if d.searching() {
			d.search.step(d.raw[d.next-d.index:], d.count, d.onTone)
		}
		d.count++
		d.settle(float64(d.next+n), emit)
		d.next += uint64(d.search.hop)
	}
}

// A live receiver searches for new cells in turns: for a little more than the
// longest time between two frequency correction bursts of a cell, 11 frames, and
// then not for three times as long.
const (
	searchSeconds = 13 * frameSymbols / symbolRate
	searchTurns   = 4
)

// searching reports whether the next spectrum is to be searched.
func (d *Detector) searching() bool {
	on := uint64(searchSeconds*d.rate/float64(d.search.hop)) + 1
	return !d.live || d.count%(searchTurns*on) < on
}

// settle takes every burst that ends before a sample.
func (d *Detector) settle(end float64, emit func(detectors.Event)) {
	kept := d.queue[:0]
	for i := range d.queue {
		if p := &d.queue[i]; p.due > end || d.examine(p) {
			kept = append(kept, *p)
		}
	}
	d.queue = kept
	for i := range d.cells[:d.used] {
		c := &d.cells[i]
		for c.inUse && c.end(d.tuner) <= end {
			d.hear(c, emit)
		}
	}
	for d.used > 0 && !d.cells[d.used-1].inUse {
		d.used--
	}
}

// source returns the samples at hand.
func (d *Detector) source() source { return source{d.raw, float64(d.index)} }

// tone queues a tone for its proof.
func (d *Detector) tone(t tone) {
	if len(d.queue) == cap(d.queue) {
		return
	}
	c := cell{carrier: t.carrier, nominal: d.nearby[t.carrier], offset: t.offset - toneHz - d.nearby[t.carrier]}
	c.period = symbolPeriod(d.rate, c.offset, carrierOf(d.centre, d.lo))
	from := float64(d.opened) + t.middle - (burstBits/2+toneMargin)*c.period
	d.queue = append(d.queue, pending{cell: c, from: from, due: from + d.tuner.reach(toneSamples, c.period)})
}

// examine goes on with a pending tone and reports whether it must wait again.
func (d *Detector) examine(p *pending) (wait bool) {
	c := &p.cell
	if p.sync {
		if d.tuner.synchronise(c, d.source(), p.from, c.nominal+c.offset) {
			d.admit(c)
		}
		return false
	}
	x := d.tuner.take(d.source(), toneSamples, p.from, c.period, c.nominal+c.offset)
	start, offset, purity := d.locator.locate(x)
	if purity < leastTone {
		return false
	}
	c.offset += offset
	c.period = symbolPeriod(d.rate, c.offset, carrierOf(d.centre, d.lo))
	p.from += start/2*c.period + (frameSymbols-edgeSymbols)*c.period
	if d.following(c, p.from) {
		return false
	}
	p.sync = true
	p.due = p.from + d.tuner.reach(syncSamples, c.period)
	return true
}

// edgeSymbols is how much before the middle of a bit's pulse the span of the
// channel begins.
const edgeSymbols = 2

// following reports whether the cell with a burst at this sample is followed
// already.
func (d *Detector) following(c *cell, start float64) bool {
	for i := range d.cells[:d.used] {
		o := &d.cells[i]
		if !o.inUse || o.carrier != c.carrier {
			continue
		}
		frame := frameSymbols * o.period
		apart := math.Mod(math.Abs(o.start-start), frame)
		if min(apart, frame-apart) < 8*o.period {
			return true
		}
	}
	return false
}

// admit begins to follow a cell.
func (d *Detector) admit(c *cell) {
	if d.following(c, c.start) {
		return
	}
	for i := range d.cells {
		if !d.cells[i].inUse {
			d.cells[i] = *c
			d.cells[i].inUse = true
			d.used = max(d.used, i+1)
			return
		}
	}
}

// Flush finishes with the samples there are.
func (d *Detector) Flush(emit func(detectors.Event)) {
	if len(d.raw) > 0 {
		d.settle(float64(d.index)+float64(len(d.raw))+float64(d.tuner.sampler.Margin())+taps*d.rate/symbolRate, emit)
	}
	for i := range d.cells {
		if d.cells[i].inUse {
			d.dismiss(&d.cells[i], emit)
		}
	}
	d.queue = d.queue[:0]
	d.raw = d.raw[:0]
}
