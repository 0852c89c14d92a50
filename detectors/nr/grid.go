package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// The grid of a synchronisation block in units of its own subcarrier spacing,
// TS 38.211 clauses 5.3.1 and 7.4.3.1: four symbols of 240 subcarriers, never
// the first of a half millisecond, so that every prefix is the short one.
const (
	symbolSize   = 384 // samples of a symbol without its prefix, when a block is demodulated
	prefixSize   = 27  // 144/2048 of a symbol
	symbolPitch  = symbolSize + prefixSize
	blockSymbols = 4
	subcarriers  = 240
	syncFirst    = 56 // element of the first subcarrier of PSS and SSS
	syncSize     = 127
	identities   = 1008

	// blockSize is the length of a block from the useful part of its first
	// symbol to the end of its last, in samples.
	blockSize = (blockSymbols-1)*symbolPitch + symbolSize
)

// A spacing is a subcarrier spacing in hertz.
type spacing float64

// The spacings of synchronisation blocks below 7 GHz, TS 38.104 table 5.4.3.3-1.
const (
	spacing15 spacing = 15e3
	spacing30 spacing = 30e3
)

// rate returns the sampling rate at which blocks are demodulated.
func (s spacing) rate() float64 { return float64(s) * symbolSize }

// A symbol holds the subcarriers of one OFDM symbol in ascending frequency;
// element 120 lies on the block's reference frequency (TS 38.104 clause 5.4.3.2).
type symbol [subcarriers]complex64

// subcarrier returns the index of element i relative to the reference.
func subcarrier(i int) int { return i - subcarriers/2 }

// early is how many samples before its nominal start a symbol is cut out, inside
// the prefix, so that a path ahead of the strongest does no harm.
const early = 8

// A demodulator turns samples of a block into subcarriers.
type demodulator struct {
	fft *dsp.FFT
	bin [symbolSize]complex64
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

// symbol fills dst with the symbol whose useful part begins at start in y.
func (d *demodulator) symbol(dst *symbol, y []complex64, start float64) {
	first := int(math.Round(start)) - early
	d.fft.Forward(d.bin[:], y[first:first+symbolSize])
	delay := start - float64(first)
	step := root(delay / symbolSize)
	w := root(-subcarriers / 2 * delay / symbolSize)
	for i := range dst {
		dst[i] = mul(d.bin[(subcarrier(i)+symbolSize)%symbolSize], w)
		w = mul(w, step)
	}
}

// modulate fills d.bin with the samples of a symbol's useful part from at on, in
// samples after its beginning; at is small, and the rest follows cyclically.
func (d *demodulator) modulate(s *symbol, at float64) {
	clear(d.bin[:])
	step := root(at / symbolSize)
	w := root(-subcarriers / 2 * at / symbolSize)
	for i, v := range s {
		d.bin[(subcarrier(i)+symbolSize)%symbolSize] = mul(v, w)
		w = mul(w, step)
	}
	d.fft.Inverse(d.bin[:], d.bin[:])
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

// turns returns the phase of a complex number as a part of a turn.
func turns(a complex64) float64 {
	return math.Atan2(float64(imag(a)), float64(real(a))) / (2 * math.Pi)
}
