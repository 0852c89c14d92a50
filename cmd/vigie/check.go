package main

import (
	"cmp"
	"fmt"

	"vigie/detectors"
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
			f.Name, f.Driver, float64(f.Rate), len(plan.Dwells()), plan.Round(), all.Names(detectors.Radio(specs)))
	}
	microphones, err := e.file.microphones()
	if err != nil {
		return err
	}
	for _, f := range microphones {
		specs, err := all.Select(f.Detectors)
		if err != nil {
			return usageError{err}
		}
		fmt.Fprintf(e.stdout, "microphone %s: %s, %d channels, full scale at %v dB SPL, detectors %v%s\n",
			f.Name, cmp.Or(f.Device, "the system's default"), f.Channels, f.FullScale, all.Names(detectors.Ears(specs)), counting[f.CountOnly])
	}
	return nil
}

var counting = map[bool]string{true: ", which only count"}
