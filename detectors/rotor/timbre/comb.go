package timbre

import "math"

// The comb's raster.
const (
	lowestHz   = 70.
	highestHz  = 900.
	stepRatio  = 1.006
	teeth      = 16    // at most
	combTop    = 6500. // Hz, of the highest tooth
	spread     = 0.008 // half-width of a tooth in parts of its frequency
	leastTeeth = 4
	countDB    = 4. // from which a tooth counts
)

// candidates is how many fundamentals the raster has: ln(900/70)/ln(1.006).
const candidates = 427

// A comb scores fundamentals against whitened spectra: mean over the harmonics
// of the highest bin in each tooth, less the highest bins in windows of the same
// width halfway to its neighbours.
type comb struct {
	f0     [candidates]float64
	maxima [6][bins]float64 // over 2^j bins from k on
}

func newComb() *comb {
	c := new(comb)
	f := lowestHz
	for i := range c.f0 {
		c.f0[i] = f
		f *= stepRatio
	}
	return c
}

// set takes the spectrum that is to be scored.
func (c *comb) set(white *[bins]float64) {
	copy(c.maxima[0][:], white[:])
	for j := 1; j < len(c.maxima); j++ {
		half := 1 << (j - 1)
		for k := range bins {
			c.maxima[j][k] = max(c.maxima[j-1][k], c.maxima[j-1][min(bins-1, k+half)])
		}
	}
}

// highest returns the highest value within ±w bins of k.
func (c *comb) highest(k float64, w int) float64 {
	at := int(math.Round(k))
	lo, hi := max(1, at-w), min(bins-1, at+w)
	n := hi - lo + 1
	if n < 1 {
		return 0
	}
	j := 0
	for 2<<j <= n && j < len(c.maxima)-1 {
		j++
	}
	return max(c.maxima[j][lo], c.maxima[j][hi+1-1<<j])
}

// width is the half-width in bins of a tooth at a frequency, bounded by a fifth
// of the teeth's distance.
func width(hz, f0 float64) int {
	return int(max(1, math.Round(min(spread*hz, 0.2*f0)/binHz)))
}

// tooth returns by how much harmonic h of f0 stands above the valleys beside it.
func (c *comb) tooth(f0 float64, h int) float64 {
	hz := f0 * float64(h)
	w := width(hz, f0)
	valley := c.highest((hz+f0/2)/binHz, w)
	if h > 1 {
		valley = (valley + c.highest((hz-f0/2)/binHz, w)) / 2
	}
	return c.highest(hz/binHz, w) - valley
}

// reach is the number of harmonics of f0 that are looked at.
func reach(f0, bandHz float64) int {
	return max(leastTeeth, min(teeth, int(min(combTop, 0.95*bandHz)/f0)))
}

// score is the comb's mean tooth, each bounded so that no line carries it alone.
func (c *comb) score(f0, bandHz float64) float64 {
	n := reach(f0, bandHz)
	sum := 0.
	for h := 1; h <= n; h++ {
		sum += max(-6, min(12, c.tooth(f0, h)))
	}
	return sum / float64(n)
}

// scores gives every fundamental of the raster its score.
func (c *comb) scores(dst *[candidates]float64, bandHz float64) {
	for i, f := range c.f0 {
		dst[i] = c.score(f, bandHz)
	}
}
