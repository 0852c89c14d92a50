package nr

import (
	"slices"

	"vigie/sdr/dsp"
)

// A candidate is a peak of the search: perhaps a primary signal.
type candidate struct {
	id    int     // N_ID(2)
	shift int     // offset from the tile's middle in bins
	lag   int     // where it starts, in half lags
	score float32 // normalised power, 1 for noise
}

// maxCandidates bounds the work that one tile can cause.
const maxCandidates = 24

// A shortlist keeps the best candidates of a tile, of neighbouring ones only
// the best.
type shortlist struct {
	best [maxCandidates]candidate
	n    int
}

func (l *shortlist) reset() { l.n = 0 }

// peaks enters the local maxima of a hop whose power times weight exceeds the
// threshold: the first half of p holds the lags, the second twice what is half-way
// to the next. The hop begins at half lag number first.
func (l *shortlist) peaks(p []float32, weight, threshold float32, first int, c candidate) {
	for half := range 2 {
		q := p[half*len(p)/2:][:len(p)/2]
		weight := weight / float32(1+half)
		least := threshold / weight
		if dsp.Greatest(q) < least {
			continue
		}
		for i, v := range q {
			if v < least || i > 0 && v < q[i-1] || i+1 < len(q) && v < q[i+1] {
				continue
			}
			c.lag, c.score = first+2*i+half, v*weight
			l.add(c)
		}
	}
}

// near reports whether two candidates may be the same signal: an offset of a
// subcarrier spacing or more apart is another one.
func (c *candidate) near(o *candidate) bool {
	return c.id == o.id && abs(c.shift-o.shift) < 2*binsSpacing && abs(c.lag-o.lag) <= 6
}

// add enters a candidate in order of score.
func (l *shortlist) add(c candidate) {
	for i := range l.best[:l.n] {
		if l.best[i].near(&c) {
			if l.best[i].score >= c.score {
				return
			}
			copy(l.best[i:], l.best[i+1:l.n])
			l.n--
			break
		}
	}
	if l.n == maxCandidates {
		if l.best[l.n-1].score >= c.score {
			return
		}
		l.n--
	}
	i, _ := slices.BinarySearchFunc(l.best[:l.n], c, byScore)
	copy(l.best[i+1:l.n+1], l.best[i:l.n])
	l.best[i] = c
	l.n++
}

func byScore(a, b candidate) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return 0
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
