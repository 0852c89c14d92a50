package main

import (
	"bufio"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"vigie/detectors"
	"vigie/detectors/rogue"
)

type baselineCmd struct {
	Learn learnCmd `cmd:"" help:"Learn a site from journals of events (vigie run --events, vigie replay)."`
	Show  showCmd  `cmd:"" help:"The cells of a baseline."`
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
	return cellTable(e, l)
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
