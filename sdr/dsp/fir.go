package dsp

import "slices"

// streamChunk is how many input samples a streaming filter takes at a time.
const streamChunk = 4096

// A FIR filters and decimates a stream of samples with real taps.
type FIR struct {
	taps     dotTaps // reversed, behind zeros
	n        int     // number of taps, those zeros included
	delay    float64
	decimate int
	next     int         // input samples until the next output
	buf      []complex64 // n-1 samples of history, then the chunk at work
}

// NewFIR returns a filter with these taps, oldest sample last, that keeps every
// decimate-th output, the first one at the first input sample. It panics
// without taps or with decimate < 1.
func NewFIR(taps []float32, decimate int) *FIR {
	if len(taps) == 0 || decimate < 1 {
		panic("dsp: FIR needs taps and a decimation of 1 or more")
	}
	n := wholeTaps(len(taps))
	return &FIR{
		taps: newDotTaps(meetingOrder(taps)), n: n, delay: float64(len(taps)-1) / 2, decimate: decimate,
		buf: make([]complex64, n-1+streamChunk),
	}
}

// wholeTaps rounds a number of taps up to what dot takes at a time.
func wholeTaps(n int) int { return (n + dotMultiple - 1) / dotMultiple * dotMultiple }

// meetingOrder returns taps in the order of the samples they meet, oldest
// first, behind zeros that make their number whole.
func meetingOrder(taps []float32) []float32 {
	h := make([]float32, wholeTaps(len(taps)))
	copy(h, taps)
	slices.Reverse(h)
	return h
}

// Process filters src into dst and returns how many samples it wrote, at most
// MaxOut(len(src)). Before the first sample the signal is taken as zero. dst
// and src may be the same slice.
func (f *FIR) Process(dst, src []complex64) (n int) {
	for len(src) > 0 {
		c := copy(f.buf[f.n-1:], src)
		src = src[c:]
		for ; f.next < c; f.next += f.decimate {
			dst[n] = f.taps.dot(f.buf[f.next:][:f.n])
			n++
		}
		f.next -= c
		copy(f.buf, f.buf[c:][:f.n-1])
	}
	return n
}

// MaxOut returns the most samples Process writes for n of input.
func (f *FIR) MaxOut(n int) int { return (n + f.decimate - 1) / f.decimate }

// Delay returns the delay of symmetric taps in input samples.
func (f *FIR) Delay() float64 { return f.delay }

// Reset forgets the history.
func (f *FIR) Reset() {
	clear(f.buf)
	f.next = 0
}
