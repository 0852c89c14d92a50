package fsk

import "vigie/sdr/dsp"

// decimations are the factors by which an emission's samples may be thinned out.
var decimations = [...]int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128}

// Numbers of a channel.
const (
	oversampling = 4    // of the occupied bandwidth
	passes       = 0.30 // of the thinned rate, either side
	stops        = 0.50
	stopbandDB   = 45
	narrowDB     = 30
)

// narrows holds the edges of the filters that follow, as parts of the thinned
// rate: the least that leaves the occupied bandwidth is taken.
var narrows = [...]float64{0.07, 0.085, 0.1, 0.12, 0.145, 0.175, 0.21, 0.25, passes}

// narrowRoom is how much wider than half the occupied bandwidth an edge is.
const narrowRoom = 1.15

// A channel brings emissions to 0 Hz.
type channel struct {
	rate    float64
	mixer   *dsp.Mixer
	mixed   []complex64
	filters []*dsp.FIR // one a decimation
	narrow  []*dsp.FIR // one an edge
	out     []complex64
	passed  float64 // share of the thinned rate's band whose noise has passed
}

// newChannel returns one for emissions of which most samples are left.
func newChannel(rate float64, most int) *channel {
	c := &channel{rate: rate, mixer: dsp.NewMixer(0, rate), mixed: make([]complex64, 4096)}
	for _, d := range decimations {
		taps := []float32{1}
		if d > 1 {
			out := rate / float64(d)
			taps = dsp.LowPass((passes+stops)/2*out, (stops-passes)*out, rate, stopbandDB)
		}
		c.filters = append(c.filters, dsp.NewFIR(taps, d))
	}
	for _, edge := range narrows {
		c.narrow = append(c.narrow, dsp.NewFIR(dsp.LowPass(edge, edge/2, 1, narrowDB), 1))
	}
	c.out = make([]complex64, most)
	return c
}

// thinned returns the number of the decimation for a bandwidth.
func (c *channel) thinned(bandwidth float64) (k int) {
	for k+1 < len(decimations) && c.rate/float64(decimations[k+1]) >= oversampling*bandwidth {
		k++
	}
	return k
}

// samples returns how many of so many samples are left for a bandwidth.
func (c *channel) samples(n, bandwidth float64) int {
	return int(n)/decimations[c.thinned(bandwidth)] + 2
}

// cut returns samples of the stream around a frequency, with their rate and the
// time of the first one in samples of the stream after the first one of a.
func (c *channel) cut(a, b []complex64, offset, bandwidth float64) (iq []complex64, rate, delay float64) {
	k := c.thinned(bandwidth)
	f := c.filters[k]
	f.Reset()
	c.mixer.Reset()
	c.mixer.SetFreq(-offset)
	n := 0
	for _, x := range [2][]complex64{a, b} {
		for len(x) > 0 {
			m := min(len(x), len(c.mixed))
			c.mixer.Mix(c.mixed[:m], x[:m])
			n += f.Process(c.out[n:], c.mixed[:m])
			x = x[m:]
		}
	}
	rate = c.rate / float64(decimations[k])
	edge := 0
	for edge+1 < len(narrows) && narrows[edge]*rate < narrowRoom*bandwidth/2 {
		edge++
	}
	last := c.narrow[edge]
	last.Reset()
	last.Process(c.out[:n], c.out[:n])
	c.passed = 2 * narrows[edge]
	return c.out[:n], rate, -f.Delay() - last.Delay()*float64(decimations[k])
}

// An Emission is what a Finder has found, with its samples, which are the Finder's
// again when the call that it is shown in returns.
type Emission struct {
	IQ    []complex64
	Rate  float64 // samples a second
	First int     // sample of IQ at which it begins
	Last  int     // and before which it ends
	MidHz float64 // of the middle of its levels, where IQ has it
	Clock float64 // bits a second, 0 when none was found
	DevHz float64 // deviation
	SNR   float64 // dB in the occupied bandwidth
}

// seconds returns how long it lasts.
func (e *Emission) seconds() float64 { return float64(e.Last-e.First) / e.Rate }
