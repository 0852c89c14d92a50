package timbre

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
)

// The raster of looks.
const (
	RateHz = 16000 // of the sound
	Hop    = 2048  // samples between spectra, 128 ms
	Hops   = 8     // of a look, 1.024 s

	length  = 2 * Hop      // of a spectrum
	bins    = length/2 + 1 // of it
	binHz   = RateHz / float64(length)
	spectra = Hops - 1 // of a look
	least   = 4        // spectra that a look needs

	shortLength = 256               // of an envelope's spectrum
	shortHop    = 128               // 8 ms
	envelopes   = Hop / shortHop    // of a hop
	envelopeHz  = RateHz / shortHop // 125
)

// silent is the peak of a hop, in parts of full scale, up to which it holds
// nothing but the last bits of a converter.
const silent = 3. / 32768

// bands are those of the envelopes, in Hz.
var bands = [...][2]float64{{70, 300}, {300, 1000}, {1000, 2000}, {2000, 3800}, {3800, 7000}}

// A hop is what one hop adds to a look.
type hop struct {
	power [bins]float64                  // of the 4096 samples that end here
	white [bins]float64                  // of those, dB over the surroundings
	env   [len(bands)][envelopes]float64 // amplitude in each band
	score [candidates]float64            // of the combs in white
	whole bool                           // power, white and score are there
}

// An Analyser takes the sound of one microphone and measures looks. Nothing in
// it allocates after New.
type Analyser struct {
	bandHz float64

	in     [length]float64 // the newest samples, oldest first
	filled int             // of in's second half
	run    int             // hops since the last gap or silence

	window, shortWindow []float64
	long, short         *fourier.FFT
	seq                 [length]float64
	spectrum            []complex128
	shortSpectrum       []complex128

	ring  [Hops]hop
	last  int // newest hop in ring
	white whitener
	bass  *bass
	look  look
}

// New makes an Analyser.
func New() *Analyser {
	a := &Analyser{
		bandHz: RateHz / 2,
		window: hann(length), shortWindow: hann(shortLength),
		long: fourier.NewFFT(length), short: fourier.NewFFT(shortLength),
		spectrum: make([]complex128, bins), shortSpectrum: make([]complex128, shortLength/2+1),
	}
	a.look.comb, a.bass = newComb(), newBass()
	return a
}

func hann(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n))
	}
	return w
}

// Reset forgets the sound so far: what follows is not contiguous with it.
func (a *Analyser) Reset() {
	a.filled, a.run = 0, 0
	clear(a.in[:Hop])
}

// Band states up to which frequency the source can carry sound.
func (a *Analyser) Band(hz float64) { a.bandHz = min(hz, RateHz/2) }

// Push takes sound up to the end of the hop at hand and returns how much it
// took, and whether that completed the hop.
func (a *Analyser) Push(x []float32) (taken int, complete bool) {
	taken = min(len(x), Hop-a.filled)
	for i, v := range x[:taken] {
		a.in[Hop+a.filled+i] = float64(v)
	}
	if a.filled += taken; a.filled < Hop {
		return taken, false
	}
	a.filled = 0
	a.take()
	copy(a.in[:Hop], a.in[Hop:])
	return taken, true
}

// Deaf reports whether the newest hop was silent or nothing came yet.
func (a *Analyser) Deaf() bool { return a.run == 0 }

// Ready reports whether there is enough contiguous sound for a look.
func (a *Analyser) Ready() bool { return a.run > least }

// take analyses the hop that is in the second half of in.
func (a *Analyser) take() {
	lo, hi := a.in[Hop], a.in[Hop]
	for _, v := range a.in[Hop:] {
		lo, hi = min(lo, v), max(hi, v)
	}
	if hi-lo <= 2*silent || math.IsNaN(hi-lo) || math.IsInf(hi-lo, 0) {
		a.run = 0
		return
	}
	a.last = (a.last + 1) % Hops
	h := &a.ring[a.last]
	a.envelope(h)
	a.bass.take(a.last, &a.in)
	if h.whole = a.run > 0; h.whole {
		for i, v := range a.in {
			a.seq[i] = v * a.window[i]
		}
		a.long.Coefficients(a.spectrum, a.seq[:])
		for k, c := range a.spectrum {
			h.power[k] = real(c)*real(c) + imag(c)*imag(c)
		}
		a.white.whiten(&h.white, &h.power)
		a.look.comb.set(&h.white)
		a.look.comb.scores(&h.score, min(a.bandHz, edge(&h.power)))
	}
	a.run = min(a.run+1, Hops)
}

// envelope measures the amplitude in each band every 8 ms. Short spectra reach
// back by half their length where there was sound.
func (a *Analyser) envelope(h *hop) {
	for e := range envelopes {
		at := Hop + e*shortHop - shortHop
		if a.run == 0 {
			at = max(at, Hop)
		}
		for i, v := range a.in[at : at+shortLength] {
			a.seq[i] = v * a.shortWindow[i]
		}
		a.short.Coefficients(a.shortSpectrum, a.seq[:shortLength])
		const shortHz = RateHz / shortLength
		for b, band := range bands {
			sum := 0.
			for k := int(math.Ceil(band[0] / shortHz)); float64(k)*shortHz < band[1]; k++ {
				c := a.shortSpectrum[k]
				sum += real(c)*real(c) + imag(c)*imag(c)
			}
			h.env[b][e] = math.Sqrt(sum)
		}
	}
}

// Whole reports whether the last second is contiguous sound.
func (a *Analyser) Whole() bool { return a.run >= Hops }

// F0 is the fundamental of the last look's comb.
func (a *Analyser) F0() float64 { return a.look.f0() }
