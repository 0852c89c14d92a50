package ofdm

import (
	"math"

	"vigie/sdr/dsp"
)

// Rates, lengths and bounds of a slice, the window that is searched.
const (
	sliceRate     = 2.4e6 // 160 carriers
	sliceEdge     = 1.08e6
	sweepSamples  = 39  // 2.16 MHz of the sweep
	symbolSamples = 171 // a symbol and its prefix
	prefixSamples = 11
	reach         = 4e6  // how far a channel's centre may be from the slice's
	driftHz       = 40e3 // error of receiver and drone together
	widest        = reach + driftHz
	stepHz        = 5e3 // between hypotheses: at most 0.4 dB lost
	graceSamples  = 3   // half samples about root 147's place that are looked at
	clearly       = 8.  // by which logarithm another centre must fit better
	coarse        = 2   // hypotheses, of which one is tried at first
	grace         = 1.6
	leastMatch    = 0.3 // of root 147's share over that which root 600 promises

	// ahead is how many samples from the first of the sweep on may be needed.
	ahead = sweepSamples + 160 + 343 + symbolSamples + graceSamples
	// behind is how many before it: the sweep may be late in its symbol, and the
	// first symbol is three earlier.
	behind = 160 + 3*172 + prefixSamples + graceSamples
)

// The probability that a sample of noise is suspected to be a sweep, by how many
// hypotheses are then tried: those of channels, or all.
const (
	pfaChannels = 1e-3
	pfaAll      = 1e-5
)

// A hit is a burst as found.
type hit struct {
	at     float64 // of its sweep's middle, in samples of the slice
	offset float64 // of its centre from the slice's
	log    float64 // -ln of the probability that a sample of noise gives as much
	share  float64 // of root 147 in the energy at its place
	kind   kind    // of the search that found it
}

// A searcher looks for bursts in a slice.
type searcher struct {
	correlator *dsp.Correlator
	shares     [2][]float32   // of the sweep at whole and at half samples, from the correlator
	channels   []float64      // offsets of the channels from the slice's centre
	freedom    float64        // share of the slice's band that holds noise
	least      [kinds]float32 // |r|² of the sweep from which root 147 is looked for
	lowest     float32        // the less of them
	tries      [kinds]float64 // logarithm of how many hypotheses a sample has
	modulator  *modulator
	known      [symbolSamples]complex64
}

// newSearcher returns a searcher for bursts in channels at these offsets from the
// slice's centre, anywhere, or both. Noise fills a share of its band.
func newSearcher(channels []float64, everyone bool, freedom float64, chunk int) (*searcher, error) {
	var whole, half [sweepSamples]complex64
	sweep(whole[:], sliceRate, 0)
	sweep(half[:], sliceRate, 0.5)
	c, err := dsp.NewCorrelator(whole[:], half[:])
	if err != nil {
		return nil, err
	}
	s := &searcher{correlator: c, freedom: freedom, channels: channels, lowest: 2, modulator: newModulator()}
	for i := range s.shares {
		s.shares[i] = make([]float32, c.MaxOut(chunk))
	}
	s.expect(onChannels, len(channels) > 0, pfaChannels, float64(len(channels))*(2*driftHz/stepHz+1))
	s.expect(everywhere, everyone, pfaAll, 2*widest/stepHz+1)
	return s, nil
}

// expect sets the bounds of a kind, which none passes when it is not wanted.
func (s *searcher) expect(k kind, wanted bool, pfa, hypotheses float64) {
	s.least[k] = 2
	if wanted {
		s.least[k] = float32(1 - math.Exp(math.Log(pfa)/(sweepSamples*s.freedom-1)))
		s.tries[k] = math.Log(hypotheses * float64(len(s.shares)))
	}
	s.lowest = min(s.lowest, s.least[k])
}

// suspected reports whether output number at, of those that the correlator has
// just written, may be a sweep: which of the templates fits, and with which share
// of the energy.
func (s *searcher) suspected(at int) (phase int, share float32, ok bool) {
	a, b := s.shares[0][at], s.shares[1][at]
	if a < s.lowest && b < s.lowest {
		return 0, 0, false
	}
	if b > a {
		return 1, b, true
	}
	return 0, a, true
}

func power(c complex64) float32 { return real(c)*real(c) + imag(c)*imag(c) }

// examine looks for root 147 and the first symbol where a sweep that begins at
// whole[begin] says that they are. whole holds ahead samples from there on.
func (s *searcher) examine(whole []complex64, begin, phase int, share float32, k kind) (best hit) {
	x := whole[begin:]
	best.at, best.kind = (sweepSamples-1)/2+0.5*float64(phase), k
	s.search(&best, x, coarse)
	// Between two coarse hypotheses, no more than grace of the share is missed.
	if s.chance(surprise(float64(share), sweepSamples*s.freedom)+surprise(grace*best.share, symbolSamples*s.freedom), k) < logDoubt {
		return best
	}
	s.search(&best, x, 1)
	if best.share < leastMatch*expected(float64(share)) {
		return best
	}
	sum := surprise(float64(share), sweepSamples*s.freedom) + surprise(best.share, symbolSamples*s.freedom)
	// Two exponential variables: their sum is a gamma variable of shape 2, with
	// the first symbol one of shape 3. Older drones do not send that: both are
	// tried.
	best.log = s.chance(sum, k)
	if best.log >= logDoubt {
		sum += surprise(s.first(whole, float64(begin)+best.at, best.offset), symbolSamples*s.freedom)
		best.log = max(best.log, sum-math.Log1p(sum+sum*sum/2)-s.tries[k]-math.Ln2)
		s.compare(&best, x, best.offset-stepHz, best.offset+stepHz, 1, graceSamples/2) // for its share
	}
	return best
}

// search compares with the hypotheses of best's kind, or with every step-th of them.
func (s *searcher) search(best *hit, x []complex64, step int) {
	if best.kind == everywhere {
		s.compare(best, x, -widest, widest, step, 0)
		return
	}
	for _, channel := range s.channels {
		s.compare(best, x, channel-driftHz, channel+driftHz, step, 0)
	}
}

// chance returns -ln of the probability that both symbols' surprises have this sum in
// one of the hypotheses' places.
func (s *searcher) chance(sum float64, k kind) float64 {
	return sum - math.Log1p(sum) - s.tries[k] - math.Ln2
}

// first returns the share that the first symbol has in the energy at its place,
// for a burst whose sweep is in the middle of the slice at x[sweep].
func (s *searcher) first(x []complex64, sweep, offset float64) float64 {
	half := int(math.Round(2*(sweep-(crossing(offset)+symbolsBefore)*sliceRate))) - 2*prefixSamples
	at := half >> 1
	if at < 0 {
		return 0
	}
	s.modulator.symbol(s.known[:], &firstValues, offset, -(prefixSamples+0.5*float64(half&1))/sliceRate)
	x = x[at : at+symbolSamples]
	e := dsp.Energy(x) * dsp.Energy(s.known[:])
	if e <= 0 {
		return 0
	}
	return float64(power(dsp.DotConj(x, s.known[:]))) / e
}

// alone reports whether a hit is none of a burst with its centre elsewhere, such
// as OcuSync's, which have the same symbols: 3 MHz away some of them look alike.
func (s *searcher) alone(h hit, x []complex64) bool {
	other := hit{at: h.at}
	s.compare(&other, x, -widest, widest, 1, 0)
	n := symbolSamples * s.freedom
	return surprise(other.share, n)-surprise(h.share, n) < clearly
}

// compare tries every step-th hypothesis from one offset to another, at its place and
// so many half samples around it.
func (s *searcher) compare(best *hit, x []complex64, from, to float64, step, around int) {
	all := bank()
	place, e := -1, 0.
	first, last := int(math.Round((from+widest)/stepHz)), int(math.Round((to+widest)/stepHz))
	for i := max(0, first); i <= min(last, len(all)-1); i += step {
		h := &all[i]
		half := int(math.Round(2 * (best.at + h.delay)))
		for p := half - around; p <= half+around; p++ {
			at := p >> 1
			if at != place { // neighbouring hypotheses have one place
				place, e = at, dsp.Energy(x[at:at+symbolSamples])
			}
			if e <= 0 {
				continue
			}
			r := float64(power(dsp.DotConj(x[at:at+symbolSamples], h.comb[p&1][:]))) * h.weight[p&1] / e
			if r > best.share {
				best.share, best.offset = r, h.offset
			}
		}
	}
}

// expected returns the share of root 147 in the energy at its place where root
// 600 has this one: as much power lasts a symbol there, here only while the sweep
// crosses the slice.
func expected(sweep float64) float64 {
	power := sweep / max(1-sweep, 1e-6) * sweepSamples / symbolSamples
	return power / (1 + power)
}

// surprise returns -ln of the probability that white noise in so many samples
// has this share of its energy in one given direction.
func surprise(share, samples float64) float64 {
	return -(samples - 1) * math.Log1p(-min(share, 1-1e-9))
}
