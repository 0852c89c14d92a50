package timbre

import "math"

// steps is how far the fundamental may move between spectra on the raster: 1.2 %
// in 128 ms, of which rotors use a third.
const steps = 2

// A track is the path of one fundamental through the spectra of a look.
type track struct {
	scores [spectra]*[candidates]float64
	best   [spectra][candidates]float64
	from   [spectra][candidates]int16
	path   [spectra]int
}

// follow finds the path with the highest sum of scores over the first n spectra
// (Viterbi) and returns its mean score.
func (t *track) follow(n int) float64 {
	t.best[0] = *t.scores[0]
	for i := 1; i < n; i++ {
		for c := range candidates {
			best, from := math.Inf(-1), c
			for p := max(0, c-steps); p <= min(candidates-1, c+steps); p++ {
				if v := t.best[i-1][p] - 0.1*math.Abs(float64(p-c)); v > best {
					best, from = v, p
				}
			}
			t.best[i][c], t.from[i][c] = best+t.scores[i][c], int16(from)
		}
	}
	end := highest(t.best[n-1][:])
	t.path[n-1] = end
	for i := n - 1; i > 0; i-- {
		t.path[i-1] = int(t.from[i][t.path[i]])
	}
	return t.best[n-1][end] / float64(n)
}

// highest returns the index of the largest value.
func highest(v []float64) int {
	at := 0
	for i := range v {
		if v[i] > v[at] {
			at = i
		}
	}
	return at
}
