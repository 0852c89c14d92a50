package timbre

import (
	"math"
	"slices"
)

// A Vector holds one look's features in the order of Names; a feature that the
// source's band does not reach is NaN.
type Vector []float64

// A look is the last hops of an Analyser while they are being measured.
type look struct {
	n      int // spectra
	hops   int
	bandHz float64
	power  [bins]float64 // mean over the spectra
	white  [bins]float64 // of that, dB
	each   [spectra]*hop // oldest first
	env    [len(bands)][Hops * envelopes]float64
	comb   *comb
	scores [candidates]float64 // of the combs in white
	track  track

	lines    []line
	lineRoom [maxLines]line
	room     [3][4096]float64
	out      Vector
}

// Look measures the last second and appends its features to dst[:0], which
// should have room for Names. It must be Ready.
func (a *Analyser) Look(dst Vector) Vector {
	l := &a.look
	l.hops = a.run
	l.n = 0
	for i := range l.hops {
		h := &a.ring[(a.last-l.hops+1+i+2*Hops)%Hops]
		for b := range bands {
			copy(l.env[b][i*envelopes:], h.env[b][:])
		}
		if h.whole && i > 0 {
			l.each[l.n] = h
			l.n++
		}
	}
	l.power = [bins]float64{}
	for _, h := range l.each[:l.n] {
		for k, p := range h.power {
			l.power[k] += p / float64(l.n)
		}
	}
	l.bandHz = min(a.bandHz, edge(&l.power))
	a.white.whiten(&l.white, &l.power)
	l.out = dst[:0]
	l.shape()
	l.tones()
	l.combs()
	l.beats()
	l.basses(a.bass, a.last)
	return l.out
}

// add appends one feature.
func (l *look) add(v float64) { l.out = append(l.out, v) }

// addIf appends a feature that needs sound up to a frequency.
func (l *look) addIf(hz, v float64) {
	if hz > l.bandHz {
		v = math.NaN()
	}
	l.add(v)
}

// bin is the spectrum's bin at a frequency.
func bin(hz float64) int { return int(math.Round(hz / binHz)) }

// cliff is the drop in dB within half a kHz that only a filter makes.
const cliff = 25

// edge finds where a codec or an earlier conversion cut the spectrum: from there
// on all of it lies far below what is just under it.
func edge(power *[bins]float64) float64 {
	const first, step = 1500., 250.
	var levels [26]float64
	for i := range levels {
		levels[i] = decibel(mean(power, first+step*float64(i), first+step*float64(i+1)))
	}
	above := math.Inf(-1)
	edge := RateHz / 2.
	for i := len(levels) - 3; i >= 0; i-- {
		above = max(above, levels[i+2])
		if levels[i]-above > cliff {
			edge = first + step*float64(i+1)
		}
	}
	return edge
}

// mean is the mean power of the bins between two frequencies.
func mean(power *[bins]float64, lo, hi float64) float64 {
	sum := 0.
	for _, p := range power[bin(lo):bin(hi)] {
		sum += p
	}
	return sum / float64(bin(hi)-bin(lo))
}

// octaves are the bands of the spectrum's shape, in Hz.
var octaves = [...]float64{62, 125, 250, 500, 1000, 2000, 3000, 3800, 5200, 7000}

// shape: how the power lies over frequency, each band against the mean of all in
// dB; its slopes; how even the hiss is.
func (l *look) shape() {
	var level [len(octaves) - 1]float64
	average, n := 0., 0
	for i := range level {
		level[i] = decibel(mean(&l.power, octaves[i], octaves[i+1]))
		if octaves[i+1] <= l.bandHz && octaves[i+1] <= 3800 {
			average += level[i]
			n++
		}
	}
	average /= float64(n)
	for i, v := range level {
		l.addIf(octaves[i+1], max(-60, min(60, v-average)))
	}
	// Wind: the lowest bins over the next ones.
	l.add(decibel(mean(&l.power, 8, 40)) - decibel(mean(&l.power, 62, 125)))
	for _, band := range [...][2]float64{{250, 1000}, {1000, 2000}, {2000, 3800}, {3800, 7000}} {
		l.addIf(band[1], l.flatness(band[0], band[1]))
	}
	// The hiss: how far its smoothed spectrum strays from a straight line.
	slope, stray := l.hiss(2000, 3800)
	l.add(slope)
	l.add(stray)
	slope, stray = l.hiss(3800, 7000)
	l.addIf(7000, slope)
	l.addIf(7000, stray)
}

// flatness is the geometric over the arithmetic mean in dB: 0 for white noise
// seen long enough, far below for lines.
func (l *look) flatness(lo, hi float64) float64 {
	sum := 0.
	part := l.power[bin(lo):bin(hi)]
	for _, p := range part {
		sum += decibel(p)
	}
	return sum/float64(len(part)) - decibel(mean(&l.power, lo, hi))
}

// hiss fits a line to the median level of 100 Hz bands: its slope in dB a kHz
// and the root mean square of what is left.
func (l *look) hiss(lo, hi float64) (slope, stray float64) {
	var levels [64]float64
	n := 0
	for f := lo; f+100 <= hi; f += 100 {
		part := l.room[0][:copy(l.room[0][:], l.power[bin(f):bin(f+100)])]
		slices.Sort(part)
		levels[n] = decibel(part[len(part)/2])
		n++
	}
	return fit(levels[:n], 0.1)
}

// fit returns the slope of equidistant values and the deviation from it.
func fit(v []float64, step float64) (slope, stray float64) {
	n := float64(len(v))
	var sx, sy, sxx, sxy float64
	for i, y := range v {
		x := step * float64(i)
		sx, sy, sxx, sxy = sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	slope = (n*sxy - sx*sy) / (n*sxx - sx*sx)
	base := (sy - slope*sx) / n
	for i, y := range v {
		d := y - base - slope*step*float64(i)
		stray += d * d / n
	}
	return slope, math.Sqrt(stray)
}
