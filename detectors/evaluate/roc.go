package evaluate

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"vigie/detectors"
)

// A Point of a receiver operating characteristic: what would have been found and
// made up had a detector's threshold been this value of its statistic.
type Point struct {
	Detector  string  `json:"detector"`
	Statistic string  `json:"statistic"`
	Threshold float64 `json:"threshold"`
	Pd        float64 `json:"pd"`             // share of the recordings that hold some
	FalseHour float64 `json:"false_per_hour"` // in those that hold none
	Bound     float64 `json:"false_per_hour_upper_95"`
}

// ROC returns the points of every detector that reported something: one for each
// value that its statistic took, from its own threshold up. Below that nothing is
// reported, so nothing is known.
func ROC(scores []Score, specs []detectors.Spec) (points []Point) {
	for i := range specs {
		points = append(points, curve(scores, &specs[i])...)
	}
	return points
}

// curve returns one detector's points, by ascending threshold.
func curve(scores []Score, spec *detectors.Spec) (points []Point) {
	var highest, made []float64 // of a recording that holds some; of every false report
	var values []float64
	name, hours := "", 0.
	for _, s := range scores {
		some, none := s.Entry.Truth.Holds(spec)
		if s.Blind[spec.Name] != "" || !some && !none {
			continue
		}
		best := -1.
		for _, ev := range s.Events {
			if ev.Detector != spec.Name || !claims(ev.Type) || ev.Statistic == nil {
				continue
			}
			name = ev.Statistic.Name
			values = append(values, ev.Statistic.Value)
			best = max(best, ev.Statistic.Value)
			if none {
				made = append(made, ev.Statistic.Value)
			}
		}
		if some {
			highest = append(highest, best)
		} else {
			hours += s.Seconds / 3600
		}
	}
	if hours == 0 {
		return nil // no rate of false reports can be told
	}
	slices.Sort(values)
	for _, v := range slices.Compact(values) {
		p := Point{Detector: spec.Name, Statistic: name, Threshold: v}
		for _, h := range highest {
			if h >= v {
				p.Pd += 1 / float64(len(highest))
			}
		}
		n := 0
		for _, m := range made {
			if m >= v {
				n++
			}
		}
		p.FalseHour, p.Bound = float64(n)/hours, PoissonUpper(n, 0.95)/hours
		points = append(points, p)
	}
	return points
}

// mostPoints is how many of a detector's points are printed, spread over its range.
const mostPoints = 12

// WriteROC prints points.
func WriteROC(w io.Writer, points []Point) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "detector\tstatistic\tthreshold\tPd\tfalse an hour\tat most (95 %)")
	for len(points) > 0 {
		n := slices.IndexFunc(points, func(p Point) bool { return p.Detector != points[0].Detector })
		if n < 0 {
			n = len(points)
		}
		step := max(1, (n+mostPoints-1)/mostPoints)
		for i := 0; i < n; i += step {
			p := points[i]
			fmt.Fprintf(tw, "%s\t%s\t%.4g\t%.3f\t%.3g\t%.3g\n", p.Detector, p.Statistic, p.Threshold, p.Pd, p.FalseHour, p.Bound)
		}
		points = points[n:]
	}
	return tw.Flush()
}
