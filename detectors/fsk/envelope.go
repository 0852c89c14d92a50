package fsk

import "math"

// edges narrows a stretch of powers to that in which their sum above a bound is
// largest.
func edges(power []float32, bound float32) (first, last int) {
	var sum, best float32
	begin := 0
	for i, p := range power {
		if sum += p - bound; sum <= 0 {
			sum, begin = 0, i+1
		} else if sum > best {
			best, first, last = sum, begin, i+1
		}
	}
	return first, last
}

// decibel of a power ratio.
func decibel(ratio float64) float64 { return 10 * math.Log10(math.Max(ratio, 1e-12)) }

// smooth writes the mean over so many values around each.
func smooth(dst, x []float32, width int) {
	var sum float64
	half := width / 2
	for i := -half; i < len(x); i++ {
		if k := i + half; k < len(x) {
			sum += float64(x[k])
		}
		if k := i - half - 1; k >= 0 {
			sum -= float64(x[k])
		}
		if i >= 0 {
			dst[i] = float32(sum / float64(min(i+half, len(x)-1)-max(0, i-half)+1))
		}
	}
}

// strong returns the mean of the values that lie nearer to the largest than to the
// noise, on a scale of decibels.
func strong(x []float32, noise float32) float32 {
	var most float32
	for _, v := range x {
		most = max(most, v)
	}
	bound := float32(math.Sqrt(float64(most) * float64(max(noise, most*1e-4))))
	var sum, n float64
	for _, v := range x {
		if v > bound {
			sum, n = sum+float64(v), n+1
		}
	}
	return float32(sum / math.Max(n, 1))
}
