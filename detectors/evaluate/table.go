package evaluate

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"gonum.org/v1/gonum/mathext"
)

// kinds are the rows of a Table.
var kinds = append([]string{"lte", "nr", "gsm", "catcher", "drone"}, aircraft...)

// A Row sums the scores of one kind of emitter.
type Row struct {
	Kind    string  `json:"kind"`
	Known   int     `json:"known"`
	Found   int     `json:"found"`
	Further int     `json:"further"`
	Hours   float64 `json:"hours_without"` // of recordings that hold none
	False   int     `json:"false"`
	Bound   float64 `json:"false_per_hour_upper_95,omitempty"` // 0 where no recording is without
}

// A Table sums scores.
type Table struct {
	Recordings int     `json:"recordings"`
	Hours      float64 `json:"hours"`
	Alarms     int     `json:"false_alarms"` // reports of severity watch or more where nothing is
	AlarmBound float64 `json:"false_alarms_per_hour_upper_95"`
	Rows       []Row   `json:"rows"`
}

// Sum makes the Table of scores, without kinds of which they say nothing.
func Sum(scores []Score) Table {
	t := Table{Recordings: len(scores)}
	for _, kind := range kinds {
		row := Row{Kind: kind}
		for _, s := range scores {
			row.Known += s.Known[kind]
			row.Found += s.Found[kind]
			row.Further += s.Further[kind]
			if s.Without[kind] {
				row.Hours += s.Seconds / 3600
				row.False += s.False[kind]
			}
		}
		if row.Hours > 0 {
			row.Bound = PoissonUpper(row.False, 0.95) / row.Hours
		}
		if row.Hours > 0 || row.Known+row.Further > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	for _, s := range scores {
		t.Hours += s.Seconds / 3600
		t.Alarms += s.Alarms
	}
	t.AlarmBound = PoissonUpper(t.Alarms, 0.95) / t.Hours
	return t
}

// PoissonUpper returns the exact upper confidence bound of a Poisson mean of
// which n events were seen: the mean at which n or fewer have probability 1 − level.
func PoissonUpper(n int, level float64) float64 {
	return mathext.GammaIncRegInv(float64(n)+1, level)
}

// Write prints the notes of the scores and the table.
func (t Table) Write(w io.Writer, scores []Score) error {
	for _, s := range scores {
		slices.Sort(s.Notes)
		for _, n := range s.Notes {
			fmt.Fprintf(w, "%s: %s\n", s.Entry.Path, n)
		}
	}
	fmt.Fprintf(w, "\n%d recordings, %.1f s; false reports of severity watch or more: %d, at most %.3g an hour (95 %%)\n\n",
		t.Recordings, t.Hours*3600, t.Alarms, t.AlarmBound)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "kind\tknown\tfound\tPd\tfurther\tseconds without\tfalse\tat most an hour (95 %)")
	for _, r := range t.Rows {
		bound := "–"
		if r.Hours > 0 {
			bound = fmt.Sprintf("%.3g", r.Bound)
		}
		fmt.Fprintf(tw, "%s\t%d\t%d\t%s\t%d\t%.1f\t%d\t%s\n",
			r.Kind, r.Known, r.Found, share(r.Found, r.Known), r.Further, r.Hours*3600, r.False, bound)
	}
	return tw.Flush()
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", float64(n)/float64(of))
}
