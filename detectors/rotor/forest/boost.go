package forest

import "math"

// A Boosted tells one class from all others by a sum of small trees, each grown
// against what those before it left wrong (gradient boosting; Friedman, Annals of
// Statistics 29, 2001).
type Boosted []Twig

// A Twig asks two questions: the first cut, then the second or the third, which
// chooses among four values, low codes first. Values are logits in parts of one.
type Twig struct {
	Cuts   [3]Cut
	Values [4]int16
}

// A Cut sends codes below it one way and all others the other. Below may be 0,
// which sends none.
type Cut struct{ Feature, Below uint8 }

// one is the value of a logit of 1.
const one = 4096

// side is 0 for what is below a cut.
func (c Cut) side(codes []uint8) int {
	if codes[c.Feature] < c.Below {
		return 0
	}
	return 1
}

// Probability is that of the class.
func (b Boosted) Probability(codes []uint8) float64 {
	sum := 0
	for i := range b {
		t := &b[i]
		first := t.Cuts[0].side(codes)
		sum += int(t.Values[2*first+t.Cuts[1+first].side(codes)])
	}
	return 1 / (1 + math.Exp(-float64(sum)/one))
}

// How a Boosted learns, chosen by the answers of leave-one-source-out.
const (
	rate   = 0.1 // part of each correction that is made
	damped = 1   // rows that correct nothing, added to every leaf
	fewest = 20  // rows on each side of a cut
)

// Boost grows the trees that tell a class from the others: Trees of them, each cut
// the best of those on Tries features.
func Boost(rows Rows, class uint8, o Options) Boosted {
	o = o.all(&rows)
	g := newBooster(&rows, class, &o)
	b := make(Boosted, o.Trees)
	for i := range b {
		g.differ()
		b[i] = g.twig()
	}
	return b
}

// A booster grows a Boosted. Slopes and curvatures of the loss are whole numbers,
// so that their sums depend on no order.
type booster struct {
	columns     [][]uint8 // codes, by feature, of the rows to grow on
	is          []bool    // of the class
	weight      []float64
	sum         []int // of the values so far
	slope, bend []int64
	at          []int32 // the rows, parted by the cuts of the tree at hand
	tries       int
	random      prng
	drawn       []int
}

// fine is a slope of 1.
const fine = 1 << 20

func newBooster(rows *Rows, class uint8, o *Options) *booster {
	n := len(o.within)
	g := &booster{
		is: make([]bool, n), weight: make([]float64, n), sum: make([]int, n), slope: make([]int64, n), bend: make([]int64, n),
		at: make([]int32, n), tries: o.Tries, random: prng(o.Seed*1_000_003 + uint64(class)),
	}
	total := 0.
	for i, r := range o.within {
		g.is[i] = rows.Class[r] == class
		g.weight[i] = float64(rows.Weight[r])
		total += g.weight[i]
		g.at[i] = int32(i)
	}
	for i := range g.weight {
		g.weight[i] *= float64(n) / total
	}
	g.columns = make([][]uint8, len(rows.Codes[0]))
	for f := range g.columns {
		g.drawn = append(g.drawn, f)
		g.columns[f] = make([]uint8, n)
		for i, r := range o.within {
			g.columns[f][i] = rows.Codes[r][f]
		}
	}
	return g
}

// differ takes the slope and the curvature of each row's logistic loss.
func (g *booster) differ() {
	for i, s := range g.sum {
		p := 1 / (1 + math.Exp(-float64(s)/one))
		miss := p
		if g.is[i] {
			miss = p - 1
		}
		g.slope[i] = int64(math.Round(fine * g.weight[i] * miss))
		g.bend[i] = int64(math.Round(fine * g.weight[i] * p * (1 - p)))
	}
}

// twig grows one tree and adds its values to the sums.
func (g *booster) twig() (t Twig) {
	all := g.at
	var middle int
	t.Cuts[0], middle = g.part(all)
	for i, side := range [][]int32{all[:middle], all[middle:]} {
		t.Cuts[1+i], middle = g.part(side)
		for k, leaf := range [][]int32{side[:middle], side[middle:]} {
			t.Values[2*i+k] = g.value(leaf)
			for _, r := range leaf {
				g.sum[r] += int(t.Values[2*i+k])
			}
		}
	}
	return t
}

// value is the step that lessens the loss of rows most, by Newton, damped.
func (g *booster) value(leaf []int32) int16 {
	var slope, bend int64
	for _, r := range leaf {
		slope, bend = slope+g.slope[r], bend+g.bend[r]
	}
	return int16(max(-one, min(one, math.Round(-rate*one*float64(slope)/float64(bend+damped*fine)))))
}

// A heap is what the rows of one code, or of all up to it, have together.
type heap struct {
	slope, bend int64
	rows        int
}

// gain is by how much a Newton step lessens the loss, in parts.
func (h heap) gain() float64 {
	return float64(h.slope) * float64(h.slope) / float64(h.bend+damped*fine)
}

// part cuts rows where it helps most and sorts them into those below and the
// others, of which there are first so many.
func (g *booster) part(rows []int32) (best Cut, below int) {
	most := 0.
	for try := range min(g.tries, len(g.drawn)) {
		other := try + g.random.below(len(g.drawn)-try)
		g.drawn[try], g.drawn[other] = g.drawn[other], g.drawn[try]
		f := g.drawn[try]
		var count [steps]heap
		column := g.columns[f]
		for _, r := range rows {
			c := &count[column[r]]
			c.slope += g.slope[r]
			c.bend += g.bend[r]
			c.rows++
		}
		if cut, gain := cheapest(&count); gain > most {
			best, most = Cut{Feature: uint8(f), Below: cut}, gain
		}
	}
	column := g.columns[best.Feature]
	for i, r := range rows {
		if column[r] < best.Below {
			rows[i], rows[below] = rows[below], r
			below++
		}
	}
	return best, below
}

// cheapest is the best cut of one feature and what it gains.
func cheapest(count *[steps]heap) (cut uint8, most float64) {
	var all, low heap
	for _, c := range count {
		all = heap{all.slope + c.slope, all.bend + c.bend, all.rows + c.rows}
	}
	for code, c := range count[:steps-1] {
		low = heap{low.slope + c.slope, low.bend + c.bend, low.rows + c.rows}
		if low.rows < fewest || all.rows-low.rows < fewest {
			continue
		}
		high := heap{all.slope - low.slope, all.bend - low.bend, all.rows - low.rows}
		if gain := low.gain() + high.gain() - all.gain(); gain > most {
			cut, most = uint8(code+1), gain
		}
	}
	return cut, most
}
