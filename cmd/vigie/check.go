package main

import (
	"fmt"

	"vigie/detectors/all"
)

type checkCmd struct{}

// Run says what the configuration means. That it is right was checked when it
// was read.
func (checkCmd) Run(e *env) error {
	if e.file.path == "" {
		_, err := fmt.Fprintln(e.stdout, "no configuration file; the flags and their defaults hold")
		return err
	}
	receivers, err := e.file.receivers()
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s is right\n", e.file.path)
	for _, f := range receivers {
		plan, err := f.plan()
		if err != nil {
			return usageError{err}
		}
		specs, err := all.Select(f.Detectors)
		if err != nil {
			return usageError{err}
		}
		fmt.Fprintf(e.stdout, "receiver %s: %s at %v samples a second, %d tunings, %v a round, detectors %v\n",
			f.Name, f.Driver, float64(f.Rate), len(plan.Dwells()), plan.Round(), all.Names(specs))
	}
	return nil
}
