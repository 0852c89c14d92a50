package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/sdr"
)

type scanCmd struct {
	receiverFlags
	judgeFlags
	List   bool          `help:"List the bands that have a name."`
	JSON   bool          `name:"json" help:"JSON lines instead of the table."`
	Rounds int           `default:"1" help:"Go round this often."`
	Limit  time.Duration `help:"Stop after this long, finished or not." placeholder:"DURATION"`
	gsmtapFlag
}

// Run goes round the plan, then prints what was found.
func (c *scanCmd) Run(e *env) error {
	if c.List {
		return c.list(e)
	}
	if err := c.check(); err != nil {
		return usageError{err}
	}
	if err := c.learn(e.ctx, e.stderr); err != nil {
		return err
	}
	plan, err := c.plan()
	if err != nil {
		return usageError{err}
	}
	specs, err := all.Select(c.Detectors)
	if err != nil {
		return usageError{err}
	}
	source, err := c.open(e.ctx, plan.Centre())
	if err != nil {
		return err
	}
	defer source.Close()
	ctx := e.ctx
	if c.Limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Limit)
		defer cancel()
	}
	broadcast, untap, err := c.tap(true)
	if err != nil {
		return err
	}
	found := &catch{newest: map[string]detectors.Event{}, named: map[string]bool{}, references: references{}, live: !c.JSON && isTerminal(e.stdout), out: e.stdout}
	lines := newPrinter(e, true)
	r := &detectors.Receiver{
		Name: c.Name, Sensor: e.cli.Sensor, Source: &rounds{Source: source, plan: plan, most: c.Rounds},
		Specs: specs, Plan: plan, Detours: true, Tracker: detectors.NewTracker(time.Hour),
		Judge: all.Judge(specs, c.setup(e)), Broadcast: broadcast,
		Sink: func(ev detectors.Event) {
			if c.JSON {
				found.err = errors.Join(found.err, lines.Write(&ev))
			}
			found.add(ev)
		},
	}
	fmt.Fprintf(e.stderr, "vigie: %d tunings, %v\n", len(plan.Dwells()), plan.Round()*time.Duration(c.Rounds))
	err = r.Run(ctx)
	if ctx.Err() != nil {
		err = nil
	}
	if err := errors.Join(err, untap(), found.err); err != nil || c.JSON {
		return err
	}
	return found.table(e, r.Summary())
}

// list prints the bands, and how long a receiver of this rate takes to go round each.
func (c *scanCmd) list(e *env) error {
	w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "band\tfrom\tto\twindows\tstay\tround\twhat")
	for _, b := range sdr.Bands() {
		dwells := b.Plan(c.Rate, c.Dwell)
		stay := dwells[0].Stay
		what := b.What
		if b.High > bareReach {
			what += " (an RTL-SDR needs a converter)"
		}
		fmt.Fprintf(w, "%s\t%v\t%v\t%d\t%v\t%v\t%s\n", b.Name, b.Low, b.High, len(dwells), stay, stay*time.Duration(len(dwells)), what)
	}
	return w.Flush()
}

// bareReach is the highest frequency of an RTL-SDR with the R820T tuner.
const bareReach = 1766e6

// rounds ends a source when its plan has been followed often enough.
type rounds struct {
	sdr.Source
	plan *sdr.Plan
	most int
}

// Read returns io.EOF after the last round.
func (r *rounds) Read(ctx context.Context, b *sdr.Block) error {
	if r.plan.Rounds() >= r.most {
		return io.EOF
	}
	return r.Source.Read(ctx, b)
}

// Tune moves the source.
func (r *rounds) Tune(centre sdr.Hz) error {
	t, ok := r.Source.(sdr.Tuner)
	if !ok {
		return errors.New("this receiver cannot be tuned")
	}
	return t.Tune(centre)
}

// catch is what a scan found: the newest event of each track. On a terminal the
// table of it is drawn anew with each.
type catch struct {
	newest     map[string]detectors.Event
	named      map[string]bool // places whose cell has said which one it is
	references references
	err        error
	live       bool
	out        io.Writer
	drawn      int // lines of the table on the terminal
}

func (c *catch) add(e detectors.Event) {
	if e.Track == "" {
		return
	}
	if place := placeOf(&e); place != "" {
		if e.Track == place && c.named[place] {
			return // what is heard there has a name
		}
		if e.Track != place {
			c.named[place] = true
			delete(c.newest, string(e.Type)+" "+place)
		}
	}
	c.newest[string(e.Type)+" "+e.Track] = e
	c.references.add(&e)
	if c.live {
		c.err = errors.Join(c.err, c.draw())
	}
}

// placeOf returns the track of a cell before it says which one it is, "" for
// other events.
func placeOf(e *detectors.Event) string {
	switch f := e.Fields.(type) {
	case gsm.Fields:
		return fmt.Sprintf("gsm-bsic%d%d@%.0f", f.NCC, f.BCC, float64(e.Freq))
	case lte.Fields:
		return fmt.Sprintf("lte-pci%d@%.0f", f.PCI, float64(e.Freq))
	}
	return ""
}

// draw prints the table, in the place of the one before.
func (c *catch) draw() error {
	if c.drawn > 0 {
		fmt.Fprintf(c.out, "\x1b[%dA\x1b[J", c.drawn)
	}
	c.drawn = len(c.newest) + 1
	events := slices.SortedFunc(maps.Values(c.newest), func(a, b detectors.Event) int {
		return cmp.Or(cmp.Compare(a.Freq, b.Freq), cmp.Compare(a.Track, b.Track))
	})
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MHz\tchannel\tcell\toperator\tSNR dB\tseverity\tevidence\twhat")
	for _, ev := range events {
		channel, operator := place(&ev)
		fmt.Fprintf(w, "%.3f\t%s\t%s\t%s\t%.1f\t%s\t%s\t%s\n", float64(ev.Freq)/1e6, channel, cellNumbers(&ev), operator, ev.SNR, ev.Severity, ev.Evidence, ev.Reason)
	}
	return w.Flush()
}

// table prints what was found, lowest frequency first, what that says of the
// receiver, and what could not be looked for.
func (c *catch) table(e *env, s detectors.SummaryFields) error {
	if err := c.draw(); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%d found in %.0f s of samples, %d lost\n", len(c.newest), s.Seconds, s.Lost)
	if ppm, agree := c.references.error(); agree > 0 {
		fmt.Fprintf(e.stdout, "the receiver is %+.2f ppm off, less what --ppm corrects already, by %d of %d cells\n", ppm, agree, len(c.references))
	}
	for _, name := range slices.Sorted(maps.Keys(s.Blind)) {
		fmt.Fprintf(e.stdout, "%s could not look: %s\n", name, s.Blind[name])
	}
	return nil
}
