package chirp

import (
	"math"
	"slices"
)

// The gate looks at the power in strips of 100 kHz during tiles of about a
// millisecond; strip groups as wide as the widest chirp of the bands in use are
// compared with what they usually hold.
const (
	stripHz     = 100e3
	groupStrips = 5
	tileSeconds = 1.07e-3
	effective   = 0.9 // of the product of time and bandwidth that counts
)

// Bounds of the cumulative sums (E. S. Page, Continuous Inspection Schemes,
// Biometrika 41, 1954) in standard deviations of a tile: noise passes a sum of
// trigger with a drift once in e^(2·drift·trigger) tiles.
const (
	drift   = 0.75
	trigger = 7.
	release = 4.
)

// Of the tiles of a group a quarter is kept, and the usual power is a low
// quantile of them, so that a second of which three quarters are bursts does not lift it.
const (
	history  = 256
	keepOne  = 4
	quantile = 0.2
	below    = 0.84 // standard deviations that this quantile lies below the mean
	enough   = 24   // tiles to begin with
	relearn  = 64   // tiles between two looks at the history
)

// A group is a run of strips.
type group struct {
	usual  float64
	past   [history]float32
	kept   int
	sum    float64 // cumulative, upwards
	began  int     // tile at which the sum left zero
	active bool
	excess float64 // sum over the active tiles of what is above the usual, in usual
	tiles  int     // of the active stretch
	fall   float64 // cumulative, downwards
}

// A gate says where and when there is more power than usual.
type gate struct {
	binHz     float64
	rowHop    uint64 // samples
	tileRows  int
	strips    int
	first     int // bin of the first strip
	stripBins int
	groups    []group
	deviation float64 // of a tile, relative

	start  uint64 // sample at which tile 0 begins
	tile   int    // number of the tile being filled
	rows   int    // in it
	acc    []float64
	tiles  int       // since the restart
	excess []float64 // scratch: of each strip during the region asked for
	recent [][]float32
	order  []float32
}

// beside is how many strips on each side of a group a burst in it may reach into.
const beside = 2

// shared is the part of the strongest strip's power that the others of a burst
// have at least.
const shared = 0.25

// certain is from how many standard deviations on a strip's power tells how wide a
// burst is.
const certain = 10

// recentTiles is how many tiles' strips are remembered.
const recentTiles = 128

// newGate returns a gate for spectra of so many bins at a rate.
func newGate(rate float64, bins int) *gate {
	g := &gate{binHz: rate / float64(bins), rowHop: uint64(bins / 2)}
	g.tileRows = max(1, int(math.Round(tileSeconds*rate/float64(g.rowHop))))
	g.stripBins = max(1, int(math.Round(stripHz/g.binHz)))
	g.strips = max(1, int(0.96*float64(bins))/g.stripBins)
	g.first = (bins - g.strips*g.stripBins) / 2
	g.groups = make([]group, max(1, g.strips-groupStrips+1))
	wide := float64(min(groupStrips, g.strips)) * float64(g.stripBins) * g.binHz
	g.deviation = 1 / math.Sqrt(effective*wide*float64(g.tileRows)*float64(g.rowHop)/rate)
	g.acc = make([]float64, g.strips)
	g.excess = make([]float64, g.strips)
	g.recent = make([][]float32, recentTiles)
	for i := range g.recent {
		g.recent[i] = make([]float32, g.strips)
	}
	g.order = make([]float32, history)
	return g
}

// restart forgets what is under way, with fresh also what is usual.
func (g *gate) restart(sample uint64, fresh bool) {
	g.start, g.tile, g.rows, g.tiles = sample, 0, 0, 0
	clear(g.acc)
	for i := range g.groups {
		p := &g.groups[i]
		p.sum, p.active, p.excess, p.tiles, p.fall = 0, false, 0, 0, 0
		if fresh {
			p.kept, p.usual = 0, 0
		}
	}
}

// take adds a row of a spectrum and reports whether a tile is complete.
func (g *gate) take(row []float32) (done bool) {
	row = row[g.first:]
	for i := range g.acc {
		var sum float32
		for _, p := range row[i*g.stripBins:][:g.stripBins] {
			sum += p
		}
		g.acc[i] += float64(sum)
	}
	if g.rows++; g.rows < g.tileRows {
		return false
	}
	g.close()
	return true
}

// close ends a tile.
func (g *gate) close() {
	now := g.recent[g.tile%recentTiles]
	for i, a := range g.acc {
		now[i] = float32(a)
	}
	width := min(groupStrips, g.strips)
	for i := range g.groups {
		var power float64
		for _, a := range g.acc[i : i+width] {
			power += a
		}
		g.follow(&g.groups[i], power)
	}
	clear(g.acc)
	g.rows = 0
	g.tile++
	g.tiles++
}

// follow moves a group's sums on by a tile.
func (g *gate) follow(p *group, power float64) {
	g.learn(p, power)
	if p.usual == 0 {
		return
	}
	above := (power/p.usual - 1) / g.deviation
	if !p.active {
		if p.sum == 0 {
			p.began = g.tile
		}
		p.sum = max(0, p.sum+above-drift)
		if p.sum >= trigger {
			p.active, p.excess, p.tiles, p.fall = true, p.sum*g.deviation, g.tile-p.began+1, 0
		}
		return
	}
	p.excess += power/p.usual - 1
	p.tiles++
	reference := max(0.8, p.excess/float64(p.tiles)/g.deviation/2)
	p.fall = max(0, p.fall+reference-above)
}

// learn keeps what a group usually holds.
func (g *gate) learn(p *group, power float64) {
	if p.kept < history || g.tile%keepOne == 0 {
		p.past[p.kept%history] = float32(power)
		p.kept++
	}
	if p.kept >= enough && (p.usual == 0 || g.tile%relearn == 0) {
		n := copy(g.order, p.past[:min(p.kept, history)])
		slices.Sort(g.order[:n])
		p.usual = float64(g.order[int(quantile*float64(n))]) / (1 - below*g.deviation)
	}
}

// mean returns by how much the active tiles were above the usual, in usual.
func (p *group) mean() float64 { return p.excess / float64(max(1, p.tiles)) }

// ended reports whether an active group has fallen back.
func (p *group) ended() bool { return p.fall >= release }

// stop makes a group inactive.
func (p *group) stop() { p.sum, p.active, p.excess, p.tiles, p.fall = 0, false, 0, 0, 0 }

// advance makes an active group's burst begin with a later tile.
func (p *group) advance(began, now int) {
	left := max(1, now-began)
	p.excess *= float64(left) / float64(max(1, p.tiles))
	p.began, p.tiles = began, left
}

// due returns the sample with which the next row begins.
func (g *gate) due() uint64 { return g.sample(g.tile) + uint64(g.rows)*g.rowHop }

// tileAt returns the tile that holds a sample.
func (g *gate) tileAt(sample uint64) int {
	return int((sample - min(sample, g.start)) / (uint64(g.tileRows) * g.rowHop))
}

// sample returns the sample at which a tile begins.
func (g *gate) sample(tile int) uint64 {
	return g.start + uint64(max(0, tile)*g.tileRows)*g.rowHop
}

// middle returns where the power above the usual lies that an active group has
// seen, in hertz from the centre, the centroid of the strips around it; and in how
// many strips it lies, 0 when there is too little of it to tell.
func (g *gate) middle(at int) (hz float64, wide int) {
	p := &g.groups[at]
	n := min(p.tiles, recentTiles, g.tile)
	low, high := max(0, at-beside), min(g.strips, at+groupStrips+beside)
	clear(g.excess)
	for t := g.tile - n; t < g.tile; t++ {
		for i, v := range g.recent[t%recentTiles][low:high] {
			g.excess[low+i] += float64(v)
		}
	}
	var weight, moment, most float64
	for i := low; i < high; i++ {
		g.excess[i] = g.excess[i]/float64(n) - g.quiet(i)
		most = max(most, g.excess[i])
	}
	narrow := g.deviation * math.Sqrt(float64(min(groupStrips, g.strips))/float64(n))
	sure := most > certain*narrow*g.quiet(at+min(groupStrips, g.strips)/2)
	for i := low; i < high; i++ {
		if g.excess[i] >= shared*most {
			if sure {
				wide++
			}
			// less is of what was there before
			weight += g.excess[i]
			moment += g.excess[i] * (float64(i) + 0.5)
		}
	}
	if weight == 0 {
		moment, weight = float64(at)+groupStrips/2., 1
	}
	bin := float64(g.first) + moment/weight*float64(g.stripBins)
	return (bin - float64(g.rowHop)) * g.binHz, wide
}

// quiet returns what a strip usually holds in a tile.
func (g *gate) quiet(strip int) float64 {
	n := g.order[:0]
	for t := max(0, g.tile-recentTiles); t < g.tile; t++ {
		n = append(n, g.recent[t%recentTiles][strip])
	}
	slices.Sort(n)
	narrow := math.Sqrt(float64(min(groupStrips, g.strips)))
	return float64(n[int(quantile*float64(len(n)))]) / (1 - below*g.deviation*narrow)
}
