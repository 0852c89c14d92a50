package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// The search correlates by overlap-save at half the rate of demodulation:
// spectra of spectrumSize samples, whose bins are a quarter of a subcarrier
// spacing wide. The innerSize bins that a primary signal fills come back as
// correlation at two thirds of the rate. Whatever lies outside of them, louder
// carriers included, takes no part.
const (
	searchSymbol = symbolSize / 2
	spectrumSize = 4 * searchSymbol
	innerSize    = 512
	hopSize      = spectrumSize - searchSymbol
	hopLags      = hopSize * innerSize / spectrumSize
	lagSize      = float64(spectrumSize) / innerSize / 2 // samples of the search in half a lag
	binsSpacing  = 4                                     // bins of a subcarrier spacing
	shiftStep    = 2                                     // bins between the offsets tried
)

// searchRate returns the sampling rate of a search.
func (s spacing) searchRate() float64 { return float64(s) * searchSymbol }

// A searcher correlates a stretch of samples with the primary signals.
type searcher struct {
	forward, inverse *dsp.FFT
	template         [3][innerSize]complex64 // conjugate spectra of the primary signals
	spectra          []complex64             // spectrumSize bins a hop, in ascending frequency
	energy           []float64               // of a hop's bins below each
	block            [spectrumSize]complex64
	product, lags    [innerSize]complex64
	power            [2 * hopLags]float32
}

func newSearcher(hops int) *searcher {
	s := &searcher{
		forward: mustFFT(spectrumSize), inverse: mustFFT(innerSize),
		spectra: make([]complex64, 0, hops*spectrumSize),
		energy:  make([]float64, 0, hops*(spectrumSize+1)),
	}
	for id := range s.template {
		clear(s.block[:])
		primaryTime(s.block[:searchSymbol], id, 0)
		s.forward.Forward(s.block[:], s.block[:])
		for i := range s.template[id] {
			v := s.block[(i-innerSize/2+spectrumSize)%spectrumSize]
			s.template[id][i] = scale(conj(v), 1./spectrumSize)
		}
	}
	return s
}

// reset forgets all hops.
func (s *searcher) reset() { s.spectra, s.energy = s.spectra[:0], s.energy[:0] }

// hops returns how many hops were added.
func (s *searcher) hops() int { return len(s.spectra) / spectrumSize }

// add takes the samples of the next hop, at the search rate; hopSize of them are
// followed by those it shares with the hop after it.
func (s *searcher) add(x []complex64) {
	h := s.hops()
	s.spectra = s.spectra[:(h+1)*spectrumSize]
	s.energy = s.energy[:(h+1)*(spectrumSize+1)]
	n := copy(s.block[:], x)
	clear(s.block[n:])
	s.forward.Forward(s.block[:], s.block[:])
	spectrum := s.spectra[h*spectrumSize:]
	copy(spectrum, s.block[spectrumSize/2:])
	copy(spectrum[spectrumSize/2:], s.block[:spectrumSize/2])
	below := s.energy[h*(spectrumSize+1):]
	below[0] = 0
	for i, v := range spectrum {
		below[i+1] = below[i] + float64(power(v))
	}
}

// row enters in the list the peaks of one primary signal at an offset of shift
// bins whose normalised power exceeds the threshold. Noise has the mean 1 and an
// exponential distribution.
func (s *searcher) row(list *shortlist, id, shift int, threshold float32) {
	const white = spectrumSize * syncSize * binsSpacing
	low := spectrumSize/2 + shift - innerSize/2
	from, to := max(0, -low), min(innerSize, spectrumSize-low)
	for h := range s.hops() {
		below := s.energy[h*(spectrumSize+1):]
		energy := below[low+to] - below[low+from]
		if energy <= 0 {
			continue
		}
		s.multiply(s.spectra[h*spectrumSize:][:spectrumSize], low, from, to, &s.template[id])
		s.inverse.Inverse(s.lags[:], s.product[:])
		s.interleave()
		list.peaks(s.power[:], float32(white/energy), threshold, 2*h*hopLags, candidate{id: id, shift: shift})
	}
}

// interleave fills s.power with the power at each lag and twice that half-way to the
// next. The lags sample the correlation no more often than they must: half-way, its
// two neighbours together have but 0.9 dB less than its peak, each alone 3.9 dB.
func (s *searcher) interleave() {
	dsp.Power(s.power[:hopLags], s.lags[:hopLags])
	dsp.SumPower(s.power[hopLags:], s.lags[:hopLags], s.lags[1:])
}

// multiply fills s.product, in the order of the inverse transform, with the
// elements from…to of a template times the bins that they fall on, the first
// element falling on bin low.
func (s *searcher) multiply(spectrum []complex64, low, from, to int, template *[innerSize]complex64) {
	const half = innerSize / 2
	if from > 0 || to < innerSize {
		clear(s.product[:])
	}
	if middle := min(to, half); from < middle {
		dsp.Multiply(s.product[half+from:half+middle], spectrum[low+from:low+middle], template[from:middle])
	}
	if middle := max(from, half); middle < to {
		dsp.Multiply(s.product[middle-half:to-half], spectrum[low+middle:low+to], template[middle:to])
	}
}

// peakThreshold returns the power that noise exceeds this often in a number of
// values.
func peakThreshold(values, often float64) float32 {
	return float32(math.Log(values / often))
}
