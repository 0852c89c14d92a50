package fhss

import "math"

// rayleigh returns R of instants against a period: their number when all fall on
// one lattice, about 1 when they have nothing to do with it.
func rayleigh(instants []float64, period float64) float64 {
	if len(instants) == 0 {
		return 0
	}
	var re, im float64
	for _, t := range instants {
		turns := t / period
		s, c := math.Sincos(2 * math.Pi * (turns - math.Floor(turns)))
		re, im = re+c, im+s
	}
	return (re*re + im*im) / float64(len(instants))
}

// chance returns the probability that instants without a lattice give R at one of
// so many periods.
func chance(r float64, trials int) float64 {
	return math.Min(1, float64(trials)*math.Exp(-r))
}

// steps holds the candidates that the instants themselves offer as periods.
const steps = 16

// findPeriod returns the period among the distances of successive instants that
// most of the others fit, and its R. Two instants fit by construction and do not
// count.
func findPeriod(instants []float64) (period, r float64) {
	tried := 0
	for i := 1; i < len(instants) && tried < steps; i++ {
		d := instants[i] - instants[i-1]
		if d < shortestPeriod || d > longestPeriod {
			continue
		}
		tried++
		d = refine(instants, d)
		if s := rayleigh(instants, d) * float64(len(instants)-2) / float64(len(instants)); s > r*1.1 {
			period, r = d, s
		}
	}
	return period, r
}

// Bounds of the periods of control links, seconds.
const (
	shortestPeriod = 0.9e-3
	longestPeriod  = 0.11
)

// refine makes a period more exact with instants ever farther from the first, as
// long as it tells how many periods lie between.
func refine(instants []float64, period float64) float64 {
	const blur = 0.1e-3 // of an instant
	first := instants[0]
	exact := blur // of the period
	for _, t := range instants[1:] {
		n := math.Round((t - first) / period)
		if n < 1 || n*exact > period/4 {
			continue
		}
		if math.Abs(t-first-n*period) > n*exact+blur {
			continue
		}
		if e := blur / n; e < exact {
			period, exact = (t-first)/n, e
		}
	}
	return period
}
