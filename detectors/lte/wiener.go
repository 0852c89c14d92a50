package lte

import "math"

// delaySpan is the range of path delays, in samples around meanDelay, over
// which the channel estimates assume power to be spread evenly: -3 to +8 samples
// (-1.6 to +4.2 µs) around the strongest path.
const delaySpan = 11.0

// interpolators are made for these ratios of power to noise; the one just below
// the measured ratio is used.
var interpolatorSNR = [...]float64{0.25, 1, 4, 16, 64, 256}

// level returns the index of the interpolator for a ratio of power to noise.
func level(snr float64) int {
	i := len(interpolatorSNR) - 1
	for i > 0 && interpolatorSNR[i] > snr {
		i--
	}
	return i
}

// An interpolator estimates a channel at the subcarriers of a synchronisation
// signal from equally noisy samples of it there: the linear estimate of least
// mean square error for channels whose power is spread evenly over delaySpan.
// Counted from the middle of those delays, the correlation of two subcarriers is
// a real number.
type interpolator [syncSize][syncSize]float32

// syncSmooth holds an interpolator for each ratio of power to noise.
var syncSmooth = func() (t [len(interpolatorSNR)]interpolator) {
	for level, snr := range interpolatorSNR {
		var a [syncSize][2 * syncSize]float64 // correlation + noise | correlation
		for i := range a {
			for j := range syncSize {
				r := delayCorrelation(subcarrier(i+syncFirst) - subcarrier(j+syncFirst))
				a[i][j], a[i][j+syncSize] = r, r
			}
			a[i][i] += 1 / snr
		}
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
		for i := range a {
			for j := range syncSize {
				t[level][j][i] = float32(a[i][j+syncSize])
			}
		}
	}
	return t
}()

// delayCorrelation returns the correlation of a channel at two subcarriers.
func delayCorrelation(apart int) float64 {
	x := math.Pi * float64(apart) * delaySpan / symbolSize
	if x == 0 {
		return 1
	}
	return math.Sin(x) / x
}

// estimate fills dst with the channel that the samples show.
func (p *interpolator) estimate(dst, samples *sync) {
	for o := range dst {
		var re, im float32
		for i, g := range &p[o] {
			re += g * real(samples[i])
			im += g * imag(samples[i])
		}
		dst[o] = complex(re, im)
	}
}

// A comb is a port's reference signals in two symbols, interleaved to every
// third subcarrier, with the channel and the noise power seen at each.
type comb struct {
	first   int // element of a symbol that holds the first
	channel [combCount]complex64
	noise   [combCount]float32
}

// combPrior holds the channel's correlation between pilots of a comb, and of
// each subcarrier with each pilot, by first element.
var combPrior = func() (t [3]struct {
	among [combCount][combCount]float32
	to    [subcarriers][combCount]float32
},
) {
	for first := range t {
		for j := range combCount {
			at := subcarrier(first + 3*j)
			for i := range combCount {
				t[first].among[i][j] = float32(delayCorrelation(subcarrier(first+3*i) - at))
			}
			for k := range subcarriers {
				t[first].to[k][j] = float32(delayCorrelation(subcarrier(k) - at))
			}
		}
	}
	return t
}()

// estimate fills dst with the channel at all subcarriers: the linear estimate of
// least mean square error for a channel of this mean power and the comb's noise.
func (c *comb) estimate(dst *symbol, power float32) {
	if power <= 0 {
		*dst = symbol{}
		return
	}
	prior := &combPrior[c.first]
	var l [combCount][combCount]float32 // Cholesky factor of correlation + noise/power
	for i := range l {
		for j := range i + 1 {
			sum := prior.among[i][j]
			if i == j {
				sum += max(c.noise[i]/power, 1e-3)
			}
			for k, v := range l[i][:j] {
				sum -= v * l[j][k]
			}
			if i == j {
				l[i][i] = float32(math.Sqrt(float64(sum)))
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	w := c.channel
	for i := range w {
		for k := range i {
			w[i] -= scale(w[k], l[i][k])
		}
		w[i] = scale(w[i], 1/l[i][i])
	}
	for i := combCount - 1; i >= 0; i-- {
		for k := i + 1; k < combCount; k++ {
			w[i] -= scale(w[k], l[k][i])
		}
		w[i] = scale(w[i], 1/l[i][i])
	}
	for k := range dst {
		var re, im float32
		for i, g := range &prior.to[k] {
			re += g * real(w[i])
			im += g * imag(w[i])
		}
		dst[k] = complex(re, im)
	}
}
