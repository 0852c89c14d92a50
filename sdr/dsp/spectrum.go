package dsp

import "fmt"

// A Spectrum turns a stream into power spectra of half-overlapping windowed
// segments (P. D. Welch, The Use of Fast Fourier Transform for the Estimation of
// Power Spectra, IEEE Trans. Audio Electroacoust. 15(2), 1967). The overlap is
// kept from call to call.
//
// A spectrum is a row of n bins by ascending frequency: bin k is at
// (k - n/2)·rate/n from the centre. Bins are power in full scale², scaled so
// that white noise sums to its power: a bin times n/rate is the density per
// hertz, and a tone in the middle of a bin shows its power over NoiseBandwidth.
type Spectrum struct {
	n      int
	fft    *FFT
	window []float32 // alternating in sign, which moves 0 Hz to bin n/2
	scale  float32
	buf    []complex64 // samples not done with
	held   int
	re, im []float32   // for the engine that works on planes
	iq     []complex64 // for the others
}

// NewSpectrum returns a Spectrum of len(window) bins, an even length that
// NewFFT takes.
func NewSpectrum(window []float32) (*Spectrum, error) {
	n := len(window)
	if n%2 != 0 {
		return nil, fmt.Errorf("dsp: spectrum of %d bins: odd", n)
	}
	fft, err := NewFFT(n)
	if err != nil {
		return nil, err
	}
	s := &Spectrum{n: n, fft: fft, window: make([]float32, n), buf: make([]complex64, n+streamChunk)}
	var squares float64
	for i, w := range window {
		squares += float64(w) * float64(w)
		s.window[i] = w * float32(1-2*(i%2))
	}
	s.scale = float32(1 / (squares * float64(n)))
	if fft.engine.planar() {
		s.re, s.im = make([]float32, n), make([]float32, n)
	} else {
		s.iq = make([]complex64, n)
	}
	return s, nil
}

// Bins returns the length of a row.
func (s *Spectrum) Bins() int { return s.n }

// MaxRows returns the most rows Process writes for so many samples.
func (s *Spectrum) MaxRows(samples int) int { return samples/(s.n/2) + 1 }

// Process writes the rows that src completes to dst, one after the other, and
// returns their number; dst has room for MaxRows(len(src)) rows.
func (s *Spectrum) Process(dst []float32, src []complex64) (rows int) {
	for len(src) > 0 {
		c := copy(s.buf[s.held:], src)
		src = src[c:]
		s.held += c
		at := 0
		for ; at+s.n <= s.held; at += s.n / 2 {
			s.row(dst[rows*s.n:][:s.n], s.buf[at:][:s.n])
			rows++
		}
		s.held = copy(s.buf, s.buf[at:s.held])
	}
	return rows
}

func (s *Spectrum) row(dst []float32, x []complex64) {
	if s.iq == nil {
		SplitWeighed(s.re, s.im, x, s.window)
		s.fft.ForwardPlanar(s.re, s.im)
		PowerPlanar(dst, s.re, s.im, s.scale)
		return
	}
	Weigh(s.iq, x, s.window)
	s.fft.Forward(s.iq, s.iq)
	for i, v := range s.iq {
		dst[i] = s.scale * square(v)
	}
}

// Reset forgets the samples held: what comes next does not follow them.
func (s *Spectrum) Reset() { s.held = 0 }

// MeanRows writes the mean of whole rows to dst, whose length is the row's.
func MeanRows(dst, rows []float32) {
	clear(dst)
	n := len(rows) / len(dst)
	for r := range n {
		Accumulate(dst, rows[r*len(dst):][:len(dst)])
	}
	for i := range dst {
		dst[i] /= float32(max(1, n))
	}
}
