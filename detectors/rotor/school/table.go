package school

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Write prints the table for people.
func (t *Table) Write(w io.Writer) error {
	fmt.Fprintf(w, "%d clips, %.0f minutes\n\n", t.Clips, t.Minutes)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := "class\tclips\tothers\tAUC\tTPR at 1 % FPR\tat 0.1 %\tfrozen: TPR\tFPR"
	row := func(name string, f Figure) {
		fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t%.3f\t%.2f\t%.2f\t%.2f\t%.4f\n", name, f.Class, f.Clips, f.Others, f.AUC, f.At1, f.At01, f.TPR, f.FPR)
	}
	fmt.Fprintln(tw, "forests know nothing of\t"+head)
	for _, f := range t.Figures {
		row(f.Scheme, f)
	}
	fmt.Fprintln(tw, "\t\t\t\t\t\t\t\t")
	fmt.Fprintln(tw, "source unheard\t"+head)
	for _, f := range t.Sources {
		row(f.Scheme, f)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	h := t.Helicopter
	fmt.Fprintf(w, "\nhelicopters, recordings unheard: %d of %d heard as such, %d at least mentioned, %d taken for a multirotor; mentioned, too, in %d of %d clips without aircraft\n\n",
		h.Heard, h.Clips, h.Likely, h.Multirotor, h.Mentioned, h.Others)
	fmt.Fprintln(tw, "taken for a multirotor\tclips\tminutes\talarms\tat most an hour (95 %)")
	quiet := Kind{Kind: "all others, none"}
	for _, k := range t.Kinds {
		if k.Alarms == 0 && k.Kind != "all" && k.Kind != "speech" && k.Kind != "helicopter" && k.Kind != "airplane" {
			quiet.Clips += k.Clips
			quiet.Minutes += k.Minutes
			continue
		}
		fmt.Fprintf(tw, "%s\t%d\t%.1f\t%d\t%.1f\n", k.Kind, k.Clips, k.Minutes, k.Alarms, k.Bound)
	}
	fmt.Fprintf(tw, "%s\t%d\t%.1f\t0\t\n", quiet.Kind, quiet.Clips, quiet.Minutes)
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(w)
	fmt.Fprintln(tw, "mixed with\tSNR dB\tclips\tPd\tmedian s to the decision")
	for _, m := range t.Mixtures {
		fmt.Fprintf(tw, "%s\t%+.0f\t%d\t%.2f\t%.1f\n", m.Background, m.SNRdB, m.Clips, m.Pd, m.Seconds)
	}
	return tw.Flush()
}
