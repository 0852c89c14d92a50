package ofdm

import (
	"math"

	"vigie/detectors"
	"vigie/sdr"
)

// A kind is where bursts are looked for.
type kind int

const (
	onChannels kind = iota // of DroneID
	everywhere
	kinds
)

// A queue holds the bursts of a kind until its Finder asks.
type queue struct {
	bursts []Burst
	before int // of them, from before the newest interruption
}

// An engine searches the samples of one receiver, once for all its Finders.
type engine struct {
	rate     float64
	wanted   [kinds]bool
	queues   [kinds]queue
	centre   sdr.Hz
	slices   []*slice
	channels []float64
	taken    uint64 // first sample of the Frame that was taken last
	began    bool
	flushed  bool
	opened   uint64       // first sample of this stretch
	seen     uint64       // samples of it
	best     [kinds]Burst // of the hits within a burst's length
	hit      func(*slice, hit)
}

// work takes the samples of a Frame, once.
func (f *engine) work(frame *detectors.Frame) {
	if f.began && f.taken == frame.Index {
		return
	}
	if !frame.Contiguous() || !f.began {
		f.flush()
		for k := range f.queues {
			f.queues[k].before = len(f.queues[k].bursts)
		}
		f.restart(frame)
	}
	f.began, f.taken, f.flushed = true, frame.Index, false
	for x := frame.IQ; len(x) > 0; {
		n := min(chunk, len(x))
		for _, s := range f.slices {
			s.take(x[:n], f.hit)
		}
		x = x[n:]
		f.seen += uint64(n)
		f.settle(false)
	}
}

// flush finishes with the samples there are.
func (f *engine) flush() {
	if f.flushed {
		return
	}
	f.flushed = true
	for _, s := range f.slices {
		s.finish(f.hit)
	}
	f.settle(true)
}

// restart begins a new stretch. Slices are cut anew only for a new tuning.
func (f *engine) restart(frame *detectors.Frame) {
	f.opened, f.seen, f.best = frame.Index, 0, [kinds]Burst{}
	if frame.Fresh || f.slices == nil {
		f.centre = frame.Centre
		f.cut()
		return
	}
	for _, s := range f.slices {
		s.restart()
	}
}

// cut makes the slices for the present centre.
func (f *engine) cut() {
	f.hit = f.take
	f.slices = nil
	f.channels = channels(nil, f.centre, f.rate/2+reach)
	half := 0.
	if f.rate >= wideRate {
		half = math.Ceil((f.rate/2 - sliceEdge - reach) / sliceStep)
	}
	switch {
	case !inBand(f.centre, f.rate):
	case f.wanted[everywhere] || f.centre == 0 || f.rate < wideRate:
		for i := -half; i <= half; i++ {
			f.add(i*sliceStep, f.within(i*sliceStep))
		}
	default:
		for _, c := range channels(nil, f.centre, f.rate/2-sliceEdge) {
			f.add(c, []float64{0})
		}
	}
}

// within returns the channels in reach of a slice, as offsets from its centre, if
// they are looked for.
func (f *engine) within(offset float64) (near []float64) {
	if !f.wanted[onChannels] {
		return nil
	}
	for _, c := range f.channels {
		if math.Abs(c-offset) <= reach {
			near = append(near, c-offset)
		}
	}
	return near
}

func (f *engine) add(offset float64, channels []float64) {
	if len(channels) == 0 && !f.wanted[everywhere] {
		return
	}
	s, err := newSlice(f.rate, offset, channels, f.wanted[everywhere])
	if err != nil {
		panic(err) // transforms of fixed lengths, and a rate that NewFinder took
	}
	f.slices = append(f.slices, s)
}

// take takes a slice's hit: the best one of its kind within a burst's length counts.
func (f *engine) take(s *slice, h hit) {
	at := (h.at*s.ratio-s.delay)/f.rate - crossing(h.offset)
	b := Burst{Seconds: at, Centre: f.centre, Offset: s.offset + h.offset, Log: h.log, Share: h.share}
	b.Index = f.opened + uint64(max(0, math.Round(at*f.rate)))
	for _, c := range f.channels {
		b.Channel = b.Channel || math.Abs(c-b.Offset) <= driftHz
	}
	best := &f.best[h.kind]
	if best.Log > 0 && math.Abs(b.Seconds-best.Seconds) > burstSpan {
		f.give(h.kind)
	}
	if b.Log > best.Log {
		*best = b
	}
}

// latest is how long after a burst all slices have searched it.
const latest = (4*chunk+ahead+behind)/sliceRate + burstSpan

// settle gives the best hits when no better ones can come any more.
func (f *engine) settle(end bool) {
	for k := range f.best {
		if b := &f.best[k]; b.Log > 0 && (end || float64(f.seen)/f.rate-b.Seconds > latest) {
			f.give(kind(k))
		}
	}
}

func (f *engine) give(k kind) {
	b := f.best[k]
	b.Log = min(b.Log, logMost)
	f.best[k] = Burst{}
	f.queues[k].bursts = append(f.queues[k].bursts, b)
}
