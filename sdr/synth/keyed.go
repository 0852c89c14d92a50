package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// A keying is how symbols change a carrier.
type keying uint8

const (
	fsk keying = iota // frequency: -1 and +1 are the deviation, what is between them too
	ook               // amplitude, 0 or 1
	psk               // phase, +1 or -1
)

// A transmission is one emission of one channel.
type transmission struct {
	start     float64 // seconds after the scene's start
	freq      sdr.Hz  // of its carrier, error included
	keying    keying
	symbols   []float32 // each a symbol's level
	rate      float64   // symbols a second
	deviation float64   // of fsk, hertz
	bt        float64   // of the Gaussian filter in symbols; 0 for none
}

// seconds returns how long the transmission lasts.
func (t *transmission) seconds() float64 { return float64(len(t.symbols)) / t.rate }

// halfBandwidth returns how far from its carrier a transmission's energy reaches,
// by Carson's rule.
func (t *transmission) halfBandwidth() float64 {
	if t.keying == fsk {
		return t.deviation + t.rate/2
	}
	return t.rate
}

// A schedule says what is sent, in the order of time; a transmission begins no
// sooner than the one before ends. symbols may be reused when the next one is asked
// for.
type schedule interface {
	next(t *transmission)
}

// A keyed emitter sends what a schedule says. It is modulated at the receiver's
// own samples, so that between its transmissions it costs nothing; one whose
// channel is not wholly in the receiver's window is not heard.
type keyed struct {
	receiver Receiver
	schedule schedule
	now      transmission
	amp      float64
	at       int64 // index of the next sample
	heard    bool
	offset   float64 // of now's carrier in the window
	phase    float64 // turns
	pulse    gaussPulse
}

// newKeyed returns the emitter from a time on, seconds after the scene's start,
// with an amplitude while it sends.
func newKeyed(r Receiver, s schedule, seconds, amp float64) *keyed {
	k := &keyed{receiver: r, schedule: s, amp: amp, at: int64(math.Round(seconds * r.clock()))}
	k.advance()
	for k.now.start+k.now.seconds() < seconds {
		k.advance()
	}
	return k
}

// advance goes to the next transmission.
func (k *keyed) advance() {
	k.schedule.next(&k.now)
	k.offset = k.receiver.offset(k.now.freq)
	k.heard = math.Abs(k.offset)+k.now.halfBandwidth() <= 0.5*k.receiver.clock()
	k.phase = 0
	k.pulse.shape(k.now.bt)
}

// Add implements Emitter.
func (k *keyed) Add(iq []complex64) {
	clock := k.receiver.clock()
	from, to := k.at, k.at+int64(len(iq))
	k.at = to
	for {
		first := int64(math.Ceil(k.now.start * clock))
		last := int64(math.Ceil((k.now.start + k.now.seconds()) * clock))
		if first >= to {
			return
		}
		if k.heard {
			for n := max(first, from); n < min(last, to); n++ {
				iq[n-from] += k.sample((float64(n)/clock - k.now.start) * k.now.rate)
			}
		}
		if last > to {
			return
		}
		k.advance()
	}
}

// sample returns the sample at a time in symbols since the transmission began.
func (k *keyed) sample(symbols float64) complex64 {
	t := &k.now
	level := k.pulse.level(t.symbols, symbols)
	amp, hz := k.amp, k.offset
	switch t.keying {
	case fsk:
		hz += t.deviation * level
	default:
		amp *= level
	}
	k.phase += hz / k.receiver.clock()
	k.phase -= math.Floor(k.phase)
	z := unit(k.phase)
	return complex(float32(amp)*real(z), float32(amp)*imag(z))
}

// A gaussPulse shapes symbols: a rectangle that has passed a Gaussian filter
// (K. Murota, K. Hirade, GMSK Modulation for Digital Mobile Radio Telephony, IEEE
// Trans. Comm. 29(7), 1981).
type gaussPulse struct {
	bt   float64
	step [pulseSteps + 1]float64 // its rising edge, over ±pulseReach symbols
}

const (
	pulseReach = 1.5
	pulseSteps = 192
)

// shape makes the edge for a bandwidth-time product, 0 for a sharp one.
func (p *gaussPulse) shape(bt float64) {
	if bt == p.bt {
		return
	}
	p.bt = bt
	for i := range p.step {
		t := (2*float64(i)/pulseSteps - 1) * pulseReach
		p.step[i] = (1 + math.Erf(t*math.Pi*bt*math.Sqrt(2/math.Ln2))) / 2
	}
}

// edge returns the rising edge at a time in symbols after its middle.
func (p *gaussPulse) edge(t float64) float64 {
	at := (t/pulseReach + 1) * pulseSteps / 2
	switch i := int(at); {
	case p.bt == 0:
		return math.Max(0, math.Copysign(1, t))
	case at <= 0:
		return 0
	case i >= pulseSteps:
		return 1
	default:
		f := at - float64(i)
		return p.step[i]*(1-f) + p.step[i+1]*f
	}
}

// level returns the shaped symbols at a time in symbols.
func (p *gaussPulse) level(symbols []float32, t float64) float64 {
	n := int(t)
	if p.bt == 0 {
		return float64(symbols[min(n, len(symbols)-1)])
	}
	at := func(i int) float64 { return float64(symbols[max(0, min(i, len(symbols)-1))]) }
	level := at(n - 2)
	for i := n - 1; i <= n+2; i++ {
		if d := at(i) - at(i-1); d != 0 {
			level += d * p.edge(t-float64(i))
		}
	}
	return level
}

// appendSymbols appends bits as symbols of ±1, the most significant of each octet
// first.
func appendSymbols(dst []float32, octets ...byte) []float32 {
	for _, o := range octets {
		for i := 7; i >= 0; i-- {
			dst = append(dst, 2*float32(o>>i&1)-1)
		}
	}
	return dst
}

// An interval draws the times of a device that sends about every so often, as
// clocks of sensors and meters do.
type interval struct {
	mean, jitter float64 // seconds, and the part of it that is random
	at           float64 // of the next transmission
	random       *rand.Rand
}

// newInterval returns one whose first time lies within the first mean.
func newInterval(mean, jitter float64, random *rand.Rand) interval {
	return interval{mean, jitter, mean * (random.Float64() - 1), random}
}

// draw returns the next time, no sooner than busy seconds after the last.
func (v *interval) draw(busy float64) float64 {
	v.at += max(busy, v.mean*(1+v.jitter*(2*v.random.Float64()-1)))
	return v.at
}
