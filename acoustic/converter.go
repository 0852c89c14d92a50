package acoustic

import (
	"math"

	"vigie/sdr"
	"vigie/sdr/dsp"
)

// A Converter brings frames of any rate to Rate. It works on complex samples,
// one channel real and one imaginary: a filter of real taps keeps them apart.
//
// The polyphase filter of dsp.Resampler passes 0.9 of the narrower band, 7.2 kHz
// at most. Its delay is taken out, so that a sample of a Block has the time of
// the sound in it.
type Converter struct {
	rate     sdr.Hz
	resample *dsp.Resampler // nil at Rate
	lead     int            // samples of the filter's delay still to drop
	in, out  uint64         // frames since the last reset, and samples made of them
	buf      []complex64

	origin, end uint64 // of Block: index at the last reset, and after the last Block
	clipped     int    // not yet in a Block
}

// NewConverter returns a converter from so many frames a second.
func NewConverter(rate sdr.Hz) (*Converter, error) {
	c := &Converter{rate: rate}
	if rate == Rate {
		return c, nil
	}
	var err error
	if c.resample, err = dsp.NewResampler(float64(rate), float64(Rate)); err != nil {
		return nil, err
	}
	c.reset()
	return c, nil
}

// reset forgets what came before a gap.
func (c *Converter) reset() {
	c.in, c.out, c.lead = 0, 0, 0
	if c.resample != nil {
		c.resample.Reset()
		c.lead = int(math.Round(c.resample.Delay() * c.ratio()))
	}
}

func (c *Converter) ratio() float64 { return float64(Rate / c.rate) }

// at returns the index at Rate of the frame with this index.
func (c *Converter) at(frame uint64) uint64 {
	return uint64(math.Round(float64(frame) * c.ratio()))
}

// convert returns what the next frames become, at Rate, valid until the next
// call; it may be src itself.
func (c *Converter) convert(src []complex64) []complex64 {
	c.in += uint64(len(src))
	out := src
	if c.resample != nil {
		need := c.resample.MaxOut(len(src))
		if cap(c.buf) < need {
			c.buf = make([]complex64, need)
		}
		out = c.buf[:need]
		out = out[:c.resample.Process(out, src)]
		drop := min(c.lead, len(out))
		c.lead -= drop
		out = out[drop:]
	}
	c.out += uint64(len(out))
	return out
}

// Block makes b's samples, and what is known of them, of frames that a receiver
// of radio would have: the first channel real, the second imaginary. It reports
// whether there are any yet. Microphone, Channels and Band are the caller's.
func (c *Converter) Block(b *Block, in *sdr.Block) bool {
	if in.Lost > 0 || c.in == 0 {
		c.reset()
		c.origin = c.at(in.Index)
	}
	c.clipped += in.Clipped
	index := c.origin + c.out
	sound := c.convert(in.IQ)
	if len(sound) == 0 {
		return false
	}
	b.Index, b.Lost = index, int(index-min(c.end, index))
	b.Start = in.Start.Add(Rate.Duration(index) - in.Rate.Duration(in.Index))
	b.Clipped, c.clipped = c.clipped, 0
	split(b, sound)
	c.end = b.End()
	return true
}

// finish returns what the filter still holds at the end of a recording.
func (c *Converter) finish() []complex64 {
	whole := c.at(c.in)
	if c.resample == nil || c.out >= whole {
		return nil
	}
	missing := whole - c.out
	in := c.in
	out := c.convert(make([]complex64, int(math.Ceil(float64(missing+1)/c.ratio())+math.Ceil(c.resample.Delay()))))
	c.in = in
	return out[:min(uint64(len(out)), missing)]
}

// Wipe leaves no sound behind.
func (c *Converter) Wipe() {
	clear(c.buf)
	if c.resample != nil {
		c.resample.Reset()
	}
}

// split writes sound into b's channels.
func split(b *Block, sound []complex64) {
	for c := range b.PCM {
		n := len(sound)
		if c >= b.Channels {
			n = 0
		}
		if cap(b.PCM[c]) < n {
			b.PCM[c] = make([]float32, n)
		}
		b.PCM[c] = b.PCM[c][:n]
	}
	for i, s := range sound {
		b.PCM[0][i] = real(s)
	}
	if b.Channels > 1 {
		for i, s := range sound {
			b.PCM[1][i] = imag(s)
		}
	}
}
