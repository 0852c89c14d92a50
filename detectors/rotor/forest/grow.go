package forest

import (
	"runtime"
	"sync"
)

// Rows are what a forest is grown on.
type Rows struct {
	Codes   [][]uint8
	Class   []uint8
	Weight  []int64 // whole parts, of any sum up to 2⁴⁰
	Classes int
}

// Options of a forest, or of a Boosted, which has no Leaf.
type Options struct {
	Trees  int
	Tries  int // features tried at a node
	Leaf   int // least rows of a leaf
	Seed   uint64
	within []int // rows to grow on; nil for all
}

// Within grows on some of the rows only.
func (o Options) Within(rows []int) Options {
	o.within = rows
	return o
}

// all grows on all rows if it is not said on which.
func (o Options) all(rows *Rows) Options {
	if o.within == nil {
		o.within = make([]int, len(rows.Class))
		for i := range o.within {
			o.within[i] = i
		}
	}
	return o
}

// Grow grows a forest.
func Grow(rows Rows, o Options) *Forest {
	o = o.all(&rows)
	f := &Forest{Classes: rows.Classes, Trees: make([]Tree, o.Trees)}
	leaves := make([][][maxClasses]uint8, o.Trees)
	var group sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				g := grower{rows: &rows, options: o, random: prng(o.Seed*1_000_003 + uint64(i))}
				g.at = append(g.at, o.within...)
				g.grow(0, len(g.at))
				f.Trees[i], leaves[i] = g.tree, g.leaves
			}
		})
	}
	for i := range f.Trees {
		next <- i
	}
	close(next)
	group.Wait()
	f.gather(leaves)
	return f
}

// A grower grows one tree over at, a permutation of the rows.
type grower struct {
	rows    *Rows
	options Options
	random  prng
	at      []int
	tree    Tree
	leaves  [][maxClasses]uint8
}

// maxClasses bounds the classes of a forest.
const maxClasses = 10

// grow adds the subtree of the rows at[lo:hi].
func (g *grower) grow(lo, hi int) {
	var count [maxClasses]int64
	total, kinds := int64(0), 0
	for _, r := range g.at[lo:hi] {
		if count[g.rows.Class[r]] == 0 {
			kinds++
		}
		count[g.rows.Class[r]] += g.rows.Weight[r]
		total += g.rows.Weight[r]
	}
	cut, ok := Node{}, false
	if kinds > 1 && hi-lo >= 2*g.options.Leaf {
		cut, ok = g.best(lo, hi, &count, total)
	}
	if !ok {
		g.tree = append(g.tree, Node{Right: uint16(len(g.leaves))})
		var shares [maxClasses]uint8
		for c, n := range count {
			shares[c] = uint8((510*n + total) / (2 * total))
		}
		g.leaves = append(g.leaves, shares)
		return
	}
	middle := lo
	for i := lo; i < hi; i++ {
		if g.rows.Codes[g.at[i]][cut.Feature] < cut.Below {
			g.at[i], g.at[middle] = g.at[middle], g.at[i]
			middle++
		}
	}
	here := len(g.tree)
	g.tree = append(g.tree, cut)
	g.grow(lo, middle)
	g.tree[here].Right = uint16(len(g.tree))
	g.grow(middle, hi)
}

// best is the cut among Tries random ones that leaves the least impurity.
func (g *grower) best(lo, hi int, count *[maxClasses]int64, total int64) (Node, bool) {
	var cut Node
	found, score := false, 0.
	features := len(g.rows.Codes[0])
	for tried, drawn := 0, 0; tried < g.options.Tries && drawn < 4*features; drawn++ {
		feature := g.random.below(features)
		least, most := uint8(255), uint8(0)
		for _, r := range g.at[lo:hi] {
			c := g.rows.Codes[r][feature]
			least, most = min(least, c), max(most, c)
		}
		if least == most {
			continue
		}
		tried++
		below := least + 1 + uint8(g.random.below(int(most-least)))
		var left [maxClasses]int64
		rows, weight := 0, int64(0)
		for _, r := range g.at[lo:hi] {
			if g.rows.Codes[r][feature] < below {
				left[g.rows.Class[r]] += g.rows.Weight[r]
				weight += g.rows.Weight[r]
				rows++
			}
		}
		if rows < g.options.Leaf || hi-lo-rows < g.options.Leaf {
			continue
		}
		if s := purity(&left, weight) + rest(count, &left, total-weight); !found || s > score {
			cut, score, found = Node{Feature: uint8(feature), Below: below}, s, true
		}
	}
	return cut, found
}

// purity is the sum of squares of a side's class weights over its weight: what
// Gini's impurity leaves of it. The conversions keep processors that multiply
// and add in one step from rounding otherwise.
func purity(side *[maxClasses]int64, weight int64) float64 {
	sum := 0.
	for _, n := range side {
		sum += float64(float64(n) * float64(n))
	}
	return float64(sum / float64(max(weight, 1)))
}

func rest(count, left *[maxClasses]int64, weight int64) float64 {
	var right [maxClasses]int64
	for c := range right {
		right[c] = count[c] - left[c]
	}
	return purity(&right, weight)
}

// gather puts the leaves of all trees into one table, equal ones once.
func (f *Forest) gather(leaves [][][maxClasses]uint8) {
	row := map[[maxClasses]uint8]uint16{}
	for i, t := range f.Trees {
		for k := range t {
			if t[k].Below != 0 {
				continue
			}
			shares := leaves[i][t[k].Right]
			at, ok := row[shares]
			if !ok {
				at = uint16(len(row))
				row[shares] = at
				f.Leaves = append(f.Leaves, shares[:f.Classes]...)
			}
			t[k].Right = at
		}
	}
}
