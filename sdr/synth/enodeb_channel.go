package synth

import "math"

// A portChannel is the channel from one antenna port, as a gain a subcarrier.
// It holds still during an OFDM symbol, and paths later than the cyclic prefix
// are taken as within it: only the last path of ETU, 0.3 µs past the normal
// prefix, is.
type portChannel struct {
	*fading
	taps   []complex64
	rotors [][]complex64 // [path][subcarrier of the window] e^{-j2πfτ}
}

// newPortChannel returns the channel at n subcarriers whose frequencies, in
// hertz from any reference, are hz(0)…hz(n-1).
func newPortChannel(f *fading, n int, hz func(i int) float64) portChannel {
	p := portChannel{fading: f, taps: make([]complex64, len(f.delays))}
	for _, delay := range f.delays {
		rotor := make([]complex64, n)
		for i := range rotor {
			s, c := math.Sincos(-2 * math.Pi * hz(i) * delay)
			rotor[i] = complex(float32(c), float32(s))
		}
		p.rotors = append(p.rotors, rotor)
	}
	return p
}

// response writes the gain of each subcarrier of the window at a time.
func (p *portChannel) response(dst []complex64, seconds float64) {
	p.gains(p.taps, seconds)
	clear(dst)
	for l, rotor := range p.rotors {
		re, im := real(p.taps[l]), imag(p.taps[l])
		for i, x := range rotor { // written out: Go multiplies complex64 in float64
			dst[i] += complex(re*real(x)-im*imag(x), re*imag(x)+im*real(x))
		}
	}
}
