package downlink

import (
	"fmt"
	"math"

	"vigie/sdr/dsp"
)

const (
	// usable is the share of a receiver's band, from its middle, that its
	// filters pass.
	usable = 0.95

	// early is the share of the cyclic prefix that a symbol is cut out ahead of
	// its nominal start, so that a path ahead of the strongest does no harm.
	early = 0.3
)

// A demodulator cuts OFDM symbols out of samples.
type demodulator struct {
	rate float64
	n    int // samples of a symbol without its prefix
	fft  *dsp.FFT
	time []complex64
	bins []complex64
}

func newDemodulator(rate float64) (*demodulator, error) {
	n := int(math.Round(rate / spacing))
	if math.Abs(float64(n)*spacing-rate) > 1e-6*rate {
		return nil, fmt.Errorf("downlink: 15 kHz do not divide %v samples a second", rate)
	}
	fft, err := dsp.NewFFT(n)
	if err != nil {
		return nil, fmt.Errorf("downlink: %w", err)
	}
	return &demodulator{rate: rate, n: n, fft: fft, time: make([]complex64, n), bins: make([]complex64, n)}, nil
}

// Rate returns the greatest rate, up to a receiver's, that a Reader can work at:
// 15 kHz divide it, and the transform has small factors.
func Rate(receiver float64) float64 {
	for n := int(receiver/spacing + 1e-6); n >= 128; n-- {
		rest := n
		for _, f := range [...]int{2, 3, 5} {
			for rest%f == 0 {
				rest /= f
			}
		}
		if rest == 1 {
			return float64(n) * spacing
		}
	}
	return 0
}

// seen returns the subcarriers [lo, hi) of a cell inside the receiver's band.
func (d *demodulator) seen(c *Cell, offset float64) (lo, hi int) {
	inside := func(k int) bool {
		return math.Abs(offset+float64(c.distance(k))*spacing) <= usable*d.rate/2
	}
	hi = c.width()
	for lo < hi && !inside(lo) {
		lo++
	}
	for hi > lo && !inside(hi-1) {
		hi--
	}
	return lo, hi
}

// symbol fills dst[lo:hi] with the subcarriers of the symbol whose first sample
// after the prefix lies at start, the carrier brought to zero. It reports false
// when the samples do not hold it all.
func (d *demodulator) symbol(dst []complex64, lo, hi int, x []complex64, start float64, c *Cell, offset float64) bool {
	prefix := 144.0 / 2048
	first := int(math.Floor(start - early*prefix*float64(d.n)))
	if first < 0 || first+d.n > len(x) {
		return false
	}
	// Mixed in short runs, so that rounding of the turning factor does not add up.
	const run = 64
	turns := -offset / d.rate
	step := root(turns)
	for at := 0; at < d.n; at += run {
		w := root(wrapped(turns * float64(first+at)))
		in := x[first+at : first+min(at+run, d.n)]
		out := d.time[at:][:len(in)]
		for i, v := range in {
			out[i] = mul(v, w)
			w = mul(w, step)
		}
	}
	d.fft.Forward(d.bins, d.time)
	delay := (start - float64(first)) / float64(d.n)
	step = root(delay)
	var w complex64
	for k := lo; k < hi; k++ {
		f := c.distance(k)
		if (k-lo)%run == 0 || f == 1 {
			w = root(delay * float64(f))
		}
		bin := f % d.n
		if bin < 0 {
			bin += d.n
		}
		dst[k] = mul(d.bins[bin], w)
		w = mul(w, step)
	}
	return true
}
