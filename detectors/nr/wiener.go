package nr

import "math"

// delaySpan is the range of path delays, in samples around those of the
// strongest path, over which the channel is assumed to spread its power evenly:
// 3.5 µs at 15 kHz, three quarters of the prefix.
const delaySpan = 20.0

// A wiener is the linear estimate of least mean square error of a channel at
// every subcarrier from noisy observations at some.
type wiener struct {
	at    [combSize]int // places of the comb that were observed
	a     [combSize][combSize]float64
	value [combSize]complex128
}

// delayCorrelation returns the correlation of the channel at two subcarriers
// this far apart: real, as delays are counted from their middle.
var delayCorrelation = func() (r [subcarriers]float64) {
	for i := range r {
		x := math.Pi * float64(i) * delaySpan / symbolSize
		r[i] = 1
		if i > 0 {
			r[i] = math.Sin(x) / x
		}
	}
	return r
}()

// interpolate fills h from the comb whose first subcarrier is first.
func (w *wiener) interpolate(h *symbol, v *receiver, first int) {
	n := 0
	for j, count := range v.count {
		if count != 0 {
			w.at[n] = j
			w.value[n] = complex128(v.comb[j])
			n++
		}
	}
	ratio := float64(v.noise) / float64(v.signal)
	for i := range n {
		for j := range i + 1 {
			w.a[i][j] = delayCorrelation[4*(w.at[i]-w.at[j])]
		}
		w.a[i][i] += ratio / float64(v.count[w.at[i]])
	}
	w.solve(n)
	for k := range h {
		var re, im float64
		for i, value := range w.value[:n] {
			r := delayCorrelation[abs(k-first-4*w.at[i])]
			re += r * real(value)
			im += r * imag(value)
		}
		h[k] = complex(float32(re), float32(im))
	}
}

// solve replaces the n values by the solution of a·x = value, by Cholesky's
// decomposition; a is symmetric, and only its lower half is used.
func (w *wiener) solve(n int) {
	for i := range n {
		for j := range i + 1 {
			sum := w.a[i][j]
			for k := range j {
				sum -= w.a[i][k] * w.a[j][k]
			}
			if i == j {
				w.a[i][i] = math.Sqrt(max(sum, 1e-12))
			} else {
				w.a[i][j] = sum / w.a[j][j]
			}
		}
	}
	for i := range n {
		for k := range i {
			w.value[i] -= complex(w.a[i][k], 0) * w.value[k]
		}
		w.value[i] /= complex(w.a[i][i], 0)
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			w.value[i] -= complex(w.a[k][i], 0) * w.value[k]
		}
		w.value[i] /= complex(w.a[i][i], 0)
	}
}
