package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"vigie/detectors"
	"vigie/metrics"
)

// newPrinter returns what writes events to standard output: JSON lines for
// programs, one short line each for a person at a terminal.
func newPrinter(e *env, forceJSON bool) metrics.Sink {
	if forceJSON || !isTerminal(e.stdout) {
		return metrics.NewLines("stdout", e.stdout)
	}
	return people{e.stdout}
}

// people is the sink for a terminal.
type people struct{ out io.Writer }

// Name returns the metric label.
func (people) Name() string { return "stdout" }

// Close does nothing.
func (people) Close() error { return nil }

// Write prints one event.
func (p people) Write(e *detectors.Event) error {
	_, err := fmt.Fprintf(p.out, "%s  %-5s  %-10s  %s\n", e.Time.Format("2006-01-02 15:04:05.000"), e.Severity, e.Type, e.Reason)
	if s, ok := e.Fields.(detectors.SummaryFields); ok && err == nil {
		err = p.summary(s)
	}
	return err
}

func (p people) summary(s detectors.SummaryFields) error {
	for _, t := range detectors.Types() {
		if n := s.Events[t]; n > 0 {
			if _, err := fmt.Fprintf(p.out, "    %6d %s\n", n, t); err != nil {
				return err
			}
		}
	}
	for _, w := range s.Warnings {
		if _, err := fmt.Fprintf(p.out, "    warning: %s\n", w); err != nil {
			return err
		}
	}
	return nil
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
