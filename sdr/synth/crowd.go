package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// A Crowd says how many devices of a kind there are, how often each sends and how
// strong they are.
type Crowd struct {
	Count    int     `toml:"count"`     // devices; 1 when left out
	Every    float64 `toml:"every_s"`   // seconds between a device's messages
	SNR      float64 `toml:"snr_db"`    // of a transmission over the noise in its bandwidth, in the mean
	SpreadDB float64 `toml:"spread_db"` // by which the devices' levels deviate
}

func (c *Crowd) complete(every float64) *keyError {
	if c.Count == 0 {
		c.Count = 1
	}
	if c.Every == 0 {
		c.Every = every
	}
	for _, v := range []bounded{
		{"count", float64(c.Count), 1, 10000},
		{"every_s", c.Every, 0.01, 1e6},
		{"snr_db", c.SNR, -100, 100},
		{"spread_db", c.SpreadDB, 0, 40},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// everyJitter is the part of a device's interval that is random: EN 13757-4 asks
// meters for about as much, so that they do not meet for ever.
const everyJitter = 0.1

// A saying is the transmissions that a device makes each time that it has
// something to say.
type saying interface {
	// make appends the message's transmissions; their starts are seconds after its
	// own. symbols that it refers to stay as they are until the next call.
	make(dst []transmission, random *rand.Rand) []transmission
}

// open appends the devices, each with a message of its own.
func (c *Crowd) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand, kind func(*rand.Rand) saying) []Emitter {
	for range c.Count {
		random := seed()
		d := &device{saying: kind(random), random: random, interval: newInterval(c.Every, everyJitter, random)}
		var width float64
		for _, t := range d.saying.make(nil, rand.New(rand.NewPCG(1, 1))) {
			width = max(width, 2*t.halfBandwidth())
		}
		level := fromDB(c.SNR + c.SpreadDB*random.NormFloat64())
		all = append(all, newKeyed(r, d, seconds, math.Sqrt(noise*width/float64(r.Rate)*level)))
	}
	return all
}

// A device is the schedule of one.
type device struct {
	saying   saying
	random   *rand.Rand
	interval interval
	at       float64 // of the message
	queue    []transmission
	left     int // of the queue's transmissions
}

// next implements schedule.
func (d *device) next(t *transmission) {
	if d.left == 0 {
		var busy float64
		for _, q := range d.queue {
			busy = max(busy, q.start+q.seconds())
		}
		d.at = d.interval.draw(busy)
		d.queue = d.saying.make(d.queue[:0], d.random)
		d.left = len(d.queue)
	}
	*t = d.queue[len(d.queue)-d.left]
	t.start += d.at
	d.left--
}

// ppm returns a carrier with a crystal's error.
func ppm(freq sdr.Hz, error float64) sdr.Hz { return freq * sdr.Hz(1+error*1e-6) }

// randomise fills b with random ones.
func randomise(b []byte, random *rand.Rand) {
	for i := range b {
		b[i] = byte(random.Uint32())
	}
}
