package fsk

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"vigie/detectors"
)

// Numbers of the gate.
const (
	groupHz    = 9.4e3 // about, of the bins that are taken together
	mostBins   = 16    // in a group
	gatePFA    = 1e-9
	mostTracks = 32
	bridgeHz   = 25e3 // between groups of one emission
	gapRows    = 2    // without energy, after which an emission has ended
	learnRows  = 16   // of which one is looked at for what is usual
	learnUp    = 0.01 // by which that rises there; it falls by three times as much
	steady     = 1.35 // times its lower quartile is the mean of a steady group
	togetherHz = 420e3
	togetherDB = 8
	mirrorDB   = 15
)

// A track is an emission while it lasts.
type track struct {
	low, high   int    // groups
	first, last uint64 // samples at which its first and its newest row begin
	energy      []float32
	dead        bool // too long: it is only waited for
}

// A gate watches the shared spectra for emissions.
type gate struct {
	bins      int // in a group
	groups    int
	bound     float32
	bridge    int    // groups
	together  int    // groups
	hop       uint64 // samples from row to row
	longest   uint64 // samples
	inverse   []float32
	usual     []float32 // of groups over their floor: their lower quartile, or that of noise
	rows      int
	now, then []float32 // groups over their floor in this row and in the one before
	tracks    []track
	spare     [][]float32
	ended     func(*track)
}

func newGate(rate float64, bins int, longest uint64, ended func(*track)) *gate {
	binHz := rate / float64(bins)
	g := &gate{hop: uint64(bins / 2), longest: longest, ended: ended, tracks: make([]track, 0, mostTracks)}
	g.bins = 1
	for g.bins < mostBins && float64(2*g.bins)*binHz <= 1.5*groupHz {
		g.bins *= 2
	}
	g.groups = bins / g.bins
	// Two groups in two rows are compared. Hann's window correlates the powers of
	// neighbouring bins by 4/9, of the next ones and of half-overlapping rows by
	// 1/36: so many independent values are left.
	n := float64(2 * g.bins)
	shape := n / (1 + 2*(4./9*(n-1)+1./36*(n-2))/n) * 2 / (1 + 1./36)
	g.bound = float32(mathext.GammaIncRegCompInv(shape, gatePFA) / shape)
	groupHz := binHz * float64(g.bins)
	g.bridge, g.together = int(math.Ceil(bridgeHz/groupHz)), int(togetherHz/groupHz)
	g.inverse, g.usual = make([]float32, bins), make([]float32, g.groups)
	g.now, g.then = make([]float32, g.groups), make([]float32, g.groups)
	for range mostTracks {
		g.spare = append(g.spare, make([]float32, g.groups))
	}
	return g
}

// restart forgets the emissions under way, with fresh also what is usual.
func (g *gate) restart(fresh bool) {
	if fresh {
		clear(g.usual)
	}
	for i := range g.tracks {
		g.release(&g.tracks[i])
	}
	g.tracks = g.tracks[:0]
	clear(g.then)
}

func (g *gate) release(t *track) {
	clear(t.energy)
	g.spare = append(g.spare, t.energy)
}

// floor takes the noise levels that the next rows are compared with.
func (g *gate) floor(s *detectors.Spectrum) {
	for i, v := range s.Floor() {
		g.inverse[i] = 0
		if v > 0 {
			g.inverse[i] = 1 / (v * float32(g.bins))
		}
	}
}

// row takes a spectrum that begins at a sample.
func (g *gate) row(row []float32, at uint64) {
	g.now, g.then = g.then, g.now
	sum(g.now, row, g.inverse, g.bins)
	if g.rows++; g.rows%learnRows == 0 {
		g.learn()
	}
	begin, end, unusual := -1, 0, false
	for k := 0; k+1 < g.groups; k++ {
		power := g.now[k] + g.now[k+1] + g.then[k] + g.then[k+1]
		if power < 4*g.bound {
			continue
		}
		if begin >= 0 && k > end+g.bridge {
			g.run(begin, end, unusual, at)
			begin, unusual = -1, false
		}
		if begin < 0 {
			begin = k
		}
		end = k + 1
		unusual = unusual || power >= 2*g.bound*max(2, steady*(g.usual[k]+g.usual[k+1]))
	}
	if begin >= 0 {
		g.run(begin, end, unusual, at)
	}
	g.finish(at)
}

// learn follows the lower quartile of each group by steps up and down.
func (g *gate) learn() {
	const noise = 1 / steady
	for k, v := range g.now {
		if v > g.usual[k] {
			g.usual[k] *= 1 + learnUp
		} else {
			g.usual[k] *= 1 - 3*learnUp
		}
		g.usual[k] = max(noise, g.usual[k])
	}
}

// sum writes the mean over each group of what is in its bins over their floor.
func sum(dst, row, inverse []float32, bins int) {
	inverse = inverse[:len(row)]
	if bins == 4 {
		for g := range dst {
			r, v := row[4*g:4*g+4:4*g+4], inverse[4*g:4*g+4:4*g+4]
			dst[g] = r[0]*v[0] + r[1]*v[1] + r[2]*v[2] + r[3]*v[3]
		}
		return
	}
	for g := range dst {
		var s float32
		for i := g * bins; i < (g+1)*bins; i++ {
			s += row[i] * inverse[i]
		}
		dst[g] = s
	}
}

// run takes neighbouring groups with energy. Unless it is more than usual there, they
// only go on with what has begun: a steady carrier about as strong as the bound comes
// and goes, and is no emission.
func (g *gate) run(low, high int, unusual bool, at uint64) {
	var into *track
	for i := range g.tracks {
		t := &g.tracks[i]
		if t.last+(gapRows+1)*g.hop < at || high+g.bridge < t.low || low-g.bridge > t.high {
			continue
		}
		if into == nil {
			into = t
			continue
		}
		// A second one: they have grown together.
		into.low, into.high = min(into.low, t.low), max(into.high, t.high)
		into.first = min(into.first, t.first)
		into.dead = into.dead || t.dead
		for k, e := range t.energy {
			into.energy[k] += e
		}
		t.last = 0 // finish drops it
		t.dead = true
	}
	if into == nil {
		if len(g.tracks) == mostTracks || !unusual {
			return
		}
		n := len(g.spare) - 1
		g.tracks = append(g.tracks, track{low: low, high: high, first: at, energy: g.spare[n]})
		g.spare = g.spare[:n]
		into = &g.tracks[len(g.tracks)-1]
	}
	into.low, into.high, into.last = min(into.low, low), max(into.high, high), at
	into.dead = into.dead || at-into.first > g.longest
	for k := low; k <= high; k++ {
		into.energy[k] += max(0, g.now[k]-1)
	}
}

// finish reports the emissions that have ended, joined with those that began and
// ended with them.
func (g *gate) finish(at uint64) {
	for i := 0; i < len(g.tracks); i++ {
		t := &g.tracks[i]
		if t.last+(gapRows+1)*g.hop >= at {
			continue
		}
		if !t.dead {
			g.join(i)
		}
		if !t.dead {
			g.ended(t)
		}
		g.release(t)
		last := len(g.tracks) - 1
		g.tracks[i] = g.tracks[last]
		g.tracks = g.tracks[:last]
		i--
	}
}

// join adds to a track those with its beginning and end and about its strength, and
// drops those that are its mirror image in an imperfect receiver.
func (g *gate) join(i int) {
	t := &g.tracks[i]
	for j := range g.tracks {
		o := &g.tracks[j]
		if j == i || o.dead || apart(o.first, t.first) > 2*g.hop || apart(o.last, t.last) > 2*g.hop {
			continue
		}
		ratio := 10 * math.Log10(o.power()/t.power())
		gap := max(o.low-t.high, t.low-o.high)
		mirrored := g.groups-1-o.high <= t.high && g.groups-1-o.low >= t.low
		switch {
		case mirrored && ratio <= -mirrorDB:
			o.dead = true
		case mirrored && ratio >= mirrorDB:
			t.dead = true
		case gap <= g.together && math.Abs(ratio) <= togetherDB:
			t.low, t.high = min(t.low, o.low), max(t.high, o.high)
			for k, e := range o.energy {
				t.energy[k] += e
			}
			o.dead = true
		}
	}
}

func apart(a, b uint64) uint64 { return max(a, b) - min(a, b) }

// power returns a track's energy over the floor.
func (t *track) power() (p float64) {
	for _, e := range t.energy[t.low : t.high+1] {
		p += float64(max(0, e))
	}
	return p + 1e-9
}

// span returns the groups between which all but a share of its energy lies.
func (t *track) span(share float64) (low, high float64) {
	rest := t.power() * share / 2
	low, high = float64(t.low), float64(t.high+1)
	left := rest
	for k := t.low; k <= t.high; k++ {
		e := float64(max(0, t.energy[k]))
		if e > left {
			low = float64(k) + left/e
			break
		}
		left -= e
	}
	left = rest
	for k := t.high; k >= t.low; k-- {
		e := float64(max(0, t.energy[k]))
		if e > left {
			high = float64(k+1) - left/e
			break
		}
		left -= e
	}
	return low, high
}
