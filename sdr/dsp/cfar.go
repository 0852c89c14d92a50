package dsp

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// A CFAR finds the bins of a spectrum that stand out of their neighbourhood,
// with a constant rate of false alarms whatever the level of the noise.
//
// Each bin is compared with training bins on both sides, guard bins apart so
// that a signal does not train against itself. Near an edge the bins that lack
// on one side are taken on the other. The probability of false alarm is exact
// for noise that is white over the training bins, independent from bin to bin,
// and for means of independent segments. A window makes neighbours alike and
// adds alarms: with Hann's and 32 training bins, on a real receiver's noise, 1.2
// times as many at 10⁻², 1.6 times at 10⁻³, 2.3 times at 10⁻⁴. Half-overlapped
// segments count for a few percent less than as many independent ones.
type CFAR struct {
	train, guard int       // bins on each side
	rank         int       // of the order statistic; 0: mean
	factor       float64   // threshold over mean or order statistic
	order        []float32 // training bins, sorted
	sums         []float64 // of the bins before
	thresholds   []float32
}

// NewCACFAR returns a cell-averaging CFAR: threshold proportional to the mean of
// train bins on each side. It is the best in even noise and blind beside strong
// signals. averages is how many spectra a row is the mean of, pfa the
// probability of false alarm a bin.
//
// Source: H. M. Finn, R. S. Johnson, Adaptive Detection Mode with Threshold
// Control, RCA Review 29, 1968; for means of several spectra the ratio of bin
// to training mean is distributed as F(2·averages, 4·train·averages).
func NewCACFAR(train, guard, averages int, pfa float64) (*CFAR, error) {
	if err := checkCFAR(train, guard, averages, pfa); err != nil {
		return nil, err
	}
	m, cells := float64(averages), float64(2*train)
	factor := solveDecreasing(pfa, func(t float64) float64 {
		return mathext.RegIncBeta(cells*m, m, cells/(cells+t))
	})
	return &CFAR{train: train, guard: guard, factor: factor}, nil
}

// NewOSCFAR returns an order-statistic CFAR: threshold proportional to the
// rank-th smallest, from 1, of 2·train bins. It bears with up to 2·train - rank
// bins of other signals. Source: H. Rohling, IEEE Trans. AES 19(4), 1983, for
// averages = 1; for more by integration over the distribution of the statistic.
func NewOSCFAR(train, guard, rank, averages int, pfa float64) (*CFAR, error) {
	if err := checkCFAR(train, guard, averages, pfa); err != nil {
		return nil, err
	}
	if rank < 1 || rank > 2*train {
		return nil, fmt.Errorf("dsp: CFAR rank %d of %d bins", rank, 2*train)
	}
	factor := solveDecreasing(pfa, osFalseAlarm(2*train, rank, averages))
	return &CFAR{train: train, guard: guard, rank: rank, factor: factor, order: make([]float32, 2*train)}, nil
}

func checkCFAR(train, guard, averages int, pfa float64) error {
	if train < 1 || guard < 0 || averages < 1 || !(pfa > 1e-12 && pfa < 1) {
		return fmt.Errorf("dsp: CFAR of %d training and %d guard bins, %d averages, false alarms %g", train, guard, averages, pfa)
	}
	return nil
}

// osFalseAlarm returns the false-alarm probability as a function of the
// threshold over the rank-th smallest of so many cells: the mean of a cell's
// survival function over the statistic z, whose distribution function value is
// Beta(rank, cells-rank+1) distributed.
func osFalseAlarm(cells, rank, averages int) func(t float64) float64 {
	const steps = 400
	m := float64(averages)
	beta := distuv.Beta{Alpha: float64(rank), Beta: float64(cells - rank + 1)}
	z, w := make([]float64, steps), make([]float64, steps)
	var sum float64
	for i := range z {
		u := (float64(i) + 0.5) / steps
		w[i] = beta.Prob(u)
		z[i] = mathext.GammaIncRegInv(m, u)
		sum += w[i]
	}
	return func(t float64) float64 {
		var p float64
		for i := range z {
			p += w[i] / sum * mathext.GammaIncRegComp(m, t*z[i])
		}
		return p
	}
}

// solveDecreasing returns t with f(t) = y for a function that falls from 1 at 0,
// by bisection in the logarithm.
func solveDecreasing(y float64, f func(float64) float64) float64 {
	lo, hi := 1e-6, 1e12
	for range 100 {
		t := math.Sqrt(lo * hi)
		if f(t) > y {
			lo = t
		} else {
			hi = t
		}
	}
	return math.Sqrt(lo * hi)
}

// Factor returns the threshold over the mean, or over the order statistic.
func (c *CFAR) Factor() float64 { return c.factor }

// Detect appends to hits the bins of power above their thresholds, ascending.
// power has at least 2·(train+guard)+1 bins. Detect allocates when it meets a
// longer row than before or hits lacks capacity.
func (c *CFAR) Detect(hits []int, power []float32) []int {
	c.thresholds = slices.Grow(c.thresholds[:0], len(power))[:len(power)]
	c.Thresholds(c.thresholds, power)
	for k, p := range power {
		if p > c.thresholds[k] {
			hits = append(hits, k)
		}
	}
	return hits
}

// Thresholds writes each bin's threshold to dst.
func (c *CFAR) Thresholds(dst, power []float32) {
	if span := 2*(c.train+c.guard) + 1; len(power) < span {
		panic(fmt.Sprintf("dsp: CFAR over %d bins given %d", span, len(power)))
	}
	if c.rank == 0 {
		c.meanThresholds(dst, power)
	} else {
		c.orderThresholds(dst, power)
	}
}

// A run is a range of bins, its end not included.
type run struct{ from, to int }

// sides returns the training bins of bin k of n, together 2·train.
func (c *CFAR) sides(k, n int) (left, right run) {
	below, above := max(0, k-c.guard), min(n, k+c.guard+1)
	right = run{above, min(n, above+2*c.train-min(c.train, below))}
	return run{below - (2*c.train - (right.to - right.from)), below}, right
}

// meanThresholds takes sums of training bins as differences of running sums.
func (c *CFAR) meanThresholds(dst, power []float32) {
	c.sums = slices.Grow(c.sums[:0], len(power)+1)[:len(power)+1]
	for k, p := range power {
		c.sums[k+1] = c.sums[k] + float64(p)
	}
	scale := c.factor / float64(2*c.train)
	for k := range power {
		l, r := c.sides(k, len(power))
		dst[k] = float32(scale * (c.sums[l.to] - c.sums[l.from] + c.sums[r.to] - c.sums[r.from]))
	}
}

// orderThresholds keeps the training bins sorted while they slide.
func (c *CFAR) orderThresholds(dst, power []float32) {
	left, right := c.sides(0, len(power))
	c.order = append(append(c.order[:0], power[left.from:left.to]...), power[right.from:right.to]...)
	slices.Sort(c.order)
	for k := range power {
		l, r := c.sides(k, len(power))
		c.remove(power[left.from:l.from])
		c.remove(power[right.from:r.from])
		c.insert(power[left.to:l.to])
		c.insert(power[right.to:r.to])
		left, right = l, r
		dst[k] = float32(c.factor) * c.order[c.rank-1]
	}
}

func (c *CFAR) remove(bins []float32) {
	for _, p := range bins {
		i, _ := slices.BinarySearch(c.order, p)
		c.order = slices.Delete(c.order, i, i+1)
	}
}

func (c *CFAR) insert(bins []float32) {
	for _, p := range bins {
		i, _ := slices.BinarySearch(c.order, p)
		c.order = slices.Insert(c.order, i, p)
	}
}
