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
	mostLoad   = 1.5 // samples that are measured for one that comes, in the mean
	loadBurst  = 2.  // seconds of samples that may be measured ahead of that
	aroundS    = 0.3e-3
	leastS     = 0.25e-3 // of an emission
	smoothS    = 40e-6
	splitS     = 90e-6 // of a pause within an emission
	steadyBits = 3.    // reciprocals of the bandwidth, in which noise averages out
	pauseBits  = 5.
	mostParts  = 48
)

// A Finder finds bursts in the samples of one receiver.
type Finder struct {
	// Read, unless nil, is shown every burst of frequency shift keying with its
	// samples before it is passed on, and may say what a checksum in it proves.
	// What it was set to when a Frame comes first counts.
	Read func(*Emission, *fhss.Burst)

	rate    float64
	gate    *gate
	ring    *ring
	channel *channel
	meter   *meter
	centre  sdr.Hz
	load    float64      // samples that may be measured
	bursts  []fhss.Burst // of the Frame that was taken last
	taken   uint64       // its first sample
	began   bool
	groupHz float64
	parts   [][2]int
	burst   fhss.Burst
	seen    Emission
	noise   float64 // power of the floor a hertz, where the emission is
	chirps  chirps
}

// chirps is what another finder has heard of a link of chirps: emissions as wide as
// they are not worth the measuring while it sends.
type chirps struct {
	bandwidth float64
	count     float64 // lately, forgotten within a second
	last      float64 // end of the newest, seconds
}

// manyChirps are a link's.
const manyChirps = 8

// Heard implements fhss.Hearer.
func (u unexplained) Heard(b *fhss.Burst) {
	c := &u.chirps
	if b.Kind != fhss.Chirp {
		return
	}
	if c.bandwidth != float64(b.Bandwidth) {
		*c = chirps{bandwidth: float64(b.Bandwidth)}
	}
	end := b.Start + b.Duration
	c.count = 1 + c.count*math.Exp(-math.Max(0, end-c.last))
	c.last = end
}

// likely reports whether an emission that ends at a time is one of them.
func (c *chirps) likely(bandwidth, now float64) bool {
	return bandwidth > 0.6*c.bandwidth && c.count*math.Exp(-math.Max(0, now-c.last)) >= manyChirps
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
	f.ring, f.parts = newRing(f.rate), make([][2]int, 0, mostParts)
	longest := len(f.ring.iq)
	f.channel, f.meter = newChannel(f.rate, longest), newMeter(longest+8192)
	return f, nil
}

// Of returns the Finder that the detectors of a receiver share.
func Of(setup detectors.Setup) (*Finder, error) {
	return detectors.Share(setup, shareKey{}, func() (*Finder, error) { return NewFinder(setup.Rate) })
}

type shareKey struct{}

// New returns a fhss.Finder of the bursts that no checksum has explained: of the
// others, who read them reports.
func New(setup detectors.Setup) (fhss.Finder, error) {
	f, err := Of(setup)
	if err != nil {
		return nil, err
	}
	return unexplained{f}, nil
}

type unexplained struct{ *Finder }

// Find implements fhss.Finder.
func (u unexplained) Find(frame *detectors.Frame, found func(*fhss.Burst)) {
	u.work(frame)
	for i := range u.bursts {
		if b := &u.bursts[i]; b.Proof.System == "" {
			found(b)
		}
	}
}

// Find implements fhss.Finder. The first call with a Frame does the work.
func (f *Finder) Find(frame *detectors.Frame, found func(*fhss.Burst)) {
	f.work(frame)
	for i := range f.bursts {
		found(&f.bursts[i])
	}
}

// work takes a Frame, once.
func (f *Finder) work(frame *detectors.Frame) {
	if !f.began || f.taken != frame.Index {
		f.began, f.taken = true, frame.Index
		f.bursts = f.bursts[:0]
		f.take(frame)
	}
}

// take finds the bursts that end in a Frame.
func (f *Finder) take(frame *detectors.Frame) {
	s := frame.Spectrum()
	if f.gate == nil {
		margin := uint64(2*aroundS*f.rate) + uint64(4*s.Bins)
		f.gate = newGate(f.rate, s.Bins, uint64(len(f.ring.iq))-margin, f.ended)
		f.groupHz = f.rate / float64(s.Bins) * float64(f.gate.bins)
	}
	if !frame.Contiguous() {
		f.gate.restart()
		f.ring.restart(frame.Index)
	}
	f.centre = frame.Centre
	f.load = math.Min(f.load+mostLoad*float64(len(frame.IQ)), loadBurst*f.rate)
	f.gate.floor(s)
	iq := frame.IQ
	at := s.Index
	for row := s.Rows; len(row) > 0; row = row[s.Bins:] {
		if n := int64(at+uint64(s.Bins)) - int64(f.ring.end); n > 0 {
			n = min(n, int64(len(iq)))
			f.ring.push(iq[:n])
			iq = iq[n:]
		}
		f.gate.row(row[:s.Bins], at)
		at += uint64(s.Bins / 2)
	}
	f.ring.push(iq)
}

// Flush implements fhss.Finder. It does nothing: of what has not ended the length is
// not known.
func (f *Finder) Flush(func(*fhss.Burst)) {}

// ended measures an emission.
func (f *Finder) ended(t *track) {
	low, high := t.span(0.02)
	half := float64(f.gate.groups) / 2
	offset := ((low+high)/2 - half) * f.groupHz
	bandwidth := math.Max((high-low)*f.groupHz, 2*f.rate/float64(f.gate.bins*f.gate.groups))
	around := uint64(aroundS * f.rate)
	from := max(t.first, f.ring.first()+around) - around
	to := min(t.last+2*f.gate.hop+around, f.ring.end)
	if to <= from {
		return
	}
	if f.load < float64(to-from) || f.chirps.likely(bandwidth, float64(to)/f.rate) {
		return
	}
	f.load -= float64(to - from)
	a, b := f.ring.parts(from, to)
	iq, rate, delay := f.channel.cut(a, b, offset, bandwidth)
	f.noise = f.density(low, high)
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
