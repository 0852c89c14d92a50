package lte

import (
	"math"

	"vigie/sdr/dsp"
)

// The grid of the six inner resource blocks at 1.92 MS/s, TS 36.211 clause 6.12.
const (
	sampleRate  = 1.92e6
	symbolSize  = 128   // samples of a symbol without its prefix
	slotSize    = 960   // 0.5 ms
	halfSize    = 9600  // 5 ms: the period of the synchronisation signals
	frameSize   = 19200 // 10 ms
	subcarriers = 72    // inner six resource blocks, the carrier's own subcarrier left out
	frameCount  = 1024  // frame numbers
)

// A prefix is a cell's cyclic prefix length.
type prefix uint8

const (
	normalPrefix prefix = iota
	extendedPrefix
)

// symbols returns the number of symbols in a slot.
func (p prefix) symbols() int {
	if p == extendedPrefix {
		return 6
	}
	return 7
}

// start returns the first sample after the prefix of a symbol, counted from the
// start of the frame.
func (p prefix) start(slot, symbol int) int {
	if p == extendedPrefix {
		return slot*slotSize + 32 + symbol*(32+symbolSize)
	}
	return slot*slotSize + 10 + symbol*(9+symbolSize)
}

// length returns the samples of a symbol's prefix.
func (p prefix) length(symbol int) int {
	switch {
	case p == extendedPrefix:
		return 32
	case symbol == 0:
		return 10
	}
	return 9
}

// subcarrier returns the index, relative to the carrier, of element i of a symbol.
func subcarrier(i int) int {
	if i < subcarriers/2 {
		return i - subcarriers/2
	}
	return i - subcarriers/2 + 1
}

// A symbol holds the subcarriers of one OFDM symbol in ascending frequency.
type symbol [subcarriers]complex64

const (
	// early is how many samples before its nominal start a symbol is cut out,
	// inside the prefix, so that a path ahead of the strongest does no harm.
	early = 3

	// meanDelay is the middle of the delays that the channel estimates allow,
	// in samples after the start of the strongest path.
	meanDelay = 2.5
)

// A demodulator cuts symbols out of a window.
type demodulator struct {
	fft       *dsp.FFT
	time, bin [symbolSize]complex64
}

func newDemodulator() *demodulator { return &demodulator{fft: mustFFT(symbolSize)} }

// mustFFT plans a transform of a length known to be good.
func mustFFT(n int) *dsp.FFT {
	p, err := dsp.NewFFT(n)
	if err != nil {
		panic(err)
	}
	return p
}

// symbol fills dst with the symbol whose first sample after the prefix lies at
// start, with the carrier offset (in hertz) removed and delays counted from
// meanDelay after start. It reports false when the window does not hold it all.
func (d *demodulator) symbol(dst *symbol, x []complex64, start, offset float64) bool {
	first := int(math.Round(start)) - early
	if first < 0 || first+symbolSize > len(x) {
		return false
	}
	mix(d.time[:], x[first:first+symbolSize], first, -offset)
	d.fft.Forward(d.bin[:], d.time[:])
	delay := start + meanDelay - float64(first)
	step := root(delay / symbolSize)
	w := root(-subcarriers / 2 * delay / symbolSize)
	for i := range dst {
		if i == subcarriers/2 {
			w = mul(w, step) // the carrier's own subcarrier
		}
		dst[i] = mul(d.bin[subcarrier(i)&(symbolSize-1)], w)
		w = mul(w, step)
	}
	return true
}

// mix writes to dst the samples of x times a carrier of f hertz whose phase is
// zero at sample 0 of the window; x[0] is the window's sample number first.
func mix(dst, x []complex64, first int, f float64) {
	turns := f / sampleRate
	w, step := root(turns*float64(first)), root(turns)
	for i, v := range x {
		dst[i] = mul(v, w)
		w = mul(w, step)
	}
}

// root returns e^{j2π·turns}.
func root(turns float64) complex64 {
	s, c := math.Sincos(2 * math.Pi * (turns - math.Floor(turns)))
	return complex(float32(c), float32(s))
}

// mul multiplies in float32: Go's own product of complex64 goes through float64.
func mul(a, b complex64) complex64 {
	return complex(real(a)*real(b)-imag(a)*imag(b), real(a)*imag(b)+imag(a)*real(b))
}

// mulConj returns a times the conjugate of b.
func mulConj(a, b complex64) complex64 {
	return complex(real(a)*real(b)+imag(a)*imag(b), imag(a)*real(b)-real(a)*imag(b))
}

func conj(a complex64) complex64 { return complex(real(a), -imag(a)) }

func power(a complex64) float32 { return real(a)*real(a) + imag(a)*imag(a) }

// scale multiplies by a real number.
func scale(a complex64, g float32) complex64 { return complex(real(a)*g, imag(a)*g) }
