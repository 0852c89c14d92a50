package school

import (
	"fmt"
	"io"
	"sort"

	"vigie/detectors/rotor"
)

func Report(w io.Writer, t *Training) {
	for class := rotor.Helicopter; class < rotor.Classes; class++ {
		s := scored(t.Clips, t.Answers, class)
		t1, sc := atFPR(s, 0.01)
		k := t.Model.Calibration[class]
		var bar float64
		for bar = 0; bar < 1 && k.Probability(bar) < k.Threshold; bar += 0.001 {
		}
		tpr, fpr := over(s, bar)
		fmt.Fprintf(w, "%s AUC %.3f T1 %.2f (%.2f) cal %+v share %.3f frozen %.2f/%.4f\n", class, auc(s), t1, sc, k, bar, tpr, fpr)
		by := map[string][]Answer{}
		for _, a := range t.Answers {
			if t.Clips[a.Clip].Class == class {
				by[t.Clips[a.Clip].Source] = append(by[t.Clips[a.Clip].Source], a)
			}
		}
		for src, as := range by {
			h, f := 0, 0
			for _, a := range as {
				if a.Shares[class] >= bar {
					h++
				}
				if a.First[class] >= bar {
					f++
				}
			}
			fmt.Fprintf(w, "  %s %d: %.2f first %.2f\n", src, len(as), float64(h)/float64(len(as)), float64(f)/float64(len(as)))
		}
		n, f := 0, 0
		var neg []Answer
		for _, a := range t.Answers {
			if t.Clips[a.Clip].Class != class {
				n++
				if a.First[class] >= bar {
					f++
				}
				neg = append(neg, a)
			}
		}
		sort.Slice(neg, func(i, j int) bool { return neg[i].Shares[class] > neg[j].Shares[class] })
		fmt.Fprintf(w, "  first look false %.4f; worst:", float64(f)/float64(n))
		for _, a := range neg[:14] {
			fmt.Fprintf(w, " %s %.2f", t.Clips[a.Clip].Kind, a.Shares[class])
		}
		fmt.Fprintln(w)
	}
}

var ModelWeight = 0.5
