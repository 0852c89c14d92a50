// Package bearing tells from two microphones where a comb of lines comes from,
// and whether it comes from afar at all.
//
// The cross-spectrum is averaged over the last second, reduced to its phase
// (generalised cross-correlation with phase transform, Knapp and Carter 1976) and
// only taken at the teeth of the comb, where the aircraft is stronger than the
// rest. The delay that turns all teeth into phase is the angle. A pair knows a
// cone only: what is ahead and what is behind, above and below, at the same angle
// to the line through both microphones, are one to it.
//
// Wind is made at each microphone by itself: the teeth of what comes from afar
// are coherent between the two, wind is not.
package bearing

import (
	"math"

	"gonum.org/v1/gonum/dsp/fourier"

	"vigie/detectors/rotor/timbre"
)

const (
	length  = 2 * timbre.Hop
	bins    = length/2 + 1
	binHz   = float64(timbre.RateHz) / length
	spectra = timbre.Hops - 1

	soundMS = 343. // m/s at 20 °C
	topHz   = 4000.
	spread  = 0.008 // of a tooth, as in timbre
	most    = 180   // bins of all teeth
	// afar is the least mean coherence of teeth from one direction; the mean of
	// so few spectra gives incoherent ones some 0.2.
	afar = 0.35
)

// A Pair is two microphones a known distance apart. Nothing in it allocates after
// New.
type Pair struct {
	spacingM float64
	in       [2][length]float64
	filled   int
	run      int // whole spectra in the ring
	at       int
	window   []float64
	fft      *fourier.FFT
	seq      []float64
	spectrum [2][]complex128
	ring     [spectra]struct {
		cross [bins]complex128
		power [2][bins]float64
	}
	teeth []int
	phase []complex128
}

// New makes a Pair of microphones this far apart.
func New(spacingM float64) *Pair {
	p := &Pair{
		spacingM: spacingM, window: make([]float64, length), fft: fourier.NewFFT(length), seq: make([]float64, length),
		spectrum: [2][]complex128{make([]complex128, bins), make([]complex128, bins)},
		teeth:    make([]int, 0, most), phase: make([]complex128, most),
	}
	for i := range p.window {
		p.window[i] = 0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/length)
	}
	p.Reset()
	return p
}

// Reset forgets the sound so far.
func (p *Pair) Reset() { p.filled, p.run = -timbre.Hop, 0 }

// Push takes as many samples of both microphones.
func (p *Pair) Push(a, b []float32) {
	for i := range a {
		p.in[0][timbre.Hop+p.place()], p.in[1][timbre.Hop+p.place()] = float64(a[i]), float64(b[i])
		if p.filled++; p.filled == 0 {
			p.shift() // the first hop has no spectrum
		} else if p.filled == timbre.Hop {
			p.take()
			p.shift()
			p.filled = 0
		}
	}
}

// place is that of the next sample in its hop.
func (p *Pair) place() int { return (p.filled + timbre.Hop) % timbre.Hop }

func (p *Pair) shift() {
	for c := range p.in {
		copy(p.in[c][:timbre.Hop], p.in[c][timbre.Hop:])
	}
}

// take adds the spectra of the newest two hops.
func (p *Pair) take() {
	for c := range p.in {
		for i, v := range p.in[c] {
			p.seq[i] = v * p.window[i]
		}
		p.fft.Coefficients(p.spectrum[c], p.seq)
	}
	r := &p.ring[p.at]
	p.at = (p.at + 1) % spectra
	p.run = min(p.run+1, spectra)
	for k, x := range p.spectrum[0] {
		y := p.spectrum[1][k]
		r.cross[k] = complex(real(x)*real(y)+imag(x)*imag(y), imag(x)*real(y)-real(x)*imag(y)) // x·conj(y)
		r.power[0][k] = real(x)*real(x) + imag(x)*imag(x)
		r.power[1][k] = real(y)*real(y) + imag(y)*imag(y)
	}
}

// comb lists the strongest bin of each of f0's teeth with its neighbours, and
// their mean cross-spectra as phase weighted by coherence; it returns the mean of
// that weight.
func (p *Pair) comb(f0 float64) (coherence float64) {
	p.teeth = p.teeth[:0]
	last := 0
	for h := 1.; h*f0 < topHz; h++ {
		w := int(max(1, math.Round(min(spread*h*f0, 0.2*f0)/binHz)))
		at := int(math.Round(h * f0 / binHz))
		best, strongest := at, 0.
		for k := max(1, at-w); k <= min(bins-2, at+w); k++ {
			power := 0.
			for r := range p.run {
				power += p.ring[r].power[0][k] + p.ring[r].power[1][k]
			}
			if power > strongest {
				best, strongest = k, power
			}
		}
		for k := max(last+1, best-1); k <= best+1 && len(p.teeth) < most; k++ {
			p.teeth = append(p.teeth, k)
			last = k
		}
	}
	for i, k := range p.teeth {
		var cross complex128
		var a, b float64
		for r := range p.run {
			cross += p.ring[r].cross[k]
			a += p.ring[r].power[0][k]
			b += p.ring[r].power[1][k]
		}
		size := math.Hypot(real(cross), imag(cross))
		squared := size * size / (a*b + 1e-30)
		coherence += squared / float64(len(p.teeth))
		p.phase[i] = cross * complex(squared/(size+1e-30), 0)
	}
	return coherence
}

// FromAfar reports whether the teeth of a comb are coherent between the two, as
// sound from one direction is. It is true while too little was heard to tell.
func (p *Pair) FromAfar(f0 float64) bool {
	return p.run < spectra || p.comb(f0) >= afar
}

// Bearing returns the angle from straight ahead at which the comb's source is, −90
// to 90 degrees, positive towards the second microphone, and whether one
// direction stands out.
func (p *Pair) Bearing(f0 float64) (deg float64, ok bool) {
	if p.run < spectra || p.comb(f0) < afar {
		return 0, false
	}
	total := 0.
	for i := range p.teeth {
		total += math.Hypot(real(p.phase[i]), imag(p.phase[i]))
	}
	best := math.Inf(-1)
	for angle := -90.; angle <= 90; angle++ {
		delay := p.spacingM / soundMS * math.Sin(angle*math.Pi/180) // of the first behind the second
		sum := 0.
		for i, k := range p.teeth {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) * binHz * delay)
			sum += real(p.phase[i])*cos - imag(p.phase[i])*sin
		}
		if sum > best {
			best, deg = sum, angle
		}
	}
	return deg, best > 0.5*total
}
