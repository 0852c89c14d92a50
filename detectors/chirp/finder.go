package chirp

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
)

// Bounds of a Finder's work.
const (
	holdSeconds  = 0.3     // samples looked at
	holdMost     = 1 << 20 // of them, at higher rates
	chunkSeconds = 0.045   // of a burst that goes on, examined at a time
	longSeconds  = 0.28    // of one whose symbols may be long
	marginTiles  = 4       // before a burst's suspected start
	leastRate    = 150e3
	highLow      = 2.3e9 // frequencies at which chips for 2.4 GHz are looked for
	highHigh     = 2.6e9

	// What may be spent in the mean, nanoseconds a sample and at least so many a second
	// on a processor of 2020, and for how many seconds it may be saved up: the bound of
	// the cost in a busy band.
	allowance  = 14.
	allowed    = 4e7
	savedUp    = 1.
	pointCost  = 3.  // of a transform's point, with what goes with it
	sampleCost = 4.5 // of a sample that becomes a strip's
	halveCost  = 8.
)

// A Finder finds chirps in the samples of one receiver.
type Finder struct {
	rate    float64
	gate    *gate
	regions []region // one a group of the gate
	past    *detectors.Recent
	opened  uint64 // first sample of this stretch
	end     uint64 // index after its newest one
	base    uint64 // index of the scanner's first sample
	centre  sdr.Hz
	scanner
	spent, credit float64 // nanoseconds
	emitted       [16]fhss.Burst
	count         int // of bursts ever
	found         func(*fhss.Burst)
	decoder       decoder
}

// A region is how far a group of the gate has been examined.
type region struct {
	stage int        // 0 nothing yet, 1 in vain for short symbols, 2 done with
	form  hypothesis // of long symbols, whose ends only the gate tells
	wait  int        // tiles that a packet under way shall have before another look
}

// New returns a Finder for one receiver. The error wraps detectors.ErrBlind.
func New(setup detectors.Setup) (fhss.Finder, error) {
	rate := float64(setup.Rate)
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s hold no chirp of 125 kHz, which needs 150", detectors.ErrBlind, rate/1e3)
	}
	f := &Finder{rate: rate}
	f.decoder.season(setup.Live)
	return f, nil
}

// tune makes what depends on the tuning.
func (f *Finder) tune(centre sdr.Hz, bins int) {
	f.centre = centre
	if f.gate == nil {
		f.gate = newGate(f.rate, bins)
		f.regions = make([]region, len(f.gate.groups))
	}
	f.scanner.tune(f.rate, centre == 0 || centre > highLow && centre < highHigh)
}

// Find implements fhss.Finder.
func (f *Finder) Find(frame *detectors.Frame, found func(*fhss.Burst)) {
	f.found = found
	s := frame.Spectrum()
	if !frame.Contiguous() || f.gate == nil {
		f.finish()
		if frame.Fresh || f.gate == nil {
			f.tune(frame.Centre, s.Bins)
		}
		f.restart(frame, s, frame.Fresh)
	} else if s.Index != f.gate.due() {
		f.restart(frame, s, false)
	}
	f.past, f.end = frame.Recent(), frame.End()
	f.credit = min(f.credit+f.allowance()*float64(len(frame.IQ))/f.rate, savedUp*f.allowance())
	for r := 0; r+s.Bins <= len(s.Rows); r += s.Bins {
		if f.gate.take(s.Rows[r:][:s.Bins]) {
			f.settle(false)
		}
	}
}

// allowance returns the nanoseconds that a second of samples may cost.
func (f *Finder) allowance() float64 { return max(allowed, allowance*f.rate) }

// Flush implements fhss.Finder.
func (f *Finder) Flush(found func(*fhss.Burst)) {
	f.found = found
	f.finish()
}

// finish examines what is under way.
func (f *Finder) finish() {
	if f.gate != nil {
		f.settle(true)
	}
}

// restart begins a stretch of samples.
func (f *Finder) restart(frame *detectors.Frame, s *detectors.Spectrum, fresh bool) {
	f.gate.restart(s.Index, fresh)
	f.opened = frame.Index
	clear(f.regions)
}

// look shows the scanner the newest samples.
func (f *Finder) look() {
	hold := min(uint64(holdSeconds*f.rate), holdMost)
	f.base = max(f.opened, f.past.First(), f.end-min(f.end, hold))
	f.src, f.more = f.past.Parts(f.base, f.end)
}

// settle looks, after a tile, at the groups whose burst has ended or has lasted
// long enough; with all at every active one.
func (f *Finder) settle(all bool) {
	tile := float64(f.gate.tileRows) * float64(f.gate.rowHop) / f.rate
	for i := range f.gate.groups {
		p, r := &f.gate.groups[i], &f.regions[i]
		if !p.active {
			continue
		}
		ended := all || p.ended()
		lasted := float64(p.tiles) * tile
		due := r.stage == 0 && lasted >= chunkSeconds && p.tiles >= r.wait || r.stage == 1 && lasted >= longSeconds
		switch {
		case !ended && !due:
		case f.shadowed(i):
			if ended {
				f.drop(i)
			}
		default:
			f.examine(i, ended)
			if ended {
				f.close(i)
			}
		}
	}
}

// shadowed reports whether a group near by has seen more of the same burst.
func (f *Finder) shadowed(i int) bool {
	mine := f.gate.groups[i].mean()
	for j := max(0, i-groupStrips+1); j < min(len(f.gate.groups), i+groupStrips); j++ {
		q := &f.gate.groups[j]
		if j != i && q.active && (q.mean() > mine || q.mean() == mine && j < i) {
			return true
		}
	}
	return false
}

// drop makes a group inactive.
func (f *Finder) drop(i int) {
	f.gate.groups[i].stop()
	f.regions[i] = region{}
}

// close makes a group inactive whose burst has ended, and those near by that have
// seen the same.
func (f *Finder) close(i int) {
	p, r := &f.gate.groups[i], &f.regions[i]
	if r.form.sf != 0 {
		hz, _ := f.gate.middle(i)
		f.emitLong(r.form, p.began, hz, p.mean())
	}
	for j := max(0, i-groupStrips+1); j < min(len(f.gate.groups), i+groupStrips); j++ {
		f.drop(j)
	}
}

// examine looks for packets in what a group has seen.
func (f *Finder) examine(i int, ended bool) {
	p, r := &f.gate.groups[i], &f.regions[i]
	if r.stage == 2 {
		return
	}
	f.look()
	begin := int64(f.base)
	from := max(int64(f.gate.sample(p.began-marginTiles)), begin) - begin
	to := min(int64(f.gate.sample(f.gate.tile+1))-begin, int64(f.length()))
	if to-from < 256 {
		return
	}
	if f.credit < -savedUp*f.allowance()/4 {
		return
	}
	f.spent = 0
	hz, wide := f.gate.middle(i)
	f.aim(int(from), int(to), hz, wide)
	h, ok := f.recognise(r.stage == 1, f.credit > 0)
	next := int64(0)
	if ok && h.symbol() <= chunkSeconds/8 {
		h = f.fullest(h)
		next = f.packets(h, ended)
	}
	f.credit -= f.spent
	switch {
	case ended:
	case ok && next > 0: // go on behind the last packet
		p.advance(f.gate.tileAt(uint64(begin+next)), f.gate.tile)
		r.wait = p.tiles * 3 / 2
	case ok && h.symbol() > chunkSeconds/8:
		r.stage, r.form = 2, h
	case r.stage == 0 && !ok:
		r.stage = 1
	case r.stage == 0: // chirps, but no whole packet
		p.advance(f.gate.tile-2*marginTiles, f.gate.tile)
	default:
		r.stage = 2
	}
	if ended && ok && h.symbol() > chunkSeconds/8 {
		r.form = h
	}
}

// emitLong reports a burst of which only the form is known, and the times at which
// the gate saw it begin and end.
func (f *Finder) emitLong(h hypothesis, began int, hz, excess float64) {
	from, to := f.gate.sample(began), f.gate.sample(f.gate.tile)
	wide := math.Min(groupStrips*stripHz, f.rate)
	f.emit(&fhss.Burst{
		Kind: fhss.Chirp, Start: float64(from) / f.rate, Duration: float64(to-from) / f.rate,
		Freq: f.centre + sdr.Hz(hz), Bandwidth: sdr.Hz(h.bandwidth), SF: h.sf, SlopeHzS: h.slope(),
		SNR: 10 * math.Log10(max(excess*wide/h.bandwidth, 1e-3)),
	})
}

// emit reports a burst that has not been reported before.
func (f *Finder) emit(b *fhss.Burst) {
	for i := range f.emitted {
		e := &f.emitted[i]
		within := math.Min(e.Start+e.Duration, b.Start+b.Duration) - math.Max(e.Start, b.Start)
		if e.Duration > 0 && within > 0.3*math.Min(b.Duration, e.Duration) && math.Abs(float64(e.Freq-b.Freq)) < float64(b.Bandwidth)/2 {
			return
		}
	}
	f.emitted[f.count%len(f.emitted)] = *b
	f.count++
	f.found(b)
}
