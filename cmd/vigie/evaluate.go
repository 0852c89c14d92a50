package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"vigie/detectors/all"
	"vigie/detectors/evaluate"
)

type evaluateIndexCmd struct {
	Index     string   `arg:"" help:"index.json: a list of recordings, each with how to read it and what is in it (docs/evaluate.md)." type:"existingfile"`
	Detectors []string `help:"Only these detectors." placeholder:"NAME"`
	JSON      bool     `name:"json" help:"The table as JSON."`
}

// Run replays every recording of the index and prints what was found, missed
// and made up.
func (c *evaluateIndexCmd) Run(e *env) error {
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
	table := evaluate.Sum(scores)
	if c.JSON {
		return json.NewEncoder(e.stdout).Encode(table)
	}
	return table.Write(e.stdout, scores)
}
