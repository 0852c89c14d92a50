package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// A sighting is a primary signal whose place is known well enough to read the
// block it begins.
type sighting struct {
	id     int
	start  float64 // of its useful part, in samples of the window
	offset float64 // hertz from the window's centre
}

const (
	// refineReach is how far, in samples, the true start may be from a
	// candidate's: two lags of the search, and half of what a clock drifts in
	// 20 ms at 100 ppm.
	refineReach = 9

	// refineSteps is how many offsets on either side are tried, a twelfth of a
	// subcarrier spacing apart: to two thirds of the step of the search.
	refineSteps = 4
	refineGrid  = 12
)

// A refiner finds the exact start and carrier offset of blocks.
type refiner struct {
	spacing  spacing
	cutter   *cutter
	replicas [3][2*refineSteps + 1][symbolSize]complex64
	power    [2*refineSteps + 1][2*refineReach + 1]float64
	block    [blockSize + 2*margin]complex64 // a block at 0 Hz
	start    float64                         // of its primary signal in block
}

func newRefiner(rate float64, s spacing) (*refiner, error) {
	c, err := newCutter(rate, s.rate(), blockSize+2*margin)
	if err != nil {
		return nil, err
	}
	r := &refiner{spacing: s, cutter: c}
	for id := range r.replicas {
		for f := range r.replicas[id] {
			primaryTime(r.replicas[id][f][:], id, float64(f-refineSteps)/refineGrid)
		}
	}
	return r, nil
}

// refine corrects a sighting and leaves the block it begins in r.block, its
// carrier offset removed. It reports false when the window does not hold the
// block.
func (r *refiner) refine(s *sighting, x []complex64) bool {
	ratio := r.cutter.from / r.cutter.to
	if s.start < 0 || s.start+blockSize*ratio > float64(len(x)) {
		return false
	}
	y, start := r.cutter.cut(x, s.start, s.offset, margin, blockSize+2*margin)
	first := int(math.Round(start))
	at, step := r.peak(y[first-refineReach:], s.id)
	residual := step / refineGrid * float64(r.spacing)
	at += float64(first - refineReach)
	s.start += (at - start) * ratio
	s.offset += residual
	from := max(0, int(at)-margin)
	n := copy(r.block[:], y[from:])
	clear(r.block[n:])
	r.start = at - float64(from)
	r.turn(residual)
	return true
}

// turn removes a carrier offset in hertz from the block.
func (r *refiner) turn(offset float64) {
	step := -offset / r.spacing.rate()
	const run = 64
	w := root(step)
	for i := 0; i < len(r.block); i += run {
		v := root(step * float64(i))
		for j := range r.block[i:min(i+run, len(r.block))] {
			r.block[i+j] = mul(r.block[i+j], v)
			v = mul(v, w)
		}
	}
}

// peak returns where in y the primary signal correlates best, and at which of
// the offsets, both to a part of a step.
func (r *refiner) peak(y []complex64, id int) (at, step float64) {
	bestAt, bestStep := 0, 0
	for f := range r.power {
		for lag := range r.power[f] {
			c := dsp.DotConj(y[lag:lag+symbolSize], r.replicas[id][f][:])
			r.power[f][lag] = math.Sqrt(float64(power(c)))
			if r.power[f][lag] > r.power[bestStep][bestAt] {
				bestAt, bestStep = lag, f
			}
		}
	}
	at, step = float64(bestAt), float64(bestStep-refineSteps)
	p := r.power[bestStep][bestAt]
	if bestAt > 0 && bestAt < 2*refineReach {
		at += vertex(r.power[bestStep][bestAt-1], p, r.power[bestStep][bestAt+1])
	}
	if bestStep > 0 && bestStep < 2*refineSteps {
		step += vertex(r.power[bestStep-1][bestAt], p, r.power[bestStep+1][bestAt])
	}
	return at, step
}

// vertex returns where between -1/2 and 1/2 the parabola through three values
// has its maximum, the middle one being the greatest.
func vertex(a, b, c float64) float64 {
	if d := a - 2*b + c; d < 0 {
		return (a - c) / (2 * d)
	}
	return 0
}
