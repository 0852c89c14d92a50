package timbre

import (
	"math"
	"slices"
)

// combs: the best comb of the mean spectrum and what it is made of, then its
// track through the look.
func (l *look) combs() {
	c := l.comb
	c.set(&l.white)
	c.scores(&l.scores, l.bandHz)
	scores := l.scores[:]
	at := highest(scores)
	f0 := c.f0[at]
	sorted := l.room[1][:copy(l.room[1][:candidates], scores)]
	slices.Sort(sorted)
	l.add(scores[at])
	l.add(scores[at] - sorted[candidates/2])
	l.add(math.Log2(f0 / lowestHz))
	for _, r := range [...][2]float64{{70, 140}, {140, 300}, {300, 900}} {
		best := 0.
		for i, f := range c.f0 {
			if f >= r[0] && f < r[1] {
				best = max(best, scores[i])
			}
		}
		l.add(best)
	}
	l.teeth(&c.at[at], f0)
	l.add(l.second(scores, at))
	l.add(c.scoreAt(f0/2, l.bandHz) - scores[at])
	l.add(c.scoreAt(f0/3, l.bandHz) - scores[at])
	l.add(c.scoreAt(2*f0, l.bandHz) - scores[at])
	l.explained(f0)
	l.tracked()
}

// teeth: how many count, up to which frequency, how odd and even ones differ,
// and how their widths grow.
func (l *look) teeth(r *rake, f0 float64) {
	c := l.comb
	n := reach(f0, l.bandHz)
	count, top := 0, 0.
	var side [2]float64
	var sides [2]int
	narrow, wide := l.room[1][:0], l.room[1][64:64]
	for h := 1; h <= n; h++ {
		v := max(-6, min(15, c.tooth(r, h)))
		side[h%2] += v
		sides[h%2]++
		if v < countDB {
			continue
		}
		count++
		top = f0 * float64(h)
		w := l.width(l.peak(f0*float64(h), width(top, f0)))
		if h <= 3 {
			narrow = append(narrow, w)
		} else {
			wide = append(wide, w)
		}
	}
	l.add(float64(count) / float64(n))
	l.add(float64(count))
	l.add(math.Log2(max(top, 70) / 70))
	l.add(side[1]/float64(sides[1]) - side[0]/float64(sides[0]))
	a, b := median(narrow, 2), median(wide, 2)
	l.add(a)
	l.add(b - a)
}

// peak is the highest bin of the mean spectrum within ±w of a frequency.
func (l *look) peak(hz float64, w int) int {
	at := min(bin(hz), bins-13)
	for k := max(13, bin(hz)-w); k <= min(bins-13, bin(hz)+w); k++ {
		if l.power[k] > l.power[at] {
			at = k
		}
	}
	return max(13, at)
}

// second is the best comb that is no relative of the first, as a part of it.
func (l *look) second(scores []float64, at int) float64 {
	best := 0.
	for i, f := range l.comb.f0 {
		if ratio := f / l.comb.f0[at]; !related(ratio) {
			best = max(best, scores[i])
		}
	}
	return best / max(scores[at], 1)
}

// related reports whether a ratio of fundamentals is one of small numbers.
func related(ratio float64) bool {
	for _, q := range [...]float64{1, 2, 3, 4} {
		for p := 1.; p <= 4; p++ {
			if math.Abs(ratio*q/p-1) < 0.03 {
				return true
			}
		}
	}
	return false
}

// explained is the part of the lines that are teeth, and the strongest line that
// is none.
func (l *look) explained(f0 float64) {
	in, all, stray := 0., 0., 0.
	for _, p := range l.lines {
		h := math.Round(p.hz / f0)
		all += p.db
		if h >= 1 && math.Abs(p.hz-h*f0) <= binHz*float64(width(p.hz, f0))+binHz/2 {
			in += p.db
		} else {
			stray = max(stray, p.db)
		}
	}
	l.add(in / max(all, lineDB))
	l.add(stray)
}

// tracked scores the comb in every spectrum and follows it.
func (l *look) tracked() {
	free := 0.
	for i, h := range l.each[:l.n] {
		l.track.scores[i] = &h.score
		free += h.score[highest(h.score[:])] / float64(l.n)
	}
	followed := l.track.follow(l.n)
	path := l.room[0][:l.n]
	lo, hi := candidates, 0
	still := 0
	for i := range l.n {
		p := l.track.path[i]
		path[i] = float64(p)
		lo, hi = min(lo, p), max(hi, p)
		if own := highest(l.track.scores[i][:]); own-p <= 3 && p-own <= 3 {
			still++
		}
	}
	slope, jitter := fit(path, 1)
	l.add(followed)
	l.add(free - followed)
	l.add(math.Log2(l.f0() / lowestHz))
	l.add(float64(hi - lo))
	l.add(math.Abs(slope))
	l.add(jitter)
	l.add(float64(still) / float64(l.n))
}

// f0 is the fundamental in the middle of the look's track.
func (l *look) f0() float64 { return l.comb.f0[l.track.path[l.n/2]] }
