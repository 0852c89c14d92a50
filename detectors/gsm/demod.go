package gsm

import "math"

const (
	taps   = 5                // symbols that the channel reaches over, its memory 4
	states = 1 << (taps - 1)  // of the trellis
	span   = burstBits + taps // symbol periods that a burst is received over
)

// A demodulator turns one burst, sampled twice a symbol, into soft bits.
//
// GMSK with BT 0.3 is, but for a remainder 20 dB down, amplitude modulation with
// one pulse whose phase advances a quarter turn a symbol (P. A. Laurent, IEEE
// Trans. Commun. 1986); and since the standard codes differentially before
// modulating, what is left when that rotation is undone is the bits themselves,
// as +1 and -1, through a channel that is the pulse and the multipath together.
// The channel is estimated by least squares from known bits, the received
// samples pass the filter matched to it, and a trellis over the last four bits
// in Ungerboeck's form (IEEE Trans. Commun. 1974) gives the log-likelihood ratio
// of every bit, by the maximum of the paths either way.
type demodulator struct {
	y     [2][span]complex64 // received, rotation undone, one sequence for each half symbol
	h     [2][taps]complex64 // channel of each
	noise float32            // power in a sample
	llr   [burstBits]float32 // positive for bit 0

	z       [burstBits]float32 // matched filter's output
	isi     [states]float32    // what the last four bits add to z
	forward [burstBits + 1][states]float32
	normal  [taps][taps]float64
	right   [2][taps]complex128
}

// load takes the samples of a burst, two a symbol, 2·span of them.
func (d *demodulator) load(x []complex64) {
	for k := range span {
		a, b := x[2*k], x[2*k+1]
		switch k & 3 { // times (-j)^k
		case 1:
			a, b = complex(imag(a), -real(a)), complex(imag(b), -real(b))
		case 2:
			a, b = -a, -b
		case 3:
			a, b = complex(-imag(a), real(a)), complex(-imag(b), real(b))
		}
		d.y[0][k], d.y[1][k] = a, b
	}
}

// estimate fits the channel to the known symbols that begin at bit from, and
// measures what it leaves as noise. It reports false when they say nothing.
func (d *demodulator) estimate(known []float32, from int) bool {
	d.normal, d.right = [taps][taps]float64{}, [2][taps]complex128{}
	for k := taps - 1; k < len(known); k++ {
		y0, y1 := complex128(d.y[0][from+k]), complex128(d.y[1][from+k])
		for i := range taps {
			a := float64(known[k-i])
			d.right[0][i] += complex(a*real(y0), a*imag(y0))
			d.right[1][i] += complex(a*real(y1), a*imag(y1))
			for j := 0; j <= i; j++ {
				d.normal[i][j] += a * float64(known[k-j])
			}
		}
	}
	if !cholesky(&d.normal) {
		return false
	}
	for p := range d.h {
		solve(&d.normal, &d.right[p])
		for i, v := range d.right[p] {
			d.h[p][i] = complex64(v)
		}
	}
	d.noise = d.residue(known, from)
	return true
}

// residue returns the mean power that the channel does not explain.
func (d *demodulator) residue(known []float32, from int) float32 {
	var sum float32
	for p := range d.h {
		for k := taps - 1; k < len(known); k++ {
			e := d.y[p][from+k]
			for i, h := range d.h[p] {
				a := known[k-i]
				e -= complex(a*real(h), a*imag(h))
			}
			sum += real(e)*real(e) + imag(e)*imag(e)
		}
	}
	return sum / float32(2*(len(known)-2*taps+1))
}

// cholesky factors a symmetric matrix of which the lower half is given, in place.
func cholesky(m *[taps][taps]float64) bool {
	for i := range taps {
		for j := 0; j <= i; j++ {
			v := m[i][j]
			for k := range j {
				v -= m[i][k] * m[j][k]
			}
			switch {
			case i != j:
				m[i][j] = v / m[j][j]
			case v <= 1e-9:
				return false
			default:
				m[i][i] = math.Sqrt(v)
			}
		}
	}
	return true
}

// solve replaces b by the solution of the factored system.
func solve(m *[taps][taps]float64, b *[taps]complex128) {
	for i := range taps {
		for k := range i {
			b[i] -= complex(m[i][k], 0) * b[k]
		}
		b[i] /= complex(m[i][i], 0)
	}
	for i := taps - 1; i >= 0; i-- {
		for k := i + 1; k < taps; k++ {
			b[i] -= complex(m[k][i], 0) * b[k]
		}
		b[i] /= complex(m[i][i], 0)
	}
}

// power returns the mean power of the signal in a sample, by the channel.
func (d *demodulator) power() float32 {
	var sum float32
	for p := range d.h {
		for _, h := range d.h[p] {
			sum += real(h)*real(h) + imag(h)*imag(h)
		}
	}
	return sum / 2
}

// lateness returns how far the channel's centre of energy lies behind the middle
// of its span, in symbols.
func (d *demodulator) lateness() float64 {
	var sum, moment float64
	for i := range taps {
		for p := range d.h {
			e := float64(real(d.h[p][i])*real(d.h[p][i]) + imag(d.h[p][i])*imag(d.h[p][i]))
			sum += e
			moment += e * float64(2*i+p)
		}
	}
	if sum == 0 {
		return 0
	}
	return (moment/sum - (2*taps-1)/2.) / 2
}
