package chirp

import (
	"math"

	"vigie/sdr/dsp"
)

// Bounds of the search for a preamble: windows of one symbol, half a symbol
// apart, of which six a whole symbol apart are added up.
const (
	summed   = 6
	halves   = 2   // windows a symbol
	leastSum = 5.6 // times the mean of all chirps, for the largest
	leastOne = 4.8 // where the form is known
	rivalry  = 1.6 // times the largest of what is not a chirp of this slope
)

// A symbolizer works on symbols of one length.
type symbolizer struct {
	n       int
	fft     *dsp.FFT
	up      []complex64 // conjugate of a rising chirp, the middle of the symbol at 0 Hz
	down    []complex64
	half    []complex64 // of half the slope
	twice   []complex64
	product []complex64
}

func newSymbolizer(sf int) *symbolizer {
	n := 1 << sf
	fft, err := dsp.NewFFT(n)
	if err != nil {
		panic(err) // a power of two within bounds
	}
	chirp := func(slope float64) []complex64 {
		c := make([]complex64, n)
		for i := range c {
			t := float64(i) - float64(n)/2
			turns := slope * t * t / 2 / float64(n)
			sin, cos := math.Sincos(-2 * math.Pi * (turns - math.Floor(turns)))
			c[i] = complex(float32(cos), float32(sin))
		}
		return c
	}
	return &symbolizer{n, fft, chirp(1), chirp(-1), chirp(0.5), chirp(2), make([]complex64, n)}
}

// powers writes the power of each chirp in a window to dst, against a reference;
// nil compares with steady tones.
func (s *symbolizer) powers(dst []float32, x, reference []complex64) {
	if reference == nil {
		copy(s.product, x[:s.n])
	} else {
		dsp.Multiply(s.product, x[:s.n], reference)
	}
	s.fft.Forward(s.product, s.product)
	dsp.Power(dst[:s.n], s.product)
}

// A peak is the largest sum of some windows.
type peak struct {
	window int     // number of the first of them, in half symbols
	chirp  float64 // its place among the chirps, between two of them
	ratio  float64 // of the sum to the mean of its row
}

// survey fills f.peaks with the peaks of the region, one for each window that may be
// the first, and returns the largest. It does nothing when it was the last to.
func (f *Finder) survey(h hypothesis, x []complex64) peak {
	if f.surveyed != h {
		f.surveyed, f.top = h, f.sums(h, x)
	}
	return f.top
}

func (f *Finder) sums(h hypothesis, x []complex64) (best peak) {
	s := f.symbols[h.sf]
	n, hop := s.n, s.n/halves
	windows := (len(x)-n)/hop + 1
	f.peaks = f.peaks[:0]
	if windows <= halves*(summed-1) {
		return peak{}
	}
	rows, sum := f.rows[:windows*n], f.sum[:n]
	for i := range windows {
		s.powers(rows[i*n:], x[i*hop:], s.up)
	}
	f.spent += pointCost * float64(windows*n)
	for i := 0; i+halves*(summed-1) < windows; i++ {
		copy(sum, rows[i*n:][:n])
		for j := 1; j < summed; j++ {
			dsp.Accumulate(sum, rows[(i+j*halves)*n:][:n])
		}
		top, mean := largest(sum)
		p := peak{i, float64(top) + vertex(sum, top), float64(sum[top]) / mean}
		f.peaks = append(f.peaks, p)
		if p.ratio > best.ratio {
			best = p
		}
	}
	return best
}

// largest returns the place of a row's largest value and the mean of all.
func largest(row []float32) (top int, mean float64) {
	var total float32
	for k, v := range row {
		total += v
		if v > row[top] {
			top = k
		}
	}
	return top, float64(total)/float64(len(row)) + 1e-30
}

// vertex returns where between its neighbours a circular peak is, -0.5…0.5.
func vertex(p []float32, k int) float64 {
	n := len(p)
	a, b, c := float64(p[(k+n-1)%n]), float64(p[k]), float64(p[(k+1)%n])
	d := a - 2*b + c
	if d >= 0 {
		return 0
	}
	return math.Max(-0.5, math.Min(0.5, (a-c)/2/d))
}

// outdoes reports whether a peak is clearly more than anything else makes of the
// same samples: a carrier, the opposite slope, half and twice the slope.
func (f *Finder) outdoes(h hypothesis, x []complex64, p peak) bool {
	s := f.symbols[h.sf]
	for _, reference := range [][]complex64{nil, s.down, s.half, s.twice} {
		sum := f.sum[:s.n]
		clear(sum)
		for j := range summed {
			s.powers(f.row, x[(p.window+j*halves)*s.n/halves:], reference)
			dsp.Accumulate(sum, f.row[:s.n])
		}
		top, mean := largest(sum)
		if p.ratio < rivalry*float64(sum[top])/mean {
			return false
		}
	}
	f.spent += pointCost * float64(4*summed*s.n)
	return true
}
