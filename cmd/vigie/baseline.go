package main

import (
	"bufio"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue"
)

type baselineCmd struct {
	Learn learnCmd `cmd:"" help:"Learn a site from journals of events (vigie run --events, vigie replay)."`
	Show  showCmd  `cmd:"" help:"The cells of a baseline."`
}

type cellsCmd struct {
	Diff diffCmd `cmd:"" help:"What is new, gone, moved or changed since a baseline was learnt."`
}

type learnCmd struct {
	Journals []string `arg:"" help:"Files of events as JSON lines; - is standard input."`
	Out      string   `short:"o" required:"" help:"The baseline to write." type:"path" placeholder:"FILE"`
	Key      string   `help:"The sensor's signing key; made when there is none (default: vigie/sensor.key in the user's configuration folder)." type:"path" placeholder:"FILE"`
}

// Run learns a site.
func (c *learnCmd) Run(e *env) error {
	learnt, err := learn(e, c.Journals)
	if err != nil {
		return err
	}
	if len(learnt.Cells) == 0 {
		return errors.New("no cell in these journals said who it is: nothing to learn")
	}
	if c.Key == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return usageError{fmt.Errorf("%w; name a file with --key", err)}
		}
		c.Key = filepath.Join(dir, "vigie", "sensor.key")
	}
	key, err := rogue.SensorKey(c.Key)
	if err != nil {
		return err
	}
	if err := rogue.SaveBaseline(c.Out, learnt, key); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s: %d cells of %.1f hours, signed by %x\n", c.Out, len(learnt.Cells), 24*learnt.Days(), key.Public().(ed25519.PublicKey)[:8])
	return err
}

// learn reads journals; lines that are no events are counted and told.
func learn(e *env, journals []string) (*rogue.Learnt, error) {
	judge := rogue.New(rogue.Setup{})
	for _, name := range journals {
		err := eachLine(e, name, func(line []byte) error {
			event, err := rogue.ReadEvent(line)
			if err == nil {
				judge.See(&event, func(detectors.Event) {})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return judge.Learn(), nil
}

// eachLine calls take with every line of a file. Lines that take refuses are
// counted, and the first is told.
func eachLine(e *env, name string, take func([]byte) error) error {
	var in io.Reader = e.stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	lines, bad, n := bufio.NewScanner(in), 0, 0
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		n++
		if err := take(lines.Bytes()); err != nil {
			if bad++; bad == 1 {
				fmt.Fprintf(e.stderr, "vigie: %s:%d: %v\n", name, n, err)
			}
		}
	}
	if bad > 1 {
		fmt.Fprintf(e.stderr, "vigie: %s: %d lines of %d left out\n", name, bad, n)
	}
	return lines.Err()
}

type showCmd struct {
	File string `arg:"" help:"The baseline." type:"existingfile"`
}

// Run prints a baseline.
func (c *showCmd) Run(e *env) error {
	l, signer, err := openBaseline(c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "learnt %s to %s (%.1f hours), signed by %x\n", l.From.Format(time.RFC3339), l.To.Format(time.RFC3339), 24*l.Days(), []byte(signer[:8]))
	table := tabwriter.NewWriter(e.stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "CELL\tSEEN\tSNR\tCARRIERS")
	for _, cell := range l.Cells {
		fmt.Fprintf(table, "%s\t%d\t%.1f ± %.1f dB\t%v\n", cell.Name, cell.Seen, cell.SNR, cell.Spread, cell.Carriers)
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

// openBaseline reads a baseline; a damaged one stays where it is.
func openBaseline(path string) (*rogue.Learnt, ed25519.PublicKey, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	l, signer, err := rogue.OpenSealed(data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return l, signer, nil
}

// judgeFlags are what the owner of a sensor decides about the judge of cells.
type judgeFlags struct {
	Baseline   string  `help:"Baseline of the site (vigie baseline learn). One that is damaged is kept aside and not used." type:"path" placeholder:"FILE"`
	AlertScore float64 `default:"1" help:"Decimal logarithm of the odds from which a cell is an alert."`
	WatchScore float64 `default:"0" help:"The same for a watch."`
	Home       string  `help:"Country code (MCC) of the site; learnt from the cells by default." placeholder:"MCC"`
}

// setup opens the baseline. A damaged or missing one is told, and detection goes
// on without.
func (f *judgeFlags) setup(e *env) rogue.Setup {
	s := rogue.Setup{Alert: f.AlertScore, Watch: f.WatchScore, Home: f.Home}
	if f.Baseline == "" {
		return s
	}
	l, _, aside, err := rogue.LoadBaseline(f.Baseline)
	switch {
	case aside != "":
		fmt.Fprintf(e.stderr, "vigie: %v; kept as %s, going on without a baseline\n", err, aside)
	case err != nil:
		fmt.Fprintf(e.stderr, "vigie: %v; going on without a baseline\n", err)
	default:
		s.Baseline = l
	}
	return s
}
