package dsp

import (
	"fmt"
	"math"
)

// kaiserSlackDB is how far Kaiser's empirical formulas miss, at worst.
const kaiserSlackDB = 1.5

// LowPass returns the taps of a linear-phase low-pass filter of odd length with
// unit gain at 0 Hz: a Kaiser-windowed sinc whose response is half at cutoffHz,
// is flat to twice the stop band ripple up to cutoffHz - transitionHz/2 (the gain
// at 0 Hz, held at 1, ripples too) and is at least stopbandDB down
// from cutoffHz + transitionHz/2 on. All frequencies are in hertz, rateHz is
// the sample rate. It panics on a band that does not fit the rate: that is a
// programming error, not an input.
//
// Method: J. F. Kaiser, Nonrecursive Digital Filter Design Using the I0-sinh
// Window Function, IEEE ISCAS 1974.
func LowPass(cutoffHz, transitionHz, rateHz, stopbandDB float64) []float32 {
	if !(transitionHz > 0 && cutoffHz > 0 && cutoffHz < rateHz/2 && stopbandDB > 0) {
		panic(fmt.Sprintf("dsp: low-pass of %g Hz, transition %g Hz, %g dB at %g Hz", cutoffHz, transitionHz, stopbandDB, rateHz))
	}
	n := kaiserOrder(transitionHz/rateHz, stopbandDB+kaiserSlackDB)
	return sincTaps(n+n%2+1, cutoffHz/rateHz, kaiserBeta(stopbandDB+kaiserSlackDB), 1)
}

// sincTaps returns n taps of a Kaiser-windowed sinc that cuts at cutoff cycles
// a sample and whose sum is gain.
func sincTaps(n int, cutoff, beta, gain float64) []float32 {
	h := make([]float64, n)
	var sum float64
	centre := float64(n-1) / 2
	for i := range h {
		t := float64(i) - centre
		h[i] = sinc(2*cutoff*t) * kaiser(t/centre, beta)
		sum += h[i]
	}
	taps := make([]float32, n)
	for i, v := range h {
		taps[i] = float32(v * gain / sum)
	}
	return taps
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// kaiserOrder is the number of taps less one that a transition of width cycles
// a sample needs.
func kaiserOrder(width, stopbandDB float64) int {
	return max(2, int(math.Ceil((stopbandDB-7.95)/(14.36*width))))
}

// kaiserBeta is the window parameter for a stop band.
func kaiserBeta(stopbandDB float64) float64 {
	switch a := stopbandDB; {
	case a > 50:
		return 0.1102 * (a - 8.7)
	case a >= 21:
		return 0.5842*math.Pow(a-21, 0.4) + 0.07886*(a-21)
	}
	return 0
}

// kaiser is the window at x in -1…1.
func kaiser(x, beta float64) float64 {
	return besselI0(beta*math.Sqrt(max(0, 1-x*x))) / besselI0(beta)
}

// besselI0 is the modified Bessel function of the first kind, order 0, by its
// power series (Abramowitz and Stegun 9.6.12).
func besselI0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-17; k++ {
		term *= x * x / (4 * k * k)
		sum += term
	}
	return sum
}
