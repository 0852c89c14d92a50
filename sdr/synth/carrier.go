package synth

import (
	"fmt"

	"vigie/sdr/dsp"
)

// A baseband produces the samples of one emitter at a rate of its own.
type baseband interface {
	seek(seconds float64) // moves to a time after the scene's start
	next(dst []complex64) // fills dst with the next samples
}

// basebandChunk is how many samples a carrier asks of its baseband at a time.
const basebandChunk = 1024

// A carrier brings a baseband to the receiver's rate, frequency and level. The
// resampler passes 0.9 of the receiver's Nyquist band, as a receiver's own
// filter would.
type carrier struct {
	base  baseband
	rate  *dsp.Resampler
	mixer *dsp.Mixer
	gain  float32
	in    []complex64
	out   []complex64
	ready []complex64 // the part of out not yet added
}

// newCarrier returns the emitter whose baseband of rate baseHz has its 0 Hz at
// offsetHz of a window sampled clockHz times a second. It begins at a time in
// seconds, and fades in over the length of the resampling filter.
func newCarrier(base baseband, seconds, baseHz, offsetHz, clockHz, gain float64) (*carrier, error) {
	rate, err := dsp.NewResampler(baseHz, clockHz)
	if err != nil {
		return nil, fmt.Errorf("synth: %w", err)
	}
	base.seek(seconds + rate.Delay()/baseHz)
	return &carrier{
		base:  base,
		rate:  rate,
		mixer: dsp.NewMixer(offsetHz, clockHz),
		gain:  float32(gain),
		in:    make([]complex64, basebandChunk),
		out:   make([]complex64, rate.MaxOut(basebandChunk)),
	}, nil
}

// Add implements Emitter.
func (c *carrier) Add(iq []complex64) {
	for len(iq) > 0 {
		for len(c.ready) == 0 {
			c.base.next(c.in)
			c.ready = c.out[:c.rate.Process(c.out, c.in)]
			c.mixer.Mix(c.ready, c.ready)
		}
		n := min(len(iq), len(c.ready))
		for i, x := range c.ready[:n] {
			iq[i] += complex(c.gain*real(x), c.gain*imag(x))
		}
		iq, c.ready = iq[n:], c.ready[n:]
	}
}
