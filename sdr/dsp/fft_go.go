package dsp

import (
	"fmt"
	"slices"
)

// An FFT is a plan for discrete Fourier transforms of one length. Plans of the
// same length share their tables through Clone; each has its own scratch, so a
// plan serves one goroutine at a time.
type FFT struct {
	n     int
	plain *plainFFT
}

// NewFFT plans transforms of n samples, 2…MaxFFT, where n has no prime factor
// but 2, 3 and 5.
func NewFFT(n int) (*FFT, error) {
	radices, err := plannable(n)
	if err != nil {
		return nil, err
	}
	return &FFT{n: n, plain: newPlainFFT(n, radices)}, nil
}

// Len returns the transform length in samples.
func (p *FFT) Len() int { return p.n }

// Clone returns a plan that shares p's tables and may run beside it.
func (p *FFT) Clone() *FFT { return &FFT{n: p.n, plain: p.plain.clone()} }

// Forward writes to dst[k] the sum over i of src[i]·e^{-j2πik/n}. dst and src
// hold n samples each and are the same slice or do not overlap.
func (p *FFT) Forward(dst, src []complex64) {
	p.check(dst, src)
	p.plain.transform(dst[:p.n], src[:p.n])
}

// Inverse writes to dst[i] the sum over k of src[k]·e^{+j2πik/n}, not divided
// by n. dst and src are as for Forward.
func (p *FFT) Inverse(dst, src []complex64) {
	p.Forward(dst, src)
	slices.Reverse(dst[1:p.n])
}

func (p *FFT) check(dst, src []complex64) {
	if len(dst) != p.n || len(src) != p.n {
		panic(fmt.Sprintf("dsp: FFT of length %d given dst %d and src %d", p.n, len(dst), len(src)))
	}
}
