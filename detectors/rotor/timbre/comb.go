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
// of the highest bin in each tooth, less the highest bins in windows halfway to
// its neighbours.
type comb struct {
	f0     [candidates]float64
	at     [candidates]rake
	maxima [6][bins]float64 // over 2^j bins from k on
}

// A rake is where a fundamental's teeth and the valleys between them are: tooth h
// at 2h-1, the valleys beside it at 2h-2 and 2h.
type rake [2*teeth + 1]span

// A span is a window of bins, and the level of maxima that covers it in two.
type span struct{ lo, hi, level int16 }

func newComb() *comb {
	c := new(comb)
	f := lowestHz
	for i := range c.f0 {
		c.f0[i] = f
		c.at[i] = rakeOf(f)
		f *= stepRatio
	}
	return c
}

// rakeOf places a fundamental's teeth and valleys.
func rakeOf(f0 float64) (r rake) {
	for i := range r {
		hz := f0 * float64(i+1) / 2
		w := width(hz, f0)
		at := bin(hz)
		lo := max(1, min(bins-2, at-w))
		hi := max(lo, min(bins-1, at+w))
		level := 0
		for 2<<level <= hi-lo+1 {
			level++
		}
		r[i] = span{int16(lo), int16(hi + 1 - 1<<level), int16(level)}
	}
	return r
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

// highest returns the highest value within a span.
func (c *comb) highest(s span) float64 {
	m := &c.maxima[s.level]
	return max(m[s.lo], m[s.hi])
}

// width is the half-width in bins of a tooth at a frequency, bounded by a fifth
// of the teeth's distance.
func width(hz, f0 float64) int {
	return int(max(1, math.Round(min(spread*hz, 0.2*f0)/binHz)))
}

// tooth returns by how much harmonic h stands above the valleys beside it.
func (c *comb) tooth(r *rake, h int) float64 {
	return c.highest(r[2*h-1]) - (c.highest(r[2*h-2])+c.highest(r[2*h]))/2
}

// reach is the number of harmonics of f0 that are looked at.
func reach(f0, bandHz float64) int {
	return max(leastTeeth, min(teeth, int(min(combTop, 0.95*bandHz)/f0)))
}

// score is the comb's mean tooth, each bounded so that no line carries it alone.
func (c *comb) score(r *rake, n int) float64 {
	sum := 0.
	for h := 1; h <= n; h++ {
		sum += max(-6, min(12, c.tooth(r, h)))
	}
	return sum / float64(n)
}

// scoreAt is the score of any fundamental.
func (c *comb) scoreAt(f0, bandHz float64) float64 {
	r := rakeOf(f0)
	return c.score(&r, reach(f0, bandHz))
}

// scores gives every fundamental of the raster its score.
func (c *comb) scores(dst *[candidates]float64, bandHz float64) {
	for i, f := range c.f0 {
		dst[i] = c.score(&c.at[i], reach(f, bandHz))
	}
}
