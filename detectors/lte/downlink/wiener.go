package downlink

import "math"

const (
	// delaySpan is the range of path delays, in seconds, over which the channel
	// estimates assume power to be spread evenly, around the mean delay.
	delaySpan = 5.7e-6

	// taps is how many pilots of a comb a channel estimate rests on; comb is
	// their distance in subcarriers.
	taps = 14
	comb = 3

	reach = comb*taps + 2*comb // positions, from 2 before the first pilot, that have an estimate
)

// smootherSNR are the ratios of power to noise that interpolators exist for;
// the one just below the measured ratio is used.
var smootherSNR = [...]float64{0.0625, 0.25, 1, 4, 16, 64, 256, 1024}

// smoothers holds, for a ratio of power to noise and a subcarrier's place
// relative to the first of the pilots, the weights of least mean square error.
// Across the carrier, where one subcarrier is missing, they are a spacing off,
// which changes a correlation by less than a hundredth.
var smoothers = func() (t [len(smootherSNR)][reach][taps]float32) {
	for level, snr := range smootherSNR {
		var a [taps][taps + reach]float64
		for i := range taps {
			for j := range taps {
				a[i][j] = correlation(comb * (i - j))
			}
			a[i][i] += 1 / snr
			for place := range reach {
				a[i][taps+place] = correlation(place - comb + 1 - comb*i)
			}
		}
		eliminate(&a)
		for place := range reach {
			for i := range taps {
				t[level][place][i] = float32(a[i][taps+place])
			}
		}
	}
	return t
}()

// eliminate solves the systems whose right sides follow the matrix.
func eliminate(a *[taps][taps + reach]float64) {
	for i := range a {
		pivot := 1 / a[i][i]
		for j := range a[i] {
			a[i][j] *= pivot
		}
		for r := range a {
			if f := a[r][i]; r != i {
				for j := range a[r] {
					a[r][j] -= f * a[i][j]
				}
			}
		}
	}
}

// correlation returns that of a channel at two subcarriers.
func correlation(apart int) float64 {
	x := math.Pi * float64(apart) * spacing * delaySpan
	if x == 0 {
		return 1
	}
	return math.Sin(x) / x
}

// smootherFor returns the interpolator for a ratio of power to noise.
func smootherFor(snr float64) *[reach][taps]float32 {
	i := len(smootherSNR) - 1
	for i > 0 && smootherSNR[i] > snr {
		i--
	}
	return &smoothers[i]
}
