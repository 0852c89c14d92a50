package timbre

import (
	"math"
	"slices"
)

const (
	maxLines = 24
	lineDB   = 6. // over the surroundings, from which a peak is a line
)

// A line is a local maximum of the mean spectrum.
type line struct {
	hz, db, width float64 // width in bins at half power
}

// regions are the bands in which lines are counted, in Hz.
var regions = [...][2]float64{{70, 300}, {300, 1000}, {1000, 2000}, {2000, 3800}, {3800, 7000}}

// tones: how much of each region is lines, how wide they are, how still they
// stand, and whether they wander together.
func (l *look) tones() {
	for _, r := range regions {
		part := l.white[bin(r[0]):bin(r[1])]
		above := 0
		for _, v := range part {
			if v > 5 {
				above++
			}
		}
		l.addIf(r[1], float64(above)/float64(len(part)))
		sorted := l.room[0][:copy(l.room[0][:], part)]
		slices.Sort(sorted)
		l.addIf(r[1], sorted[len(sorted)*98/100])
		l.addIf(r[1], l.persistence(r))
	}
	l.find()
	var low, high []float64
	lowRoom, highRoom := l.room[0][:0], l.room[1][:0]
	for _, p := range l.lines {
		if p.hz < 1000 {
			lowRoom = append(lowRoom, p.width)
		} else {
			highRoom = append(highRoom, p.width)
		}
	}
	low, high = lowRoom, highRoom
	l.add(float64(len(low)))
	l.add(float64(len(high)))
	l.add(median(low, 4))
	l.add(median(high, 6))
	l.wander()
	l.flux()
}

// persistence is the mean correlation of successive whitened spectra in a
// region: lines that stay give 1, noise and moving voices give 0. The spectra
// overlap by half, which gives noise a share that is the same for all; pairs
// are therefore taken two apart where there are enough.
func (l *look) persistence(r [2]float64) float64 {
	lo, hi := bin(r[0]), bin(r[1])
	sum, n := 0., 0
	for i := 2; i < l.n; i++ {
		sum += correlation(l.each[i-2].white[lo:hi], l.each[i].white[lo:hi])
		n++
	}
	return sum / float64(n)
}

// correlation is Pearson's, of values that are held at 0 or more.
func correlation(a, b []float64) float64 {
	var sa, sb, saa, sbb, sab float64
	for i := range a {
		x, y := max(0, a[i]), max(0, b[i])
		sa, sb, saa, sbb, sab = sa+x, sb+y, saa+x*x, sbb+y*y, sab+x*y
	}
	n := float64(len(a))
	den := math.Sqrt((saa - sa*sa/n) * (sbb - sb*sb/n))
	if !(den > 0) {
		return 0
	}
	return (sab - sa*sb/n) / den
}

// find lists the strongest lines up to 4 kHz, by frequency.
func (l *look) find() {
	l.lines = l.lineRoom[:0]
	for k := bin(70); k < bin(min(4000, 0.95*l.bandHz)); k++ {
		v := l.white[k]
		if v < lineDB || v < l.white[k-1] || v <= l.white[k+1] || l.power[k] < l.power[k-2] || l.power[k] < l.power[k+2] {
			continue
		}
		p := line{hz: binHz * (float64(k) + vertex(l.power[k-1], l.power[k], l.power[k+1])), db: v, width: l.width(k)}
		if len(l.lines) < maxLines {
			l.lines = append(l.lines, p)
			continue
		}
		weakest := 0
		for i := range l.lines {
			if l.lines[i].db < l.lines[weakest].db {
				weakest = i
			}
		}
		if l.lines[weakest].db < p.db {
			l.lines[weakest] = p
		}
	}
	slices.SortFunc(l.lines, func(a, b line) int {
		if a.hz < b.hz {
			return -1
		}
		return 1
	})
}

// vertex is the offset of a parabola's maximum through three powers in dB.
func vertex(a, b, c float64) float64 {
	a, b, c = decibel(a), decibel(b), decibel(c)
	den := a - 2*b + c
	if den >= 0 {
		return 0
	}
	return max(-0.5, min(0.5, 0.5*(a-c)/den))
}

// width is that of the line at bin k at half power, interpolated.
func (l *look) width(k int) float64 {
	half := l.power[k] / 2
	side := func(step int) float64 {
		for i := 1; i < 12 && k+i*step > 0 && k+i*step < bins; i++ {
			if q := l.power[k+i*step]; q < half {
				p := l.power[k+(i-1)*step]
				return float64(i-1) + (p-half)/(p-q)
			}
		}
		return 12
	}
	return side(-1) + side(1)
}

// wander follows the strongest lines through the spectra: their mean relative
// deviation in frequency, the deviation in level, and how much of the
// deviation in frequency all have in common.
func (l *look) wander() {
	var deviation [6][spectra]float64
	var level [spectra]float64
	strongest := l.room[0][:0]
	for _, p := range l.lines {
		strongest = append(strongest, p.db)
	}
	slices.Sort(strongest)
	bar := 0.
	if len(strongest) > len(deviation) {
		bar = strongest[len(strongest)-len(deviation)]
	}
	m := 0
	jitter, swing := 0., 0.
	for _, p := range l.lines {
		if p.db < bar || m == len(deviation) {
			continue
		}
		reach := int(1 + math.Round(0.015*p.hz/binHz))
		mean := 0.
		for i, h := range l.each[:l.n] {
			at := bin(p.hz)
			for k := max(1, bin(p.hz)-reach); k <= bin(p.hz)+reach; k++ {
				if h.power[k] > h.power[at] {
					at = k
				}
			}
			deviation[m][i] = (float64(at)+vertex(h.power[at-1], h.power[at], h.power[at+1]))*binHz/p.hz - 1
			level[i] = decibel(h.power[at])
			mean += deviation[m][i] / float64(l.n)
		}
		for i := range l.n {
			deviation[m][i] -= mean
		}
		jitter += rms(deviation[m][:l.n])
		_, s := fit(level[:l.n], 1)
		swing += s
		m++
	}
	if m == 0 {
		l.add(1)
		l.add(6)
		l.add(0)
		return
	}
	l.add(100 * jitter / float64(m))
	l.add(swing / float64(m))
	common := 0.
	for i := range l.n {
		sum := 0.
		for j := range m {
			sum += deviation[j][i]
		}
		common += sum * sum / float64(m*m*l.n)
	}
	total := 0.
	for j := range m {
		r := rms(deviation[j][:l.n])
		total += r * r / float64(m)
	}
	l.add(math.Sqrt(common / (total + 1e-12)))
}

func rms(v []float64) float64 {
	sum := 0.
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum / float64(len(v)))
}

// median sorts v and returns its median, or what is said of nothing.
func median(v []float64, none float64) float64 {
	if len(v) == 0 {
		return none
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// flux is the mean change of the octaves' levels from spectrum to spectrum, and
// how much of it is one step up: a beginning.
func (l *look) flux() {
	change, up := 0., 0.
	for i := 1; i < l.n; i++ {
		rise := 0.
		n := 0
		for o := range len(octaves) - 1 {
			if octaves[o+1] > l.bandHz || octaves[o+1] > 3800 {
				break
			}
			var p, q float64
			for k := bin(octaves[o]); k < bin(octaves[o+1]); k++ {
				p += l.each[i-1].power[k]
				q += l.each[i].power[k]
			}
			d := decibel(q) - decibel(p)
			change += math.Abs(d)
			rise += d
			n++
		}
		rise /= float64(n)
		up = max(up, rise)
		if i == l.n-1 {
			change /= float64(n * (l.n - 1))
		}
	}
	l.add(change)
	l.add(up)
}
