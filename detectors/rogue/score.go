package rogue

import (
	"cmp"
	"math"
	"slices"
)

// Prior and thresholds, as decimal logarithms of odds.
const (
	// DefaultPrior says that one cell in ten thousand that a sensor meets is a
	// catcher. A city sensor meets some hundred cells and, by the counts that
	// were published, not one catcher in most weeks; who watches a protest may
	// think it is more.
	DefaultPrior = -4.0
	DefaultWatch = 0.0 // even odds
	DefaultAlert = 1.0 // ten to one
)

// A Verdict is the sum of all signs.
type Verdict struct {
	Score    float64 // decimal logarithm of the odds that the cell is a catcher
	Strong   bool    // one of the signs may stand alone
	Groups   int     // with signs that speak against the cell
	Findings []Finding
}

// Probability returns what the score means against the prior.
func (v Verdict) Probability() float64 { return 1 / (1 + math.Pow(10, -v.Score)) }

// weigh asks every indicator and adds up what they say, group by group.
func weigh(prior float64, catalogue []Indicator, view *view) Verdict {
	v := Verdict{Score: prior}
	sums := make(map[string]float64, 8)
	for i := range catalogue {
		ind := &catalogue[i]
		if !ind.looksAt(view.cell.RAT) {
			continue
		}
		w, evidence := ind.See(view)
		if w == 0 {
			continue
		}
		w = math.Min(w, ind.Weight)
		v.Findings = append(v.Findings, Finding{ID: ind.ID, Weight: round(w), Evidence: evidence, Innocent: ind.Innocent})
		v.Strong = v.Strong || ind.Strong && w == ind.Weight
		if sums[ind.Group.Name] == 0 && w > 0 {
			v.Groups++
		}
		before := limit(sums[ind.Group.Name], ind.Group.Cap)
		sums[ind.Group.Name] += w
		v.Score += limit(sums[ind.Group.Name], ind.Group.Cap) - before
	}
	v.Score = round(v.Score)
	slices.SortStableFunc(v.Findings, func(a, b Finding) int { return cmp.Compare(b.Weight, a.Weight) })
	return v
}

func limit(sum, limit float64) float64 { return math.Max(-limit, math.Min(limit, sum)) }

// round keeps hundredths: more would pretend to know.
func round(v float64) float64 { return math.Round(v*100) / 100 }
