package lte

import "math"

// delaySpan is the range of path delays, in samples around meanDelay, over
// which the channel estimates assume power to be spread evenly: -3 to +8 samples
// (-1.6 to +4.2 µs) around the strongest path.
const delaySpan = 11.0

// interpolators are made for these ratios of pilot power to noise; the one just
// below the measured ratio is used.
var interpolatorSNR = [...]float64{0.25, 1, 4, 16, 64, 256}

// level returns the index of the interpolator for a ratio of power to noise.
func level(snr float64) int {
	i := len(interpolatorSNR) - 1
	for i > 0 && interpolatorSNR[i] > snr {
		i--
	}
	return i
}

// An interpolator estimates a channel at some subcarriers from noisy samples of
// it at others: the linear estimate of least mean square error for channels
// whose power is spread evenly over delaySpan. Counted from the middle of those
// delays, the correlation of two subcarriers is a real number.
type interpolator struct {
	in, out int
	gain    []float32 // out rows of in
}

// newInterpolator returns the estimate at the subcarriers to from samples at
// the subcarriers from, whose ratio of power to noise is snr.
func newInterpolator(to, from []int, snr float64) *interpolator {
	n := len(from)
	a := make([][]float64, n) // [correlation + noise | correlation with outputs]
	for i := range a {
		a[i] = make([]float64, n+len(to))
		for j, k := range from {
			a[i][j] = delayCorrelation(from[i] - k)
		}
		a[i][i] += 1 / snr
		for j, k := range to {
			a[i][n+j] = delayCorrelation(from[i] - k)
		}
	}
	eliminate(a)
	p := &interpolator{in: n, out: len(to), gain: make([]float32, n*len(to))}
	for o := range len(to) {
		for i := range n {
			p.gain[o*n+i] = float32(a[i][n+o])
		}
	}
	return p
}

// delayCorrelation returns the correlation of a channel at two subcarriers.
func delayCorrelation(apart int) float64 {
	x := math.Pi * float64(apart) * delaySpan / symbolSize
	if x == 0 {
		return 1
	}
	return math.Sin(x) / x
}

// eliminate solves the positive definite system in the left square of a for the
// columns on its right, in place.
func eliminate(a [][]float64) {
	for i := range a {
		pivot := 1 / a[i][i]
		for j := range a[i] {
			a[i][j] *= pivot
		}
		for r := range a {
			if f := a[r][i]; r != i && f != 0 {
				for j := range a[r] {
					a[r][j] -= f * a[i][j]
				}
			}
		}
	}
}

// estimate fills dst with the channel that the samples show.
func (p *interpolator) estimate(dst, samples []complex64) {
	samples = samples[:p.in]
	for o := range dst[:p.out] {
		var re, im float32
		for i, g := range p.gain[o*p.in:][:p.in] {
			re += g * real(samples[i])
			im += g * imag(samples[i])
		}
		dst[o] = complex(re, im)
	}
}
