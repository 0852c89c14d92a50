package gsm

import "math"

// What is taken around a tone to find where its burst begins: the burst and this
// many symbols before and after, two samples a symbol.
const (
	toneMargin  = 40
	toneSamples = 2 * (burstBits + 2*toneMargin)
	toneRun     = 16 // samples summed as they are: the search knows the tone's place to 2 kHz
	toneRuns    = 17 // that a burst surely holds
	toneSpan    = toneRuns * toneRun
	leastTone   = 0.3 // part of the power that must be tone
)

// A locator finds the frequency correction burst around a tone.
type locator struct {
	sum [toneSamples + 1]complex128 // of the samples before, the tone's turning undone
}

// locate finds the frequency correction burst in samples taken two a symbol at
// the carrier that the search suggests. It returns the sample the burst begins
// at, how far the tone is from its place in hertz, and the part of the burst's
// power that is tone.
func (l *locator) locate(x []complex64) (start, offset, purity float64) {
	var energy float64
	for i, v := range x {
		l.sum[i+1] = l.sum[i] + complex128(v)*eighths[i&7]
	}
	at := 0
	for i := range x {
		energy += power(x[i])
		first := i + 1 - toneSpan
		if first < 0 {
			continue
		}
		var tone float64
		for k := first; k < first+toneSpan; k += toneRun {
			d := l.sum[k+toneRun] - l.sum[k]
			tone += real(d)*real(d) + imag(d)*imag(d)
		}
		if part := tone / (toneRun * max(energy, 1e-300)); part > purity {
			at, purity = first, part
		}
		energy -= power(x[first])
	}
	return float64(at - (2*burstBits-toneSpan)/2), offsetOf(x[at:][:toneSpan]), purity
}

// eighths undo a tone that turns by an eighth a sample.
var eighths = func() (e [8]complex128) {
	for i := range e {
		s, c := math.Sincos(-math.Pi / 4 * float64(i))
		e[i] = complex(c, s)
	}
	return e
}()

func power(x complex64) float64 {
	return float64(real(x))*float64(real(x)) + float64(imag(x))*float64(imag(x))
}

// offsetOf returns how far the tone in x, two samples a symbol, is from a
// quarter of the symbol rate, by up to 22 kHz: from ever longer distances, each
// free of ambiguity by the one before.
func offsetOf(x []complex64) float64 {
	turn := math.Pi / 4 // a sample
	for _, lag := range []int{12, 60, len(x) / 2} {
		var sum complex128
		for i := lag; i < len(x); i++ {
			a, b := complex128(x[i]), complex128(x[i-lag])
			sum += a * complex(real(b), -imag(b))
		}
		expected := turn * float64(lag)
		sum *= complex(math.Cos(expected), -math.Sin(expected))
		turn += math.Atan2(imag(sum), real(sum)) / float64(lag)
	}
	return (turn - math.Pi/4) * 2 * symbolRate / (2 * math.Pi)
}
