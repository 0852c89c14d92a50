package dsp

// dotTaps are real filter taps in the order of the samples they meet.
type dotTaps struct{ taps []float32 }

func newDotTaps(taps []float32) dotTaps { return dotTaps{taps} }

// dot returns the sum of taps[i]·x[i]; x is as long as the taps. The order of
// the additions depends on nothing but the length.
func (t dotTaps) dot(x []complex64) complex64 {
	var ar, ai, br, bi float32
	h := t.taps
	for len(h) >= 2 && len(x) >= 2 {
		ar += h[0] * real(x[0])
		ai += h[0] * imag(x[0])
		br += h[1] * real(x[1])
		bi += h[1] * imag(x[1])
		h, x = h[2:], x[2:]
	}
	if len(h) > 0 && len(x) > 0 {
		ar += h[0] * real(x[0])
		ai += h[0] * imag(x[0])
	}
	return complex(ar+br, ai+bi)
}
