package school

import "math"

// A prng is SplitMix64 (Steele, Lea and Flood 2014): its numbers are the same
// everywhere and for ever, which a trained model has to be.
type prng uint64

func (p *prng) next() uint64 {
	*p += 0x9e3779b97f4a7c15
	z := uint64(*p)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform is in [lo, hi).
func (p *prng) uniform(lo, hi float64) float64 {
	return lo + (hi-lo)*float64(p.next()>>11)/(1<<53)
}

// below is in [0, n).
func (p *prng) below(n int) int { return int(p.next() % uint64(n)) }

// chance is true with a probability.
func (p *prng) chance(of float64) bool { return p.uniform(0, 1) < of }

// normal has mean 0 and variance 1 (Box and Muller).
func (p *prng) normal() float64 {
	r := math.Sqrt(-2 * math.Log(1-p.uniform(0, 1)))
	return r * math.Cos(2*math.Pi*p.uniform(0, 1))
}
