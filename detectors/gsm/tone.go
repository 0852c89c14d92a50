package gsm

import "math"

// What is taken around a tone to find where its burst begins: the burst and this
// many symbols before and after, two samples a symbol.
const (
	toneMargin  = 40
	toneSamples = 2 * (burstBits + 2*toneMargin)
	toneSpan    = 2 * (burstBits - 8) // samples of the burst that are surely tone
	leastTone   = 0.35                // coherence of the samples of a burst at one symbol's distance
)

// locate finds the frequency correction burst in samples taken two a symbol at
// the carrier that the search suggests. It returns the sample the burst begins
// at, how far the tone is from its place in hertz, and how coherent it is: the
// part of its power that is tone.
func locate(x []complex64) (start, offset, coherence float64) {
	var sum complex128
	var energy float64
	best := -1.
	at := 0
	for i := 2; i < len(x); i++ {
		sum += product(x, i)
		energy += power(x[i])
		if i-2 >= toneSpan {
			sum -= product(x, i-toneSpan)
			energy -= power(x[i-toneSpan])
		}
		if i-1 < toneSpan {
			continue
		}
		// times -j: the tone turns by a quarter a symbol
		if c := math.Hypot(real(sum), imag(sum)) / max(energy, 1e-300); c > best {
			best, at = c, i+1-toneSpan
		}
	}
	if best < 0 {
		return 0, 0, 0
	}
	return float64(at - (2*burstBits-toneSpan)/2), offsetOf(x[at:][:toneSpan]), best
}

// product returns the turn of sample i from the one a symbol before.
func product(x []complex64, i int) complex128 {
	a, b := complex128(x[i]), complex128(x[i-2])
	return a * complex(real(b), -imag(b))
}

func power(x complex64) float64 {
	return float64(real(x))*float64(real(x)) + float64(imag(x))*float64(imag(x))
}

// offsetOf returns how far the tone in x, two samples a symbol, is from a
// quarter of the symbol rate: first from neighbouring symbols, then from ever
// longer distances, each free of ambiguity by the one before.
func offsetOf(x []complex64) float64 {
	turn := math.Pi / 4 // a sample
	for _, lag := range []int{2, 12, 60, len(x) / 2} {
		var sum complex128
		for i := lag; i < len(x); i++ {
			a, b := complex128(x[i]), complex128(x[i-lag])
			sum += a * complex(real(b), -imag(b))
		}
		expected := turn * float64(lag)
		sum *= complex(math.Cos(expected), -math.Sin(expected))
		turn += math.Atan2(imag(sum), real(sum)) / float64(lag)
	}
	return (turn - math.Pi/4) * 2 * symbolRate / (2 * math.Pi)
}
