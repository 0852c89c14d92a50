package dsp

import "math"

// The windows are periodic, as spectra want them: sample n would be sample 0.
// Figures from F. J. Harris, On the Use of Windows for Harmonic Analysis with
// the Discrete Fourier Transform, Proc. IEEE 66(1), 1978.

// Hann returns n samples of the Hann window: side lobes -31 dB falling 18 dB an
// octave, noise bandwidth 1.5 bins.
func Hann(n int) []float32 { return cosineSum(n, 0.5, 0.5) }

// BlackmanHarris returns n samples of the 4-term Blackman-Harris window: side
// lobes -92 dB, noise bandwidth 2 bins.
func BlackmanHarris(n int) []float32 { return cosineSum(n, 0.35875, 0.48829, 0.14128, 0.01168) }

// Kaiser returns n samples of the Kaiser window; beta trades side lobes (2π:
// -46 dB, 3π: -69 dB) for noise bandwidth (1.5 and 1.8 bins).
func Kaiser(n int, beta float64) []float32 {
	w := make([]float32, n)
	for i := range w {
		w[i] = float32(kaiser(2*float64(i)/float64(n)-1, beta))
	}
	return w
}

// cosineSum returns the sum over k of (-1)^k·a[k]·cos(2πki/n).
func cosineSum(n int, a ...float64) []float32 {
	w := make([]float32, n)
	for i := range w {
		var sum float64
		for k, c := range a {
			sum += c * math.Cos(math.Pi*float64(k)*(1+2*float64(i)/float64(n)))
		}
		w[i] = float32(sum)
	}
	return w
}

// NoiseBandwidth returns a window's equivalent noise bandwidth in bins.
func NoiseBandwidth(window []float32) float64 {
	var sum, squares float64
	for _, w := range window {
		sum += float64(w)
		squares += float64(w) * float64(w)
	}
	return float64(len(window)) * squares / (sum * sum)
}
