package timbre

import "math"

// Whitening: the level of a bin's surroundings is the 40th percentile of the
// bins within ±100 Hz, an order statistic that lines do not lift (Rohling 1983,
// OS-CFAR); it is taken at every sixteenth bin and interpolated in dB.
const (
	around   = 26 // bins, ±101.6 Hz
	stride   = 16
	quantile = 0.4
	// clipDB bounds what one line counts.
	clipDB = 18
)

// whitener holds the scratch of the order statistic.
type whitener struct {
	window [2*around + 1]float64
	levels [bins/stride + 1]float64
}

// whiten gives each bin's power in dB over its surroundings, clipped at ±clipDB.
func (w *whitener) whiten(dst, power *[bins]float64) {
	for i := range w.levels {
		k := i * stride
		lo, hi := max(1, k-around), min(bins, k+around+1)
		part := w.window[:copy(w.window[:], power[lo:hi])]
		w.levels[i] = decibel(nth(part, int(quantile*float64(len(part)))))
	}
	for k := range dst {
		i := min(k/stride, len(w.levels)-2)
		t := float64(k-i*stride) / stride
		level := w.levels[i]*(1-t) + w.levels[i+1]*t
		dst[k] = max(-clipDB, min(clipDB, decibel(power[k])-level))
	}
}

// decibel is that of a power, bounded where there is none.
func decibel(power float64) float64 { return 10 * math.Log10(power+1e-20) }

// nth returns the value that stands at n when v is in order, and disorders v
// (Hoare's selection).
func nth(v []float64, n int) float64 {
	lo, hi := 0, len(v)-1
	for lo < hi {
		pivot := v[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			hi = j
		case n >= i:
			lo = i
		default:
			return v[n]
		}
	}
	return v[n]
}
