package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"vigie/detectors/rogue"
	"vigie/detectors/rogue/celldb"
)

type cellsCmd struct {
	List   listCmd   `cmd:"" help:"The cells in journals of events, as a table."`
	Diff   diffCmd   `cmd:"" help:"What is new, gone, moved or changed since a baseline was learnt."`
	Import importCmd `cmd:"" help:"Put published lists of cells into a database: OpenCelliD or Mozilla CSV, ANFR's observatory; .gz as it is."`
}

type importCmd struct {
	Files []string `arg:"" help:"Lists, compressed or not. Nothing is fetched." type:"existingfile"`
	Out   string   `short:"o" required:"" help:"The database; what it has already is kept." type:"path" placeholder:"FILE"`
	MCC   []int    `name:"mcc" help:"Keep cells of these countries only, by country code, separated by commas." placeholder:"MCC"`
}

// Run imports lists.
func (c *importCmd) Run(e *env) error {
	began := time.Now()
	var progress func(int64)
	if isTerminal(e.stderr) {
		progress = func(n int64) { fmt.Fprintf(e.stderr, "\r%d cells", n) }
	}
	report, err := celldb.Import(e.ctx, c.Out, c.Files, c.MCC, progress)
	if progress != nil {
		fmt.Fprint(e.stderr, "\r\x1b[K")
	}
	for _, bad := range report.Told {
		fmt.Fprintf(e.stderr, "vigie: line %d: %s\n", bad.Line, bad.Why)
	}
	if n := report.Bad - int64(len(report.Told)); n > 0 {
		fmt.Fprintf(e.stderr, "vigie: and %d more rows that could not be read\n", n)
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d cells and %d transmitters taken, %d rows passed over, %d bad; %d cells in the database (%.1f s)\n",
		c.Out, report.Cells, report.Sites, report.Passed, report.Bad, report.Kept, time.Since(began).Seconds())
	return err
}

type listCmd struct {
	Journals []string `arg:"" help:"Files of events as JSON lines; - is standard input."`
}

// Run prints the cells of journals.
func (c *listCmd) Run(e *env) error {
	now, err := learn(e, c.Journals)
	if err != nil {
		return err
	}
	if len(now.Cells) == 0 {
		return errors.New("no cell in these journals said who it is")
	}
	return cellTable(e, now)
}

// cellTable prints the cells of a site.
func cellTable(e *env, l *rogue.Learnt) error {
	table := tabwriter.NewWriter(e.stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "CELL\tSEEN\tSNR\tFIRST\tLAST\tCARRIERS")
	for _, cell := range l.Cells {
		fmt.Fprintf(table, "%s\t%d\t%.1f ± %.1f dB\t%s\t%s\t%v\n", cell.Name, cell.Seen, cell.SNR, cell.Spread,
			cell.First.Format(time.DateTime), cell.Last.Format(time.DateTime), cell.Carriers)
	}
	return table.Flush()
}

type diffCmd struct {
	Baseline string   `arg:"" help:"The baseline." type:"existingfile"`
	Journals []string `arg:"" help:"Files of events as JSON lines; - is standard input."`
}

// Run compares journals with a baseline.
func (c *diffCmd) Run(e *env) error {
	then, _, err := openBaseline(c.Baseline)
	if err != nil {
		return err
	}
	now, err := learn(e, c.Journals)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(e.stdout, 0, 8, 2, ' ', 0)
	for _, d := range rogue.Diff(then, now) {
		fmt.Fprintf(table, "%s\t%s\t%.1f dB\t%v\n", d.What, d.Cell.Name, d.Cell.SNR, d.Cell.Carriers)
	}
	return table.Flush()
}
