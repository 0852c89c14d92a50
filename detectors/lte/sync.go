package lte

import (
	"math"
	"math/cmplx"
)

// A timing is where a cell's secondary signal lies before its primary one.
type timing struct {
	tdd    bool
	prefix prefix
}

var timings = [...]timing{{false, normalPrefix}, {true, normalPrefix}, {false, extendedPrefix}, {true, extendedPrefix}}

// primaryStart returns the first sample, after the prefix, of the primary
// signal in a frame: the last symbol of slot 0 or, in TDD, the third of slot 2.
func (t timing) primaryStart() int {
	if t.tdd {
		return t.prefix.start(2, 2)
	}
	return t.prefix.start(0, t.prefix.symbols()-1)
}

// secondaryStart returns the same of the secondary signal: the last symbol but
// one of slot 0 or, in TDD, the last of slot 1.
func (t timing) secondaryStart() int {
	if t.tdd {
		return t.prefix.start(1, t.prefix.symbols()-1)
	}
	return t.prefix.start(0, t.prefix.symbols()-2)
}

// An identity is what the synchronisation signals say of a cell.
type identity struct {
	timing
	pci  int
	half int     // 0 when the first primary signal of the window is in subframe 0 (1 in TDD), 1 when in 5 (6)
	fit  float64 // correlation, in units of the root sum square
}

// A synchroniser refines candidates and identifies their cells.
type synchroniser struct {
	demod   *demodulator
	samples [symbolSize + 2*refineReach]complex64
	sums    [len(timings)][2]sync // secondary signal over channel, by half-frame parity
	energy  [len(timings)]float64
	tables  [2]shiftTable
}

// refineReach is how far, in samples, the true start may be from a candidate's.
const (
	refineReach = 3
	refineLags  = 2*refineReach + 1
)

// refine improves a candidate's start and carrier offset from the power and the
// phase of the correlation with either half of the primary signal and, when the
// clock is not tied to the carrier, its drift from what the window's two halves
// differ by.
func (s *synchroniser) refine(c *candidate, x []complex64, tied bool) {
	var energy [2]lagPower
	var rounded, used [2]float64
	var turn [refineLags]complex128
	count := int((float64(len(x))-c.start)/(halfSize*(1+c.drift))) + 1
	for m := range count {
		first := int(math.Round(c.at(m))) - refineReach
		if first < 0 || first+len(s.samples) > len(x) {
			continue
		}
		mix(s.samples[:], x[first:first+len(s.samples)], 0, -c.offset)
		late := 2 * m / count
		used[late]++
		rounded[late] += float64(first+refineReach) - c.at(m)
		for lag := range turn {
			a := against(s.samples[lag:][:symbolSize/2], primaryTime[c.id][:symbolSize/2])
			b := against(s.samples[lag+symbolSize/2:][:symbolSize/2], primaryTime[c.id][symbolSize/2:])
			energy[late][lag] += float64(power(a + b))
			turn[lag] += complex128(mulConj(b, a))
		}
	}
	if !tied && min(used[0], used[1]) >= 2 {
		differ := energy[1].peak() + rounded[1]/used[1] - energy[0].peak() - rounded[0]/used[0]
		differ /= float64(count) / 2 * halfSize
		c.start -= differ * float64(count) / 2 * halfSize
		c.drift += differ
	}
	for lag := range turn {
		energy[0][lag] += energy[1][lag]
	}
	c.offset += cmplx.Phase(turn[energy[0].best()]) / (2 * math.Pi) * sampleRate / (symbolSize / 2)
	c.start += energy[0].peak() - refineReach + (rounded[0]+rounded[1])/max(1, used[0]+used[1])
}

// A lagPower is the power of the correlation around the expected start.
type lagPower [refineLags]float64

func (e *lagPower) best() (lag int) {
	for i, v := range e {
		if v > e[lag] {
			lag = i
		}
	}
	return lag
}

// peak returns the lag of the greatest power, between lags by a parabola.
func (e *lagPower) peak() float64 {
	lag := e.best()
	if lag > 0 && lag < len(e)-1 {
		if bend := e[lag-1] + e[lag+1] - 2*e[lag]; bend < 0 {
			return float64(lag) + (e[lag-1]-e[lag+1])/(2*bend)
		}
	}
	return float64(lag)
}

// against returns the correlation of samples with a sequence.
func against(x, sequence []complex64) (sum complex64) {
	for i, v := range sequence {
		sum += mulConj(x[i], v)
	}
	return sum
}

// observe collects the secondary signals of all half-frames under every timing,
// each divided by the channel that the primary signal beside it shows.
func (s *synchroniser) observe(c *candidate, x []complex64) {
	s.sums = [len(timings)][2]sync{}
	s.energy = [len(timings)]float64{}
	for m := 0; c.at(m) < float64(len(x)); m++ {
		var y symbol
		if !s.demod.symbol(&y, x, c.at(m), c.offset) {
			continue
		}
		var smooth sync
		weight := channel(&smooth, &y, &primary[c.id])
		for i, t := range timings {
			back := float64(t.primaryStart()-t.secondaryStart()) * (1 + c.drift)
			if !s.demod.symbol(&y, x, c.at(m)-back, c.offset) {
				continue
			}
			sum := &s.sums[i][m%2]
			for k, v := range smooth {
				z := scale(mulConj(y[k+syncFirst], v), weight)
				sum[k] += z
			}
		}
	}
	for i := range s.sums {
		for _, sum := range s.sums[i] {
			for _, v := range sum {
				s.energy[i] += float64(power(v))
			}
		}
	}
}

// channel fills smooth with the channel at a synchronisation signal of which y
// is received. It returns 1/noise power.
func channel(smooth *sync, y *symbol, sent *sync) (weight float32) {
	var h sync
	for k := range h {
		h[k] = mulConj(y[k+syncFirst], sent[k])
	}
	return 1 / smoothSync(smooth, &h)
}

// smoothSync fills smooth with the channel behind noisy samples of it and
// returns the noise power: what neighbouring subcarriers do not have in common.
func smoothSync(smooth, h *sync) (noise float32) {
	all, common := h.coherence()
	noise = max(all-common, all*1e-3, math.SmallestNonzeroFloat32)
	syncSmooth[level(float64(common/noise))].estimate(smooth, h)
	return noise
}

// coherence returns the mean power, and the part of it that neighbouring
// subcarriers have in common.
func (h *sync) coherence() (all, common float32) {
	var sum complex64
	for k, v := range h {
		all += power(v) / syncSize
		if k > 0 {
			sum += mulConj(v, h[k-1])
		}
	}
	return all, min(all, float32(math.Sqrt(float64(power(sum))))/(syncSize-1))
}

// identify returns the cell whose secondary signal fits best, and the carrier
// offset, in hertz, that the fit leaves.
func (s *synchroniser) identify(c *candidate) (best identity, remains float64) {
	var phase float64
	for i, t := range timings {
		if s.energy[i] == 0 {
			continue
		}
		for parity := range s.tables {
			s.tables[parity].set(&s.sums[i][parity], c.id)
		}
		for id1, m := range shifts {
			for half := range 2 {
				sum := s.tables[0].match(m, half) + s.tables[1].match(m, 1-half)
				if z := float64(power(sum)) / s.energy[i]; z > best.fit {
					best = identity{timing: t, pci: 3*id1 + c.id, half: half, fit: z}
					phase = cmplx.Phase(complex128(sum))
				}
			}
		}
	}
	if best.fit == 0 {
		return best, 0
	}
	best.fit = s.significance(c, &best, phase)
	// The channel of the primary signal was taken as that of the secondary,
	// which came earlier.
	back := float64(best.primaryStart() - best.secondaryStart())
	return best, -phase / (2 * math.Pi) * sampleRate / back
}

// significance returns the correlation with an identity's signals, turned by a
// phase, in units of the root sum square.
func (s *synchroniser) significance(c *candidate, id *identity, phase float64) float64 {
	var i int
	for i = range timings {
		if timings[i] == id.timing {
			break
		}
	}
	w := complex64(cmplx.Rect(1, -phase))
	var sum, squares float64
	for parity := range 2 {
		d := &secondary[c.id][id.pci/3][parity^id.half]
		for k, v := range s.sums[i][parity] {
			r := float64(real(mul(v, w)))
			sum += r * float64(d[k])
			squares += r * r
		}
	}
	return sum / math.Sqrt(squares)
}
