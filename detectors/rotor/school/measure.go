package school

import (
	"math"
	"slices"

	"vigie/detectors/rotor"
)

// A Scored is one answer to one question: how likely, and whether it is so.
type Scored struct {
	Score  float64
	True   bool
	Weight float64
}

// scored picks a class's shares out of answers; positives of all sources weigh
// alike together, and so do positives and negatives.
func scored(clips []Clip, answers []Answer, class rotor.Class) []Scored {
	count := map[string]float64{}
	sources := 0.
	negatives := 0.
	for _, a := range answers {
		c := &clips[a.Clip]
		if c.Class != class {
			negatives++
			continue
		}
		if count[c.Source] == 0 {
			sources++
		}
		count[c.Source]++
	}
	all := make([]Scored, 0, len(answers))
	for _, a := range answers {
		c := &clips[a.Clip]
		s := Scored{Score: a.Shares[class], True: c.Class == class, Weight: 1 / max(negatives, 1)}
		if s.True {
			s.Weight = 1 / (count[c.Source] * sources)
		}
		all = append(all, s)
	}
	return all
}

// auc is the probability that a positive scores higher than a negative.
func auc(s []Scored) float64 {
	s = slices.Clone(s)
	slices.SortStableFunc(s, func(a, b Scored) int {
		switch {
		case a.Score < b.Score:
			return -1
		case a.Score > b.Score:
			return 1
		}
		return 0
	})
	below, area, p, n := 0., 0., 0., 0.
	for i := 0; i < len(s); {
		j, ties, tied := i, 0., 0.
		for ; j < len(s) && s[j].Score == s[i].Score; j++ {
			if s[j].True {
				tied++
			} else {
				ties++
			}
		}
		area += tied * (below + ties/2)
		below += ties
		p, n, i = p+tied, n+ties, j
	}
	return area / (p * n)
}

// atFPR is the part of the positives over the score that at most a part of the
// negatives exceeds, and that score.
func atFPR(s []Scored, fpr float64) (tpr, score float64) {
	var negative []float64
	for _, v := range s {
		if !v.True {
			negative = append(negative, v.Score)
		}
	}
	slices.Sort(negative)
	score = negative[len(negative)-1-int(fpr*float64(len(negative)))]
	tpr, _ = over(s, math.Nextafter(score, 2))
	return tpr, score
}

// over is the part of the positives and of the negatives at or over a score.
func over(s []Scored, score float64) (tpr, fpr float64) {
	var hit, all [2]float64
	for _, v := range s {
		i := 0
		if v.True {
			i = 1
		}
		all[i]++
		if v.Score >= score {
			hit[i]++
		}
	}
	return hit[1] / max(all[1], 1), hit[0] / max(all[0], 1)
}

// platt fits a logistic function of the score's logit to the truth by Newton's
// method with steps that are halved until they help, with the slight prior of
// Platt 1999, and rounds what it finds to a thousandth, beyond which no
// processor's rounding reaches.
func platt(s []Scored) rotor.Calibration {
	a, b := 1., 0.
	loss, step := surprise(s, a, b)
	for range 50 {
		da, db := step[0], step[1]
		for range 20 {
			if l, next := surprise(s, a-da, b-db); l < loss {
				a, b, loss, step = a-da, b-db, l, next
				break
			}
			da, db = da/2, db/2
		}
	}
	return rotor.Calibration{Slope: math.Round(1000*a) / 1000, Offset: math.Round(1000*b) / 1000}
}

// surprise is the mean logarithmic loss of a logistic function, and Newton's step
// against it.
func surprise(s []Scored, a, b float64) (loss float64, step [2]float64) {
	var ga, gb, haa, hab, hbb float64
	for _, v := range s {
		x, y := rotor.Logit(v.Score), 0.02
		if v.True {
			y = 0.98
		}
		p := 1 / (1 + math.Exp(-(a*x + b)))
		loss -= v.Weight * (y*math.Log(p+1e-12) + (1-y)*math.Log(1-p+1e-12))
		ga += v.Weight * (p - y) * x
		gb += v.Weight * (p - y)
		w := v.Weight * p * (1 - p)
		haa, hab, hbb = haa+w*x*x, hab+w*x, hbb+w
	}
	haa, hbb = haa+1e-6, hbb+1e-6
	det := haa*hbb - hab*hab
	return loss, [2]float64{(hbb*ga - hab*gb) / det, (haa*gb - hab*ga) / det}
}
