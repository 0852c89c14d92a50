package dsp

// The elementwise functions here give the same bits with vector instructions as
// without: products are rounded before they are added, on every processor. In
// all of them dst and the sources are as long as the first source, and dst may
// be one of the sources. Sums run in an order that depends on the length alone.

// Power writes |x[i]|² to dst.
func Power(dst []float32, x []complex64) {
	dst = dst[:len(x)]
	for i := powerVector(dst, x); i < len(x); i++ {
		dst[i] = square(x[i])
	}
}

// SumPower writes |x[i]+y[i]|² to dst.
func SumPower(dst []float32, x, y []complex64) {
	dst, y = dst[:len(x)], y[:len(x)]
	for i := sumPowerVector(dst, x, y); i < len(x); i++ {
		dst[i] = square(complex(real(x[i])+real(y[i]), imag(x[i])+imag(y[i])))
	}
}

// Greatest returns the greatest of values that are not negative, 0 of none.
func Greatest(x []float32) float32 {
	n, top := greatestVector(x)
	for _, v := range x[n:] {
		top = max(top, v)
	}
	return top
}

// square returns |x|².
func square(x complex64) float32 {
	return float32(real(x)*real(x)) + float32(imag(x)*imag(x))
}

// mul returns x·w. Go's own product goes through float64.
func mul(x, w complex64) complex64 {
	return complex(float32(real(x)*real(w))-float32(imag(x)*imag(w)), float32(real(x)*imag(w))+float32(imag(x)*real(w)))
}

// conj returns the complex conjugate.
func conj(x complex64) complex64 { return complex(real(x), -imag(x)) }

// Energy returns the sum of |x[i]|².
func Energy(x []complex64) float64 {
	var sum float64
	for len(x) > 0 {
		n := min(len(x), energyRun)
		sum += float64(energyVector(x[:n]))
		x = x[n:]
	}
	return sum
}

// energyRun is how many samples are summed in float32 before the sum moves to
// float64.
const energyRun = 256

// Scale writes k·x[i] to dst.
func Scale(dst, x []complex64, k float32) {
	dst = dst[:len(x)]
	for i := scaleVector(dst, x, k); i < len(x); i++ {
		dst[i] = complex(k*real(x[i]), k*imag(x[i]))
	}
}

// Weigh writes w[i]·x[i] to dst: a window on samples.
func Weigh(dst, x []complex64, w []float32) {
	dst, w = dst[:len(x)], w[:len(x)]
	for i := weighVector(dst, x, w); i < len(x); i++ {
		dst[i] = complex(w[i]*real(x[i]), w[i]*imag(x[i]))
	}
}

// Multiply writes x[i]·y[i] to dst.
func Multiply(dst, x, y []complex64) {
	dst, y = dst[:len(x)], y[:len(x)]
	for i := multiplyVector(dst, x, y); i < len(x); i++ {
		dst[i] = mul(x[i], y[i])
	}
}

// MultiplyConj writes x[i] times the conjugate of y[i] to dst.
func MultiplyConj(dst, x, y []complex64) {
	dst, y = dst[:len(x)], y[:len(x)]
	for i := multiplyConjVector(dst, x, y); i < len(x); i++ {
		dst[i] = mul(x[i], conj(y[i]))
	}
}

// AddMultiplyConj adds x[i] times the conjugate of y[i] to dst.
func AddMultiplyConj(dst, x, y []complex64) {
	dst, y = dst[:len(x)], y[:len(x)]
	for i := addMultiplyConjVector(dst, x, y); i < len(x); i++ {
		dst[i] += mul(x[i], conj(y[i]))
	}
}

// DotConj returns the sum of x[i] times the conjugate of y[i].
func DotConj(x, y []complex64) complex64 { return dotConjVector(x, y[:len(x)]) }

// rotate writes x[i]·(turn[i]·start) to dst.
func rotate(dst, x, turn []complex64, start complex64) {
	dst, turn = dst[:len(x)], turn[:len(x)]
	for i := rotateVector(dst, x, turn, start); i < len(x); i++ {
		dst[i] = mul(x[i], mul(turn[i], start))
	}
}

// SplitWeighed writes real and imaginary parts of w[i]·x[i].
func SplitWeighed(re, im []float32, x []complex64, w []float32) {
	re, im, w = re[:len(x)], im[:len(x)], w[:len(x)]
	for i := splitVector(re, im, x, w); i < len(x); i++ {
		re[i], im[i] = w[i]*real(x[i]), w[i]*imag(x[i])
	}
}

// PowerPlanar writes k·(re[i]² + im[i]²) to dst.
func PowerPlanar(dst, re, im []float32, k float32) {
	dst, im = dst[:len(re)], im[:len(re)]
	for i := powerPlanarVector(dst, re, im, k); i < len(re); i++ {
		dst[i] = k * (float32(re[i]*re[i]) + float32(im[i]*im[i]))
	}
}

// weighPower writes w[i]·|x[i]|² to dst.
func weighPower(dst []float32, x []complex64, w []float32) {
	dst, w = dst[:len(x)], w[:len(x)]
	for i := weighPowerVector(dst, x, w); i < len(x); i++ {
		dst[i] = w[i] * square(x[i])
	}
}

// reciprocal replaces each x[i] by 1/max(x[i], least), or 0 where that is 0.
func reciprocal(x []float32, least float32) {
	for i := reciprocalVector(x, least); i < len(x); i++ {
		if v := max(x[i], least); v > 0 {
			x[i] = 1 / v
		} else {
			x[i] = 0
		}
	}
}

// Accumulate adds x to sum.
func Accumulate(sum, x []float32) {
	sum = sum[:len(x)]
	for i := accumulateVector(sum, x); i < len(x); i++ {
		sum[i] += x[i]
	}
}

// fold writes to sum[r] the sum over i of taps[i·n+r]·x[i·n+r], n being the
// length of sum. x is as long as the taps, a multiple of n.
func (t foldTaps) fold(sum, x []complex64) {
	n := len(sum)
	x = x[:len(t.taps)]
	for r := t.foldVector(sum, x); r < n; r++ {
		var re, im float32
		for i := r; i < len(x); i += n {
			re += float32(t.taps[i] * real(x[i]))
			im += float32(t.taps[i] * imag(x[i]))
		}
		sum[r] = complex(re, im)
	}
}
