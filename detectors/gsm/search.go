package gsm

import (
	"math"

	"vigie/sdr/dsp"
)

// How the frequency correction burst is looked for: 148 zeros, which GMSK turns
// into 0.55 ms of a pure tone a quarter of the symbol rate above the carrier (TS
// 45.002 clause 5.2.4). Spectra of about 0.21 ms, half overlapping, serve all
// carriers of the window at once. A tone is where three bins hold a good part of
// a carrier's power for as many spectra as the burst lasts, and no longer.
const (
	spectrumSeconds = 213e-6
	reachHz         = 95e3  // how far off the receiver may be: farther, the next carrier is nearer
	bandLowHz       = -80e3 // of the carrier's power, from the carrier
	bandHighHz      = 120e3
	leastShare      = 0.28 // of the power in three bins; a tone 4 dB below the noise has more
	leastRun        = 3    // spectra in a row
	mostRun         = 8
)

// A run is a row of spectra that show a tone on a carrier.
type run struct {
	last   uint64 // number of the newest
	bin    int    // of the newest
	length int    // 0 when there is none
	weight float64
	moment float64 // of the spectra's numbers
	bins   float64 // of the bins
}

// A tone is one that may be a frequency correction burst.
type tone struct {
	carrier int
	middle  float64 // in samples since the window opened
	offset  float64 // from the centre, hertz
}

// A searcher looks for tones on all carriers.
type searcher struct {
	rate   float64
	fft    *dsp.FFT
	window []float32
	re, im []float32
	power  []float32
	order  []float32 // power from the lowest frequency up
	below  []float64 // power of all bins before one, with as many on either side as a carrier reaches beyond its tone
	bands  []band    // of the carriers
	runs   []run
	hop    int

	low, high int // how many bins a carrier reaches below and above its tone
}

// A band says where in the spectrum a carrier's tone may be, by the first bin and
// the one after the last.
type band struct{ from, to int }

func newSearcher(rate float64) (*searcher, error) {
	n := spectrumLength(rate)
	fft, err := dsp.NewFFT(n)
	if err != nil {
		return nil, err
	}
	s := &searcher{
		rate: rate, fft: fft, hop: n / 2,
		window: make([]float32, n), re: make([]float32, n), im: make([]float32, n), power: make([]float32, n), order: make([]float32, n),
		low: int(math.Round((toneHz - bandLowHz) / rate * float64(n))), high: int(math.Round((bandHighHz-toneHz)/rate*float64(n))) + 1,
	}
	s.below = make([]float64, s.low+n+1+s.high)
	for i := range s.window {
		s.window[i] = float32(0.5 - 0.5*math.Cos(2*math.Pi*(float64(i)+0.5)/float64(n)))
	}
	return s, nil
}

// spectrumLength returns the multiple of 32 nearest to the wanted length that
// has no prime factor but 2, 3 and 5.
func spectrumLength(rate float64) int {
	best := 32
	for n := 32; n <= dsp.MaxFFT; n += 32 {
		rest := n
		for _, p := range []int{2, 3, 5} {
			for rest%p == 0 {
				rest /= p
			}
		}
		if rest == 1 && math.Abs(float64(n)-rate*spectrumSeconds) < math.Abs(float64(best)-rate*spectrumSeconds) {
			best = n
		}
	}
	return best
}

// tune sets the carriers to search, by their offsets from the centre, and forgets
// what was seen.
func (s *searcher) tune(offsets []float64) {
	s.bands, s.runs = s.bands[:0], s.runs[:0]
	n := s.fft.Len()
	bin := func(hz float64) int { return max(1, min(n-1, n/2+int(math.Round(hz/s.rate*float64(n))))) }
	for _, c := range offsets {
		s.bands = append(s.bands, band{bin(c+toneHz-reachHz) + 1, bin(c + toneHz + reachHz)})
		s.runs = append(s.runs, run{})
	}
}

// step takes the next spectrum, number count since the window opened, and calls
// found for every tone that has just ended.
func (s *searcher) step(x []complex64, count uint64, found func(tone)) {
	n := s.fft.Len()
	dsp.SplitWeighed(s.re, s.im, x[:n], s.window)
	s.fft.ForwardPlanar(s.re, s.im)
	dsp.PowerPlanar(s.power, s.re, s.im, 1)
	copy(s.order, s.power[n/2:])
	copy(s.order[n/2:], s.power[:n/2])
	s.sum()
	for c := range s.bands {
		share, bin := s.share(&s.bands[c])
		r := &s.runs[c]
		if r.length > 0 && r.last+1 == count && share >= leastShare && abs(bin-r.bin) <= 1 {
			r.extend(share, bin, count)
			continue
		}
		if r.length >= leastRun && r.length <= mostRun {
			found(tone{
				carrier: c,
				middle:  r.moment/r.weight*float64(s.hop) + float64(n)/2,
				offset:  r.bins / r.weight * s.rate / float64(n),
			})
		}
		*r = run{}
		if share >= leastShare {
			r.extend(share, bin, count)
		}
	}
}

func (r *run) extend(share float32, bin int, count uint64) {
	r.bin, r.last = bin, count
	r.length++
	r.weight += float64(share)
	r.moment += float64(share) * float64(count)
	r.bins += float64(share) * float64(bin)
}

// sum adds up the powers.
func (s *searcher) sum() {
	var sum float64
	below := s.below[s.low+1:]
	for i, p := range s.order {
		sum += float64(p)
		below[i] = sum
	}
	for i := range s.high {
		below[len(s.order)+i] = sum
	}
}

// share returns the largest part of a carrier's power that three bins in reach
// of the tone's place hold, and the middle one of them, counted from 0 Hz. The
// carrier is where the tone would have it.
func (s *searcher) share(b *band) (share float32, bin int) {
	if b.to <= b.from {
		return 0, 0
	}
	n := b.to - b.from
	tone := s.order[b.from-1:][:n+2]
	first, last := s.below[b.from:][:n], s.below[b.from+s.low+s.high:][:n]
	for i := range n {
		p, total := tone[i]+tone[i+1]+tone[i+2], float32(last[i]-first[i])
		if p > share*total {
			share, bin = p/total, b.from+i
		}
	}
	return share, bin - len(s.order)/2
}

func abs(i int) int {
	if i < 0 {
		return -i
	}
	return i
}
