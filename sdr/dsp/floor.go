package dsp

import (
	"math"
	"slices"
)

const (
	floorQuantile   = 0.25 // over frequency
	floorGroup      = 32   // bins between the points where the floor is held
	floorSpan       = 3    // groups a point's quantile is taken over
	floorFallS      = 1.0  // time constant of falling, seconds
	floorRiseDBPerS = 1.0 / 60
)

// A Floor tracks the noise power in each bin of a spectrum.
//
// Over frequency it takes a low order statistic, the quartile of 96
// neighbouring bins (after H. Rohling, Radar CFAR Thresholding in Clutter and
// Multiple Target Situations, IEEE Trans. AES 19(4), 1983), so that signals
// that fill less than three quarters of them do not lift it. Over time it falls
// within a second and rises at most a decibel a minute (minimum tracking with
// unequal rates, after G. Doblinger, Computationally Efficient Speech
// Enhancement by Spectral Minima Tracking in Subbands, Eurospeech 1995), so that
// a signal of any width that comes later, and stays, stands out for minutes. At
// the start no point may be above the quartile of all points, so that even a
// signal that was there first stands out, unless it fills three quarters of the
// band: then it cannot be told from noise.
//
// A new gain or tuning is a new floor: call Reset.
type Floor struct {
	points  []float64 // decibel at the middle of each group
	levels  []float32 // power in each bin
	scratch []float32
	order   []float64
	started bool
}

// NewFloor returns a tracker of rows of this many bins.
func NewFloor(bins int) *Floor {
	groups := max(1, bins/floorGroup)
	return &Floor{
		points:  make([]float64, groups),
		levels:  make([]float32, bins),
		scratch: make([]float32, bins),
		order:   make([]float64, groups),
	}
}

// Update takes the mean of so many spectra and the time they last, in seconds.
// Rows that are zero throughout, of a receiver that gave nothing, are ignored.
func (f *Floor) Update(mean []float32, spectra int, seconds float64) {
	bias := quartileOfMean(spectra)
	for g := range f.points {
		q := f.quartile(mean, g)
		if q <= 0 {
			return
		}
		f.order[g] = 10 * math.Log10(q/bias)
	}
	if !f.started {
		f.start()
	} else {
		fall := -math.Expm1(-seconds / floorFallS)
		for g, now := range f.order {
			d := now - f.points[g]
			f.points[g] += max(fall*min(d, 0), min(d, floorRiseDBPerS*seconds))
		}
	}
	f.interpolate()
}

// start takes the present levels, none above the quartile of all.
func (f *Floor) start() {
	copy(f.points, f.order)
	slices.Sort(f.order)
	most := f.order[(len(f.order)-1)/4]
	for g, p := range f.points {
		f.points[g] = min(p, most)
	}
	f.started = true
}

// quartile returns the lower quartile of the bins around group g.
func (f *Floor) quartile(mean []float32, g int) float64 {
	width := len(mean) / len(f.points)
	from := max(0, min((g-floorSpan/2)*width, len(mean)-floorSpan*width))
	around := mean[from:min(len(mean), from+floorSpan*width)]
	s := f.scratch[:copy(f.scratch, around)]
	k := int(floorQuantile * float64(len(s)))
	return float64(selectKth(s, k))
}

// quartileOfMean returns the lower quartile of the mean of so many independent
// exponential variables of mean 1: exactly for one, and by the cube-root normal
// approximation of E. B. Wilson and M. M. Hilferty, PNAS 17, 1931, for more.
func quartileOfMean(spectra int) float64 {
	if spectra <= 1 {
		return 0.28768207245178092744 // -ln(1-1/4)
	}
	const z = -0.67448975019608174320 // normal quartile
	v := 1 / (9 * float64(spectra))
	return math.Pow(1-v+z*math.Sqrt(v), 3)
}

// interpolate fills the bins, linearly in decibels, from the points.
func (f *Floor) interpolate() {
	width := len(f.levels) / len(f.points)
	last := len(f.points) - 1
	for g := range f.points {
		at, step := dbPower(f.points[g]), 1.0
		if g < last {
			step = dbPower((f.points[g+1] - f.points[g]) / float64(width))
		}
		from, to := g*width+width/2, (g+1)*width+width/2
		if g == 0 {
			fill(f.levels[:from], at)
		}
		if g == last {
			to = len(f.levels)
		}
		for k := from; k < to; k++ {
			f.levels[k] = float32(at)
			at *= step
		}
	}
}

func fill(x []float32, v float64) {
	for i := range x {
		x[i] = float32(v)
	}
}

// dbPower returns the power ratio of d decibels.
func dbPower(d float64) float64 { return math.Exp(d * (math.Ln10 / 10)) }

// Levels returns the noise power in each bin, owned by the Floor until the next
// Update; zeros before the first.
func (f *Floor) Levels() []float32 { return f.levels }

// LevelDB returns the noise power of the whole band in decibels of full scale.
func (f *Floor) LevelDB() float64 {
	var sum float64
	for _, v := range f.levels {
		sum += float64(v)
	}
	return 10 * math.Log10(sum)
}

// Reset forgets all levels.
func (f *Floor) Reset() {
	f.started = false
	clear(f.levels)
}

// selectKth returns the k-th smallest of x, from 0, and reorders x: Hoare's
// FIND, CACM 4(7), 1961.
func selectKth(x []float32, k int) float32 {
	lo, hi := 0, len(x)-1
	for lo < hi {
		pivot := x[(lo+hi)/2]
		i, j := lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}
