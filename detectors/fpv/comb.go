package fpv

import (
	"math"
	"slices"

	"vigie/sdr/dsp"
)

// Numbers of the envelope's spectrum.
const (
	envelopeHz   = 300e3 // about, holds the harmonics
	bins         = 32768
	harmonics    = 8
	neighbours   = 48 // bins on either side that a harmonic is compared with
	crystalPPM   = 250.
	mostOfOne    = 20. // that a harmonic counts for, in means of noise
	fieldHz      = 50. // of 625 lines; 59.94 of 525
	leastFields  = 2.5 // of the lines beside the harmonics, in means of noise
	quartile     = 0.2876820724517809
	guardBins    = 3 // about a harmonic, none of its neighbourhood
	stepsAPerBin = 2
)

// A system is one of the two kinds of video.
type system struct {
	name    string
	lineHz  float64
	fieldHz float64
}

// systems are those of ITU-R BT.1700.
var systems = [...]system{
	{"pal", 15625, fieldHz},
	{"ntsc", 4.5e6 / 286, 60 / 1.001},
}

// A score is what one window of the envelope shows.
type score struct {
	system int     // index into systems
	value  float64 // mean of the harmonics over their neighbourhood
	lineHz float64
	fields float64 // mean of the lines beside them
}

// A comb examines windows of the envelope.
type comb struct {
	binHz  float64
	fft    *dsp.FFT
	window []float32
	re, im []float32
	power  []float32
	sorted [2 * neighbours]float32
}

func newComb(rate float64) (*comb, error) {
	fft, err := dsp.NewFFT(bins)
	if err != nil {
		return nil, err
	}
	return &comb{
		binHz: rate / bins, fft: fft, window: dsp.Hann(bins),
		re: make([]float32, bins), im: make([]float32, bins), power: make([]float32, bins),
	}, nil
}

// examine returns the better system's score of a window.
func (c *comb) examine(envelope []float32) (best score) {
	var mean float64
	for _, v := range envelope {
		mean += float64(v)
	}
	mean /= float64(len(envelope))
	for i, v := range envelope {
		c.re[i], c.im[i] = (v-float32(mean))*c.window[i], 0
	}
	c.fft.ForwardPlanar(c.re, c.im)
	dsp.PowerPlanar(c.power, c.re, c.im, 1)
	for i := range systems {
		if s := c.try(i); s.value > best.value {
			best = s
		}
	}
	return best
}

// try returns the score of one system at the best line frequency in reach of its
// crystal.
func (c *comb) try(i int) (best score) {
	s := &systems[i]
	var floors [harmonics]float64
	for h := range floors {
		if floors[h] = c.floor(s.lineHz * float64(h+1)); floors[h] <= 0 {
			return score{system: i}
		}
	}
	reach := s.lineHz * crystalPPM * 1e-6
	step := c.binHz / harmonics / stepsAPerBin
	for f := s.lineHz - reach; f <= s.lineHz+reach; f += step {
		var sum, beside float64
		for h, floor := range floors {
			at := f * float64(h+1)
			sum += math.Min(mostOfOne, c.at(at)/floor)
			beside += math.Min(mostOfOne, c.at(at-s.fieldHz)/floor) + math.Min(mostOfOne, c.at(at+s.fieldHz)/floor)
		}
		if sum /= harmonics; sum > best.value {
			best = score{i, sum, f, beside / (2 * harmonics)}
		}
	}
	return best
}

// at returns the power of the bin nearest to a frequency.
func (c *comb) at(hz float64) float64 { return float64(c.power[int(math.Round(hz/c.binHz))]) }

// floor returns the mean power of noise about a frequency: from the lower
// quartile of its neighbours, because beside a picture's harmonics stand others.
func (c *comb) floor(hz float64) float64 {
	k := int(math.Round(hz / c.binHz))
	for i := range neighbours {
		c.sorted[2*i] = c.power[k-guardBins-1-i]
		c.sorted[2*i+1] = c.power[k+guardBins+1+i]
	}
	slices.Sort(c.sorted[:])
	return float64(c.sorted[len(c.sorted)/4]) / quartile
}
