package dsp

import (
	"math"
	"slices"
)

// A plainFFT is a Stockham autosort transform of mixed radix 4, 2, 3 and 5.
//
// Pass by pass the vector is seen as n/(r·s)·r·s samples: butterfly p of radix
// r takes the r samples that lie n/r apart and writes its r outputs s apart, so
// that after the last pass the result is in order without bit reversal. s is
// the product of the radices before. Reference: C. Van Loan, Computational
// Frameworks for the Fast Fourier Transform, SIAM 1992, section 1.7.
//
// Products are written out in float32: Go multiplies complex64 in float64.
type plainFFT struct {
	n      int
	passes []pass
	a, b   []complex64
}

// A pass is one column of butterflies.
type pass struct {
	radix  int
	stride int         // s, how far apart a butterfly's outputs lie
	tw     []complex64 // r-1 factors e^{-j2πpk/(n/s)} for each p, k = 1…r-1
}

func newPlainFFT(n int) *plainFFT {
	f := &plainFFT{n: n, a: make([]complex64, n), b: make([]complex64, n)}
	s := 1
	for _, r := range plainRadices(n) {
		f.passes = append(f.passes, pass{radix: r, stride: s, tw: passTwiddles(n/s, r)})
		s *= r
	}
	return f
}

// plainRadices puts a 4 first, which has its own pass, the costly radices where
// runs are short, and a 4 or 2 last, where factors are 1.
func plainRadices(n int) []int {
	if n%4 != 0 {
		return factor(n, 5, 3, 2)
	}
	return append([]int{4}, factor(n/4, 5, 3, 4, 2)...)
}

// passTwiddles returns for p = 0…n/r-1 the factors e^{-j2πpk/n}, k = 1…r-1.
func passTwiddles(n, r int) []complex64 {
	tw := make([]complex64, 0, n/r*(r-1))
	for p := range n / r {
		for k := 1; k < r; k++ {
			tw = append(tw, unitRoot(p*k, n))
		}
	}
	return tw
}

// unitRoot returns e^{-j2πk/n}.
func unitRoot(k, n int) complex64 {
	s, c := math.Sincos(2 * math.Pi * float64(k%n) / float64(n))
	return complex(float32(c), float32(-s))
}

func (*plainFFT) name() string { return "plain Go" }
func (*plainFFT) planar() bool { return false }

func (f *plainFFT) clone() engine {
	c := *f
	c.a, c.b = make([]complex64, f.n), make([]complex64, f.n)
	return &c
}

// forward alternates between dst and scratch so that the last pass ends in dst.
func (f *plainFFT) forward(dst, src []complex64) {
	last := len(f.passes) - 1
	aliased := &dst[0] == &src[0]
	for i := range f.passes {
		to := dst
		switch {
		case (last-i)%2 == 1:
			to = f.a
		case i == 0 && aliased && last > 0:
			to = f.b
		}
		f.passes[i].run(to, src)
		src = to
	}
}

// inverse uses that the inverse transform is the forward one read backwards.
func (f *plainFFT) inverse(dst, src []complex64) {
	f.forward(dst, src)
	slices.Reverse(dst[1:])
}

func (f *plainFFT) forwardPlanar(re, im []float32) {
	from, to := f.a, f.b
	for i := range from {
		from[i] = complex(re[i], im[i])
	}
	for i := range f.passes {
		f.passes[i].run(to, from)
		from, to = to, from
	}
	for i, v := range from {
		re[i], im[i] = real(v), imag(v)
	}
}

func (p *pass) run(dst, src []complex64) {
	switch {
	case p.radix == 4 && p.stride == 1:
		first4(dst, src, p.tw)
	case p.radix == 4 && 4*p.stride == len(src):
		last4(dst, src)
	case p.radix == 4:
		pass4(dst, src, p.tw, p.stride)
	case p.radix == 2:
		pass2(dst, src, p.tw, p.stride)
	case p.radix == 3:
		pass3(dst, src, p.tw, p.stride)
	case p.radix == 5:
		pass5(dst, src, p.tw, p.stride)
	}
}

// first4 is pass4 of stride 1.
func first4(dst, src, tw []complex64) {
	m := len(src) / 4
	x0, x1, x2, x3 := src[:m], src[m:][:m], src[2*m:][:m], src[3*m:][:m]
	for p, a := range x0 {
		b, c, d := x1[p], x2[p], x3[p]
		sr, si := real(a)+real(c), imag(a)+imag(c)
		dr, di := real(a)-real(c), imag(a)-imag(c)
		tr, ti := real(b)+real(d), imag(b)+imag(d)
		er, ei := imag(b)-imag(d), real(d)-real(b) // -j(b-d)
		w, y := tw[3*p:][:3], dst[4*p:][:4]
		y[0] = complex(sr+tr, si+ti)
		y[1] = mul(complex(dr+er, di+ei), w[0])
		y[2] = mul(complex(sr-tr, si-ti), w[1])
		y[3] = mul(complex(dr-er, di-ei), w[2])
	}
}

func pass4(dst, src, tw []complex64, s int) {
	n4 := len(src) / 4
	for p := 0; p*s < n4; p++ {
		w1, w2, w3 := tw[3*p], tw[3*p+1], tw[3*p+2]
		x0, x1, x2, x3 := src[p*s:][:s], src[p*s+n4:][:s], src[p*s+2*n4:][:s], src[p*s+3*n4:][:s]
		y := dst[4*p*s:][:4*s]
		y0, y1, y2, y3 := y[:s], y[s:][:s], y[2*s:][:s], y[3*s:][:s]
		for q, a := range x0 {
			b, c, d := x1[q], x2[q], x3[q]
			sr, si := real(a)+real(c), imag(a)+imag(c)
			dr, di := real(a)-real(c), imag(a)-imag(c)
			tr, ti := real(b)+real(d), imag(b)+imag(d)
			er, ei := imag(b)-imag(d), real(d)-real(b) // -j(b-d)
			y0[q] = complex(sr+tr, si+ti)
			y1[q] = mul(complex(dr+er, di+ei), w1)
			y2[q] = mul(complex(sr-tr, si-ti), w2)
			y3[q] = mul(complex(dr-er, di-ei), w3)
		}
	}
}

// last4 is pass4 of one butterfly a run, whose factors are all 1.
func last4(dst, src []complex64) {
	s := len(src) / 4
	x0, x1, x2, x3 := src[:s], src[s:][:s], src[2*s:][:s], src[3*s:][:s]
	y0, y1, y2, y3 := dst[:s], dst[s:][:s], dst[2*s:][:s], dst[3*s:][:s]
	for q, a := range x0 {
		b, c, d := x1[q], x2[q], x3[q]
		sr, si := real(a)+real(c), imag(a)+imag(c)
		dr, di := real(a)-real(c), imag(a)-imag(c)
		tr, ti := real(b)+real(d), imag(b)+imag(d)
		er, ei := imag(b)-imag(d), real(d)-real(b) // -j(b-d)
		y0[q] = complex(sr+tr, si+ti)
		y1[q] = complex(dr+er, di+ei)
		y2[q] = complex(sr-tr, si-ti)
		y3[q] = complex(dr-er, di-ei)
	}
}

func pass2(dst, src, tw []complex64, s int) {
	n2 := len(src) / 2
	for p := 0; p*s < n2; p++ {
		w := tw[p]
		x0, x1 := src[p*s:][:s], src[p*s+n2:][:s]
		y0, y1 := dst[2*p*s:][:s], dst[2*p*s+s:][:s]
		for q, a := range x0 {
			b := x1[q]
			y0[q] = a + b
			y1[q] = mul(a-b, w)
		}
	}
}

const sin60 = 0.866025403784438646763723170752936183

func pass3(dst, src, tw []complex64, s int) {
	n3 := len(src) / 3
	for p := 0; p*s < n3; p++ {
		w1, w2 := tw[2*p], tw[2*p+1]
		x0, x1, x2 := src[p*s:][:s], src[p*s+n3:][:s], src[p*s+2*n3:][:s]
		y := dst[3*p*s:][:3*s]
		y0, y1, y2 := y[:s], y[s:][:s], y[2*s:][:s]
		for q, a := range x0 {
			b, c := x1[q], x2[q]
			tr, ti := real(b)+real(c), imag(b)+imag(c)
			ur, ui := real(a)-0.5*tr, imag(a)-0.5*ti
			vr, vi := sin60*(imag(b)-imag(c)), sin60*(real(c)-real(b)) // -j·sin60·(b-c)
			y0[q] = complex(real(a)+tr, imag(a)+ti)
			y1[q] = mul(complex(ur+vr, ui+vi), w1)
			y2[q] = mul(complex(ur-vr, ui-vi), w2)
		}
	}
}

const (
	cos72  = 0.309016994374947424102293417182819059
	sin72  = 0.951056516295153572116439333379382143
	cos144 = -0.809016994374947424102293417182819059
	sin144 = 0.587785252292473129168705954639072769
)

func pass5(dst, src, tw []complex64, s int) {
	n5 := len(src) / 5
	for p := 0; p*s < n5; p++ {
		w := tw[4*p:][:4]
		w1, w2, w3, w4 := w[0], w[1], w[2], w[3]
		x0, x1, x2 := src[p*s:][:s], src[p*s+n5:][:s], src[p*s+2*n5:][:s]
		x3, x4 := src[p*s+3*n5:][:s], src[p*s+4*n5:][:s]
		y := dst[5*p*s:][:5*s]
		y0, y1, y2, y3, y4 := y[:s], y[s:][:s], y[2*s:][:s], y[3*s:][:s], y[4*s:][:s]
		for q, a := range x0 {
			b, c, d, e := x1[q], x2[q], x3[q], x4[q]
			br, bi, er, ei := real(b)+real(e), imag(b)+imag(e), real(b)-real(e), imag(b)-imag(e)
			cr, ci, dr, di := real(c)+real(d), imag(c)+imag(d), real(c)-real(d), imag(c)-imag(d)
			ur, ui := real(a)+cos72*br+cos144*cr, imag(a)+cos72*bi+cos144*ci
			vr, vi := real(a)+cos144*br+cos72*cr, imag(a)+cos144*bi+cos72*ci
			fr, fi := sin72*ei+sin144*di, -sin72*er-sin144*dr // -j(sin72·e + sin144·d)
			gr, gi := sin144*ei-sin72*di, sin72*dr-sin144*er  // -j(sin144·e - sin72·d)
			y0[q] = complex(real(a)+br+cr, imag(a)+bi+ci)
			y1[q] = mul(complex(ur+fr, ui+fi), w1)
			y2[q] = mul(complex(vr+gr, vi+gi), w2)
			y3[q] = mul(complex(vr-gr, vi-gi), w3)
			y4[q] = mul(complex(ur-fr, ui-fi), w4)
		}
	}
}
