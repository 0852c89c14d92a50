package lte

import (
	"math"
	"slices"
)

// A candidate is a peak of the search: perhaps a cell's primary signal.
type candidate struct {
	id     int     // N_ID(2)
	start  float64 // first sample, after the prefix, of the window's first primary signal
	offset float64 // hertz
	drift  float64 // a half-frame lasts halfSize·(1+drift) samples
	score  float64 // normalised power, 1 for noise
}

// at returns where the primary signal of half-frame m starts.
func (c *candidate) at(m int) float64 {
	return c.start + float64(m)*halfSize*(1+c.drift)
}

// maxCandidates bounds the work that one search can cause.
const maxCandidates = 48

// A shortlist keeps the best candidates of a search, of neighbouring ones only
// the best.
type shortlist struct {
	best [maxCandidates]candidate
	n    int
}

func (l *shortlist) reset()           { l.n = 0 }
func (l *shortlist) full() bool       { return l.n == maxCandidates }
func (l *shortlist) weakest() float64 { return l.best[l.n-1].score }
func byScore(a, b candidate) (order int) {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return 0
}

// add enters a candidate in order of score.
func (l *shortlist) add(c candidate) {
	for i := range l.best[:l.n] {
		o := &l.best[i]
		if o.id == c.id && math.Abs(o.offset-c.offset) < 3*shiftHz && apart(o.start, c.start, halfSize) < 5 {
			if o.score >= c.score {
				return
			}
			l.remove(i)
			break
		}
	}
	if l.full() {
		if l.weakest() >= c.score {
			return
		}
		l.n--
	}
	i, _ := slices.BinarySearchFunc(l.best[:l.n], c, byScore)
	copy(l.best[i+1:l.n+1], l.best[i:l.n])
	l.best[i] = c
	l.n++
}

func (l *shortlist) remove(i int) {
	copy(l.best[i:], l.best[i+1:l.n])
	l.n--
}

// apart returns the distance of two positions on a circle.
func apart(a, b, circle float64) float64 {
	d := math.Mod(math.Abs(a-b), circle)
	return min(d, circle-d)
}

// peaks enters the local maxima of a row that exceed the threshold, in units of
// the row's mean. The row's times are those at the window's middle, where the
// drift has moved them by this many samples.
func (l *shortlist) peaks(row []float32, threshold, moved float64, c candidate) {
	var sum float64
	for _, v := range row {
		sum += float64(v)
	}
	mean := sum / float64(len(row))
	if mean == 0 {
		return
	}
	least := float32(threshold * mean)
	for t, v := range row {
		if v < least || v < row[(t+1)%len(row)] || v < row[(t+len(row)-1)%len(row)] {
			continue
		}
		c.score = float64(v) / mean
		c.start = float64(2*t) - moved
		l.add(c)
	}
}

// peakThreshold returns the score that noise exceeds once in tests values, when
// each is a sum of halves exponential powers: the Chernoff bound of the Gamma
// distribution, exp(-halves·(x-1-ln x)).
func peakThreshold(halves int, tests float64) float64 {
	want := math.Log(tests) / float64(halves)
	x := 1 + want + math.Sqrt(2*want)
	for range 20 {
		x -= (x - 1 - math.Log(x) - want) / (1 - 1/x)
	}
	return x
}

// echoes reports whether b is nothing but the signal of a seen through the
// ambiguity of Zadoff-Chu sequences: at another carrier offset, usually by
// whole subcarriers, the same signal appears at another delay within a symbol.
func (a *candidate) echoes(b *candidate) bool {
	return a.id == b.id && math.Abs(a.offset-b.offset) > 1.5*shiftHz && apart(a.start, b.start, halfSize) < symbolSize
}
