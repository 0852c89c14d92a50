package dsp

import (
	"errors"
	"fmt"
	"math"
)

// A Correlator slides templates over a stream by overlap-save: one transform of
// the samples and one a template for every block (A. V. Oppenheim, R. W.
// Schafer, Discrete-Time Signal Processing, section 8.7).
//
// Its output at sample i is the share of template s in the energy of the window
// x[i…i+L-1]: the squared size of the sum of x[i+j]·conj(s[j]) over the energies
// of both. It is 1 for a scaled and turned copy of the template and 1/L in the
// mean of white noise. A window with less than 10⁻⁹ of its block's energy is taken
// to have that much, so silence gives 0.
type Correlator struct {
	length    int // of the templates
	step      int // outputs a block
	fft       *FFT
	templates [][]complex64 // conjugated transforms over the root of their energies and n
	buf       []complex64   // samples of the block being filled
	held      int
	spectrum  []complex64
	product   []complex64
	sums      []float32 // energy of 1, 2, 4 … samples from each one on
	inverse   []float32 // 1/energy of each window
}

// correlatorFloor is the least share of a block's energy a window counts for.
const correlatorFloor = 1e-9

// NewCorrelator returns a correlator with these templates, of one length.
func NewCorrelator(templates ...[]complex64) (*Correlator, error) {
	if len(templates) == 0 || len(templates[0]) == 0 {
		return nil, errors.New("dsp: correlator without a template")
	}
	length := len(templates[0])
	n := correlatorFFT(length)
	fft, err := NewFFT(n)
	if err != nil {
		return nil, fmt.Errorf("dsp: correlator with templates of %d samples: %w", length, err)
	}
	c := &Correlator{
		length: length, step: n - length + 1, fft: fft,
		buf: make([]complex64, n), spectrum: make([]complex64, n), product: make([]complex64, n),
		sums: make([]float32, n), inverse: make([]float32, n-length+1),
	}
	for i, t := range templates {
		e := Energy(t)
		if len(t) != length || !(e > 0) {
			return nil, fmt.Errorf("dsp: template %d has %d samples of energy %g, the first %d samples", i, len(t), e, length)
		}
		h := make([]complex64, n)
		copy(h, t)
		fft.Forward(h, h)
		Scale(h, h, float32(1/(math.Sqrt(e)*float64(n))))
		c.templates = append(c.templates, h)
	}
	return c, nil
}

// correlatorFFT returns the transform length for templates: the power of two
// that costs least a sample, n·log2(n) over the n-length+1 samples it serves.
func correlatorFFT(length int) int {
	best, cost := MaxFFT, math.Inf(1)
	for n := 64; n <= MaxFFT; n *= 2 {
		if c := float64(n) * math.Log2(float64(n)) / float64(n-length+1); n >= length && c < cost {
			best, cost = n, c
		}
	}
	return best
}

// Process correlates src with every template t and writes the next outputs to
// dst[t], which has room for MaxOut(len(src)). It returns how many, the same for
// each: they come by whole blocks, the first one being output 0, and together
// they are one for each sample, behind by what Pending tells.
func (c *Correlator) Process(dst [][]float32, src []complex64) (n int) {
	dst = dst[:len(c.templates)]
	for len(src) > 0 {
		took := copy(c.buf[c.held:], src)
		src = src[took:]
		if c.held += took; c.held == len(c.buf) {
			c.block(dst, n)
			n += c.step
			c.held = copy(c.buf, c.buf[c.step:])
		}
	}
	return n
}

func (c *Correlator) block(dst [][]float32, at int) {
	c.energies()
	c.fft.Forward(c.spectrum, c.buf)
	for t, h := range c.templates {
		MultiplyConj(c.product, c.spectrum, h)
		c.fft.Inverse(c.product, c.product)
		weighPower(dst[t][at:][:c.step], c.product[:c.step], c.inverse)
	}
}

// energies fills inverse from the energies of windows, which are put together of
// sums over powers of two samples: none is a small difference of large ones.
func (c *Correlator) energies() {
	sums := c.sums
	Power(sums, c.buf)
	clear(c.inverse)
	at := 0
	for span := 1; ; span *= 2 {
		if c.length&span != 0 {
			Accumulate(c.inverse, sums[at:][:c.step])
			at += span
		}
		if 2*span > c.length {
			break
		}
		sums = sums[:len(sums)-span]
		Accumulate(sums, c.sums[span:][:len(sums)])
	}
	reciprocal(c.inverse, float32(correlatorFloor*Energy(c.buf)))
}

// MaxOut returns the most outputs a template that Process writes for n samples.
func (c *Correlator) MaxOut(n int) int { return (n + c.step - 1) / c.step * c.step }

// Pending returns how many samples have no output yet.
func (c *Correlator) Pending() int { return c.held }

// Reset forgets the samples held and starts at output 0.
func (c *Correlator) Reset() { c.held = 0 }
