package nr

import (
	"fmt"
	"math"

	"vigie/detectors"
	"vigie/sdr/dsp"
)

// margin is how many samples are cut out on either side of a block, for the
// search of its exact start.
const margin = 48

// A cutter brings a part of the window to 0 Hz and another sampling rate.
type cutter struct {
	from, to float64
	mixer    *dsp.Mixer
	resample *dsp.Resampler
	raw      []complex64
	out      []complex64
}

// newCutter returns a cutter for parts of up to size samples at the new rate.
func newCutter(from, to float64, size int) (*cutter, error) {
	r, err := dsp.NewResampler(from, to)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", detectors.ErrBlind, err)
	}
	n := int(math.Ceil(float64(size)*from/to+3*r.Delay())) + 2
	return &cutter{
		from: from, to: to, mixer: dsp.NewMixer(0, from), resample: r,
		raw: make([]complex64, n), out: make([]complex64, r.MaxOut(n)),
	}, nil
}

// cut returns n samples or more at the new rate of what lies offset hertz from
// the centre of x, and where among them the sample number at of x, a whole one
// or not, lies: no earlier than lead. What is outside of x counts as zero. The
// samples are good until the next call.
func (c *cutter) cut(x []complex64, at, offset float64, lead, n int) (y []complex64, start float64) {
	ratio, delay := c.from/c.to, c.resample.Delay()
	first := int(math.Floor(at - float64(lead)*ratio - 2*delay))
	size := min(len(c.raw), int(math.Ceil(float64(n)*ratio+3*delay))+2)
	raw := c.raw[:size]
	from, to := min(max(first, 0), len(x)), min(max(first+size, 0), len(x))
	clear(raw)
	if to > from {
		c.mixer.SetFreq(-offset)
		c.mixer.Reset()
		c.mixer.Mix(raw[from-first:], x[from:to])
	}
	c.resample.Reset()
	y = c.out[:c.resample.Process(c.out, raw)]
	return y, (at - float64(first) + delay) / ratio
}
