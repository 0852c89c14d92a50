package nr

import (
	"math"

	"vigie/detectors/nr/downlink"
	"vigie/sdr/dsp"
)

// A slotCutter cuts slots of one cell's CORESET 0 out of a window.
type slotCutter struct {
	spacing spacing
	size    int // samples of a symbol without its prefix
	rb      int
	cutter  *cutter
	fft     *dsp.FFT
	bin     []complex64
}

// slotSizes are the sizes of a symbol for the widths that CORESET 0 can have.
var slotSizes = map[int]int{24: 384, 48: 768, 96: 1536}

// newSlotCutter returns a cutter for windows of a rate.
func newSlotCutter(rate float64, s spacing, rb int) (*slotCutter, error) {
	size := slotSizes[rb]
	c, err := newCutter(rate, float64(size)*float64(s), slotLength(size)+size)
	if err != nil {
		return nil, err
	}
	return &slotCutter{spacing: s, size: size, rb: rb, cutter: c, fft: mustFFT(size), bin: make([]complex64, size)}, nil
}

// slotLength returns the samples of a slot, at most.
func slotLength(size int) int { return downlink.SlotSymbols*size*2192/2048 + size/32 }

// symbolStart returns where the useful part of symbol l of a half-frame begins,
// in seconds: the first prefix of every half millisecond is longer, TS 38.211
// clause 5.3.1.
func (s spacing) symbolStart(l int) float64 {
	const longer = 16 / 30.72e6
	perHalf := 7 * int(s/spacing15)
	return float64(2192*l+144)/(2048*float64(s)) + longer*float64(l/perHalf+1)
}

// slotSeconds returns the length of a slot.
func (s spacing) slotSeconds() float64 { return 15e3 / float64(s) * 1e-3 }

// cut fills dst with the slot that begins at sample start of x. The middle of
// CORESET 0 appears offset hertz from the centre of x; on the air it is carrier.
// A sender starts the carrier's phase anew with every symbol (TS 38.211 clause
// 5.4), and so does cut. It reports false when x does not hold the slot.
func (c *slotCutter) cut(dst *downlink.Slot, x []complex64, start, offset, carrier float64) bool {
	// The first prefix and a part of the last symbol that its prefix repeats may
	// be missing.
	rate := c.cutter.from
	slack := c.spacing.symbolStart(0) * rate / 4
	if start < -2*slack || start+c.spacing.slotSeconds()*rate > float64(len(x))+slack/2 {
		return false
	}
	y, at := c.cutter.cut(x, start, offset, 0, slotLength(c.size))
	prefix := float64(c.size) * 144 / 2048
	for l := range dst {
		seconds := c.spacing.symbolStart(l)
		useful := at + seconds*c.cutter.to
		first := int(math.Round(useful - prefix/4))
		if first < 0 || first+c.size > len(y) {
			return false
		}
		c.fft.Forward(c.bin, y[first:first+c.size])
		delay := useful - float64(first)
		_, turn := math.Modf(carrier * seconds)
		lowest := -6 * c.rb
		w, step := root(turn+float64(lowest)*delay/float64(c.size)), root(delay/float64(c.size))
		for k := range 12 * c.rb {
			dst[l][k] = mul(c.bin[(lowest+k+c.size)%c.size], w)
			w = mul(w, step)
		}
	}
	return true
}
