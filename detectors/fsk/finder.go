package fsk

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// leastRate is the least sample rate: a narrower window holds no channel of a link.
const leastRate = 240e3

// Bounds of the work.
const (
	mostLoad    = 1.5     // samples that are measured for one that comes, in the mean
	loadBurst   = 2.      // seconds of samples that may be measured ahead of that
	mostWidth   = 0.9     // of the window, of an emission that is measured
	keepSeconds = 0.295   // longest emission that is measured, with what surrounds it
	keepMost    = 6 << 20 // samples of it and of the time it waits
	mostLeft    = 260e3   // of its samples when they are thinned out
	aroundS     = 0.3e-3
	leastS      = 0.25e-3 // of an emission
	smoothS     = 40e-6
	splitS      = 90e-6 // of a pause within an emission
	steadyBits  = 3.    // reciprocals of the bandwidth, in which noise averages out
	pauseBits   = 5.
	mostParts   = 48
)

// A Finder finds bursts in the samples of one receiver.
type Finder struct {
	// Read, unless nil, is shown every burst of frequency shift keying with its
	// samples before it is passed on, and may say what a checksum in it proves.
	// What it was set to when a Frame comes first counts.
	Read func(*Emission, *fhss.Burst)

	rate    float64
	gate    *gate
	past    *detectors.Recent
	opened  uint64 // first sample of this stretch
	end     uint64 // index after its newest one
	waiting []waiting
	channel *channel
	meter   *meter
	centre  sdr.Hz
	load    float64      // samples that may be measured
	bursts  []fhss.Burst // of the Frame that was taken last
	before  int          // bursts ever, without those
	taken   uint64       // its first sample
	began   bool
	groupHz float64
	parts   [][2]int
	burst   fhss.Burst
	seen    Emission
	noise   float64 // power of the floor a hertz, where the emission is
	chirps  chirps
}

var _ fhss.Finder = (*Finder)(nil)

// NewFinder returns a Finder for a receiver of this rate. The error wraps
// detectors.ErrBlind.
func NewFinder(rate sdr.Hz) (*Finder, error) {
	if rate < leastRate {
		return nil, fmt.Errorf("%w: %.6g kS/s hold no channel of a telemetry link, which needs 240", detectors.ErrBlind, float64(rate)/1e3)
	}
	f := &Finder{rate: float64(rate)}
	f.bursts = make([]fhss.Burst, 0, 1024)
	f.parts, f.waiting = make([][2]int, 0, mostParts), make([]waiting, 0, mostWaiting)
	most := int(math.Min(mostLeft, f.longest()))
	f.channel, f.meter = newChannel(f.rate, most), newMeter(most)
	return f, nil
}

// Find implements fhss.Finder. The first call with a Frame does the work.
func (f *Finder) Find(frame *detectors.Frame, found func(*fhss.Burst)) {
	f.work(frame)
	for i := range f.bursts {
		found(&f.bursts[i])
	}
}

// Flush implements fhss.Finder. Of what has not ended the length is not known.
func (f *Finder) Flush(found func(*fhss.Burst)) {
	n := len(f.bursts)
	f.settle(true)
	for i := n; i < len(f.bursts); i++ {
		found(&f.bursts[i])
	}
}

// work takes a Frame, once.
func (f *Finder) work(frame *detectors.Frame) {
	if !f.began || f.taken != frame.Index {
		f.began, f.taken = true, frame.Index
		f.before += len(f.bursts)
		f.bursts = f.bursts[:0]
		f.take(frame)
	}
}

// take finds the bursts that end in a Frame.
func (f *Finder) take(frame *detectors.Frame) {
	s := frame.Spectrum()
	if f.gate == nil {
		f.gate = newGate(f.rate, s.Bins, uint64(f.longest()), f.ended)
		f.groupHz = f.rate / float64(s.Bins) * float64(f.gate.bins)
	}
	if !frame.Contiguous() || f.past == nil {
		f.settle(true)
		f.gate.restart(frame.Fresh)
		f.opened = frame.Index
	}
	f.past, f.end, f.centre = frame.Recent(), frame.End(), frame.Centre
	f.load = math.Min(f.load+mostLoad*float64(len(frame.IQ)), loadBurst*f.rate)
	f.gate.floor(s)
	at := s.Index
	for row := s.Rows; len(row) > 0; row = row[s.Bins:] {
		f.gate.row(row[:s.Bins], at)
		at += uint64(s.Bins / 2)
	}
	f.settle(false)
}

// longest returns how many samples an emission that is measured has at most, with what
// surrounds it: what is kept of the past, less the time it waits.
func (f *Finder) longest() float64 {
	return math.Max(0, math.Min(keepSeconds*f.rate, keepMost-waitSeconds*f.rate))
}

// settle measures the emissions that have waited long enough, or all.
func (f *Finder) settle(all bool) {
	n := 0
	for i := range f.waiting {
		w := &f.waiting[i]
		if !all && float64(f.end)/f.rate < w.end+waitSeconds {
			break
		}
		f.measure(w)
		n++
	}
	f.waiting = f.waiting[:copy(f.waiting, f.waiting[n:])]
}

// ended has an emission wait to be measured. Of one that is as wide as the window, or
// too wide and long, too little is seen.
func (f *Finder) ended(t *track) {
	low, high := t.span(0.02)
	half := float64(f.gate.groups) / 2
	offset := ((low+high)/2 - half) * f.groupHz
	bandwidth := math.Max((high-low)*f.groupHz, 2*f.rate/float64(f.gate.bins*f.gate.groups))
	around := uint64(aroundS * f.rate)
	to := t.last + 2*f.gate.hop
	if bandwidth > mostWidth*f.rate || f.channel.samples(float64(to+2*around-t.first), bandwidth) > len(f.channel.out) {
		return
	}
	if len(f.waiting) == mostWaiting {
		f.measure(&f.waiting[0])
		f.waiting = f.waiting[:copy(f.waiting, f.waiting[1:])]
	}
	f.waiting = append(f.waiting, waiting{
		from: max(t.first, around) - around, to: to + around,
		begin: float64(t.first) / f.rate, end: float64(to) / f.rate,
		offset: offset, bandwidth: bandwidth, noise: f.density(low, high),
	})
}

// measure measures an emission, unless it is a piece of a chirp.
func (f *Finder) measure(w *waiting) {
	from, to := max(w.from, f.opened, f.past.First()), min(w.to, f.end)
	if to <= from || f.load < float64(to-from) || f.chirps.explain(w, float64(f.centre)) {
		return
	}
	f.load -= float64(to - from)
	offset, bandwidth := w.offset, w.bandwidth
	a, b := f.past.Parts(from, to)
	iq, rate, delay := f.channel.cut(a, b, offset, bandwidth)
	f.noise = w.noise
	level := f.split(iq, rate, bandwidth)
	for _, p := range f.parts {
		e := &f.seen
		*e = Emission{IQ: iq, Rate: rate}
		if f.bound(e, p, level, bandwidth) {
			start := (float64(from) + delay + float64(e.First)*f.rate/rate) / f.rate
			f.report(e, start, offset, bandwidth)
		}
	}
}

// density returns the floor's power a hertz around an emission.
func (f *Finder) density(low, high float64) float64 {
	k := int((low+high)/2) * f.gate.bins
	inverse := float64(f.gate.inverse[max(0, min(k, len(f.gate.inverse)-1))])
	if inverse <= 0 {
		return 0
	}
	return 1 / (inverse * float64(f.gate.bins)) / (f.rate / float64(len(f.gate.inverse)))
}

// split finds the stretches of an emission's samples between pauses, and returns
// their power.
func (f *Finder) split(iq []complex64, rate, bandwidth float64) (level float32) {
	power, steady := f.meter.power[:len(iq)], f.meter.steady[:len(iq)]
	dsp.Power(power, iq)
	smooth(steady, power, max(1, int(math.Max(smoothS, steadyBits/bandwidth)*rate)))
	noise := float32(f.noise * rate * f.channel.passed)
	level = strong(steady, noise)
	bound := noise + 0.4*(level-noise)
	pause := max(2, int(math.Max(splitS, pauseBits/bandwidth)*rate))
	f.parts = f.parts[:0]
	begin, quiet, short := -1, 0, 0
	for i := 0; i <= len(steady); i++ {
		if i < len(steady) && steady[i] > bound {
			if begin < 0 {
				begin = i
			}
			quiet = 0
			continue
		}
		if begin < 0 {
			continue
		}
		if quiet++; quiet < pause && i < len(steady) {
			continue
		}
		if end := i - quiet + 1; len(f.parts) < cap(f.parts) {
			f.parts = append(f.parts, [2]int{begin, end})
			if float64(end-begin) < leastS*rate {
				short++
			}
		}
		begin, quiet = -1, 0
	}
	if n := len(f.parts); n == cap(f.parts) || n > 2 && 2*short > n {
		f.parts[0][1] = f.parts[n-1][1] // a carrier keyed on and off: one burst
		f.parts = f.parts[:1]
	}
	return level
}

// bound finds where a burst begins and ends about a stretch of its samples, and how
// strong it is. It reports whether it is long and strong enough.
func (f *Finder) bound(e *Emission, part [2]int, level float32, bandwidth float64) bool {
	pad := int(2 * smoothS * e.Rate)
	from, to := max(0, part[0]-pad), min(len(e.IQ), part[1]+pad)
	noise := f.noise * e.Rate * f.channel.passed
	power := f.meter.power[from:to]
	first, last := edges(power, float32(noise)+0.5*(level-float32(noise)))
	e.First, e.Last = from+first, from+last
	if e.seconds() < leastS {
		return false
	}
	var sum float64
	for _, v := range power[first:last] {
		sum += float64(v)
	}
	e.SNR = decibel((sum/float64(last-first) - noise) / (f.noise * bandwidth))
	return e.SNR >= leastSNR
}

// report passes a burst on.
func (f *Finder) report(e *Emission, start, offset, bandwidth float64) {
	b := &f.burst
	*b = fhss.Burst{
		Kind: fhss.Unknown, Start: start, Duration: e.seconds(), Freq: f.centre + sdr.Hz(math.Round(offset)),
		Bandwidth: sdr.Hz(math.Round(bandwidth)), SNR: math.Round(10*e.SNR) / 10,
	}
	if f.meter.measure(e, bandwidth) {
		b.Kind = fhss.FSK
		b.Freq = f.centre + sdr.Hz(math.Round(offset+e.MidHz))
		b.DeviationHz, b.BitRate = e.DevHz, e.Clock
		b.Bandwidth = sdr.Hz(math.Round(2*e.DevHz + e.Clock))
		e.SNR += decibel(bandwidth / float64(b.Bandwidth))
		b.SNR = math.Round(10*e.SNR) / 10
		if f.Read != nil {
			f.Read(e, b)
		}
	}
	f.bursts = append(f.bursts, *b)
}
