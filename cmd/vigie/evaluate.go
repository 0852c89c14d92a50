package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/evaluate"
)

type evaluateCmd struct {
	Index     string   `arg:"" help:"index.json: a list of recordings of IQ or sound, each with how to read it and what is in it (docs/evaluate.md). Or the word rotor: the hearing of aircraft, by forests grown and examined on the clips of a manifest (docs/rotor.md)."`
	Manifest  string   `arg:"" optional:"" default:"../shared/data/acoustic/manifest.csv" help:"After rotor: CSV of clips with file, label, sub, src_repo and licence."`
	Detectors []string `help:"Only these detectors." placeholder:"NAME"`
	Ledger    bool     `help:"The false alarms of every detector, by severity, on all recordings that hold none of what it looks for." xor:"table"`
	ROC       bool     `name:"roc" help:"What every detector would have found and made up with other thresholds." xor:"table"`
	JSON      bool     `name:"json" help:"The table as JSON."`
}

// Run replays every recording of the index and prints what was found, missed
// and made up.
func (c *evaluateCmd) Run(e *env) error {
	if c.Index == hearing {
		return c.evaluateRotor(e)
	}
	specs, err := all.Select(c.Detectors)
	if err != nil {
		return usageError{err}
	}
	entries, err := evaluate.ReadIndex(c.Index)
	if err != nil {
		return usageError{err}
	}
	var scores []evaluate.Score
	for _, entry := range entries {
		s, err := evaluate.Run(e.ctx, entry, specs)
		switch {
		case errors.Is(err, evaluate.ErrRateUnknown):
			fmt.Fprintln(e.stderr, "vigie: left out:", err)
			continue
		case err != nil:
			return err
		}
		scores = append(scores, s)
	}
	return c.write(e, scores, specs)
}

// write prints the table that was asked for.
func (c *evaluateCmd) write(e *env, scores []evaluate.Score, specs []detectors.Spec) error {
	var result any
	var write func() error
	switch {
	case c.Ledger:
		ledger := evaluate.Enter(scores, specs)
		result, write = ledger, func() error { return ledger.Write(e.stdout) }
	case c.ROC:
		points := evaluate.ROC(scores, specs)
		result, write = points, func() error { return evaluate.WriteROC(e.stdout, points) }
	default:
		table := evaluate.Sum(scores)
		result, write = table, func() error { return table.Write(e.stdout, scores) }
	}
	if c.JSON {
		return json.NewEncoder(e.stdout).Encode(result)
	}
	return write()
}
