package dsp

import "fmt"

// A Channelizer splits a stream into evenly spaced channels, each shifted to
// 0 Hz, filtered and decimated: a polyphase filter bank, which costs one
// prototype filter and one transform for all channels. Channel k is centred at
// k·rate/channels, those of the upper half at the negative frequencies
// (k-channels)·rate/channels; its rate is oversample·rate/channels exactly.
//
// Each output is that of a mixer by -k·rate/channels that starts with phase 0
// at the first sample, the prototype and a decimator. Source: R. E. Crochiere,
// L. R. Rabiner, Multirate Digital Signal Processing, 1983, section 7.2.
type Channelizer struct {
	channels int
	hop      int // input samples an output
	taps     foldTaps
	delay    float64
	fft      *FFT
	buf      []complex64 // len(taps)-1 samples of history, then the chunk at work
	next     int         // input index in the chunk of the next output
	turn     int         // where the next output's phase 0 lies, in channels
	sum, bin []complex64
}

// NewChannelizer returns a bank of so many channels, a number NewFFT takes.
// oversample is 1, or 2 when channels is even: then the transition of the
// prototype may reach into the neighbours without aliasing. The prototype is a
// low-pass at the input rate such as LowPass gives, of unit gain.
func NewChannelizer(channels, oversample int, prototype []float32) (*Channelizer, error) {
	if oversample != 1 && (oversample != 2 || channels%2 != 0) || len(prototype) == 0 {
		return nil, fmt.Errorf("dsp: channelizer of %d channels oversampled by %d with %d taps", channels, oversample, len(prototype))
	}
	fft, err := NewFFT(channels)
	if err != nil {
		return nil, err
	}
	// Whole runs of channels taps, the last tap meeting the oldest sample.
	n := (len(prototype) + channels - 1) / channels * channels
	taps := make([]float32, n)
	for i, h := range prototype {
		taps[n-1-i] = h
	}
	return &Channelizer{
		channels: channels, hop: channels / oversample, taps: newFoldTaps(taps), delay: float64(len(prototype)-1) / 2, fft: fft,
		buf: make([]complex64, n-1+max(streamChunk, channels)), sum: make([]complex64, channels), bin: make([]complex64, channels),
	}, nil
}

// Process splits src and returns how many samples it wrote to each dst[k],
// which has room for MaxOut(len(src)). A channel whose dst is nil is left out.
// The first output falls on the first sample.
func (c *Channelizer) Process(dst [][]complex64, src []complex64) (n int) {
	dst = dst[:c.channels]
	history := len(c.taps.taps) - 1
	for len(src) > 0 {
		took := copy(c.buf[history:], src)
		src = src[took:]
		for ; c.next < took; c.next += c.hop {
			c.split(c.buf[c.next:][:history+1])
			for k, v := range c.bin {
				if dst[k] != nil {
					dst[k][n] = v
				}
			}
			n++
		}
		c.next -= took
		copy(c.buf, c.buf[took:][:history])
	}
	return n
}

// split writes every channel's output for the window that ends at the current
// sample, i, to bin: the sum over taps h[j] of h[j]·x[i-j]·e^{-j2πk(i-j)/channels}.
func (c *Channelizer) split(window []complex64) {
	m := c.channels
	c.taps.fold(c.sum, window)
	// sum[r] belongs to sample i-(m-1)+r modulo m; turn is i modulo m.
	from := (m - 1 - c.turn) % m // the r of sample 0 modulo m
	copy(c.bin, c.sum[from:])
	copy(c.bin[m-from:], c.sum[:from])
	c.turn = (c.turn + c.hop) % m
	c.fft.Forward(c.bin, c.bin)
}

// MaxOut returns the most samples a channel that Process writes for n of input.
func (c *Channelizer) MaxOut(n int) int { return (n + c.hop - 1) / c.hop }

// Delay returns the delay of a symmetric prototype in input samples.
func (c *Channelizer) Delay() float64 { return c.delay }

// Reset forgets the history and starts at time zero.
func (c *Channelizer) Reset() {
	clear(c.buf)
	c.next, c.turn = 0, 0
}
