package lte

import (
	"math"

	"vigie/sdr/dsp"
)

// The search correlates by overlap-save: of the spectra of blockSize samples the
// innerSize bins that a primary signal fills come back as correlation at half
// the sample rate. Their bins are shiftHz wide, the step of the carrier offsets.
const (
	blockSize = 512
	innerSize = 256
	storeSize = blockSize + innerSize // a spectrum and its beginning once more, so that no shift wraps
	hopSize   = blockSize - symbolSize
	hopLags   = hopSize / 2            // correlation values of a hop
	rowSize   = halfSize / 2           // timing hypotheses of a half-frame
	shiftHz   = sampleRate / blockSize // 3750
)

// A searcher correlates one window with the primary synchronisation signals.
type searcher struct {
	forward, inverse *dsp.FFT
	template         [3][innerSize]complex64 // conjugate spectra of the primary signals
	spectra          []complex64             // storeSize bins a hop
	weight           []float32               // 1/energy of the samples under each lag
	product, lags    [innerSize]complex64
	block            [blockSize]complex64
	power            [hopLags]float32
	halves           int     // half-frames in the window
	centre           float64 // carrier offset of shift 0, hertz
}

func newSearcher(samples int) *searcher {
	hops := (samples+halfSize)/hopSize + 1
	s := &searcher{
		forward: mustFFT(blockSize), inverse: mustFFT(innerSize),
		spectra: make([]complex64, 0, hops*storeSize),
		weight:  make([]float32, 0, hops*hopLags),
	}
	for id := range s.template {
		clear(s.block[:])
		copy(s.block[:], primaryTime[id][:])
		s.forward.Forward(s.block[:], s.block[:])
		for i := range s.template[id] {
			s.template[id][i] = scale(conj(s.block[(i-innerSize/2)&(blockSize-1)]), 1./blockSize)
		}
	}
	return s
}

// load prepares the spectra of the first half-frames of a window, with shift 0 at
// a carrier offset of centre hertz. Samples after the window's end count as zero.
func (s *searcher) load(x []complex64, halves int, centre float64) {
	s.centre = centre
	s.halves = min(halves, max(1, (len(x)+halfSize/2)/halfSize))
	hops := (s.halves*halfSize + hopSize - 1) / hopSize
	s.spectra, s.weight = s.spectra[:hops*storeSize], s.weight[:hops*hopLags]
	for h := range hops {
		n := 0
		if h*hopSize < len(x) {
			n = min(blockSize, len(x)-h*hopSize)
			mix(s.block[:n], x[h*hopSize:][:n], h*hopSize, -centre)
		}
		clear(s.block[n:])
		spectrum := s.spectra[h*storeSize:][:storeSize]
		s.forward.Forward(spectrum[:blockSize], s.block[:])
		copy(spectrum[blockSize:], spectrum)
	}
	s.weigh(x)
}

// weigh computes the weights: a lag's power is divided by the energy of its 128
// samples, so that bursts do not outweigh the rest; nearly empty stretches are
// taken for a twentieth of the mean.
func (s *searcher) weigh(x []complex64) {
	least := max(0.05*dsp.Energy(x)/float64(max(1, len(x)))*symbolSize, math.SmallestNonzeroFloat32*1e6)
	var energy float64
	at := func(i int) float64 {
		if i < len(x) {
			return float64(power(x[i]))
		}
		return 0
	}
	for i := range symbolSize {
		energy += at(i)
	}
	for i := range s.weight {
		s.weight[i] = float32(1 / max(energy, least))
		for j := 2 * i; j < 2*i+2; j++ {
			energy += at(j+symbolSize) - at(j)
		}
	}
}

// row sums, for one primary signal and one carrier offset of shift bins, the
// normalised correlation power of all half-frames: rows[d][t] belongs to a
// signal that starts at sample 2t of the window's first half-frame, with a
// half-frame of halfSize·(1+drifts[d]) samples, timed at the window's middle.
func (s *searcher) row(rows [][rowSize]float32, drifts []float64, id, shift int) {
	for d := range drifts {
		clear(rows[d][:])
	}
	// The product's first bin is the template's lowest, not its zero: that
	// turns the phase of every other lag, which the power does not show.
	first := (shift - innerSize/2) & (blockSize - 1)
	for h := range len(s.spectra) / storeSize {
		dsp.Multiply(s.product[:], s.spectra[h*storeSize+first:][:innerSize], s.template[id][:])
		s.inverse.Inverse(s.lags[:], s.product[:])
		dsp.Power(s.power[:], s.lags[:hopLags])
		for i, w := range s.weight[h*hopLags:][:hopLags] {
			s.power[i] *= w
		}
		n := min(hopLags, s.halves*rowSize-h*hopLags)
		for d, drift := range drifts {
			moved := math.Round(drift * float64(h*hopLags+hopLags/2-s.halves*rowSize/2))
			addWrapped(rows[d][:], s.power[:n], h*hopLags-int(moved))
		}
	}
}

// addWrapped adds src to the circle dst from position at on.
func addWrapped(dst, src []float32, at int) {
	at %= len(dst)
	if at < 0 {
		at += len(dst)
	}
	n := min(len(src), len(dst)-at)
	dsp.Accumulate(dst[at:][:n], src[:n])
	dsp.Accumulate(dst[:len(src)-n], src[n:])
}
