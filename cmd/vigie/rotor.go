package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vigie/detectors/rotor/school"
)

// evaluateCmd is two examinations: by an index of recordings, and of hearing.
type evaluateCmd struct {
	Index evaluateIndexCmd `cmd:"" default:"withargs" help:"Recordings of an index: what detectors find, miss and make up."`
	Rotor evaluateRotorCmd `cmd:"" help:"Hearing: forests grown and examined on the clips of a manifest, by pieces, recordings and sources."`
}

type evaluateRotorCmd struct {
	Manifest string `arg:"" optional:"" help:"CSV of clips with file, label, sub, src_repo and licence (docs/rotor.md)." type:"existingfile" default:"../shared/data/acoustic/manifest.csv"`
	JSON     bool   `name:"json" help:"The table as JSON."`
}

// Run grows forests without what they are then asked about, and prints how they did.
func (c *evaluateRotorCmd) Run(e *env) error {
	table, err := school.Evaluate(e.ctx, c.Manifest, e.stage)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(e.stdout).Encode(table)
	}
	return table.Write(e.stdout)
}

type rotorCmd struct {
	Train rotorTrainCmd `cmd:"" help:"Train the model of the rotor detector on the clips of a manifest."`
}

type rotorTrainCmd struct {
	Manifest string `arg:"" help:"CSV of clips with file, label, sub, src_repo and licence (docs/rotor.md)." type:"existingfile"`
	Model    string `short:"o" help:"Where the model goes; built in from there." default:"detectors/rotor/model.bin" type:"path"`
	Card     string `help:"Where the model card goes." default:"docs/rotor-model.md" type:"path"`
}

// Run trains, and writes the model and its card.
func (c *rotorTrainCmd) Run(e *env) error {
	for _, path := range []string{c.Model, c.Card} {
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return usagef("no folder %s for %s: run this in the source, or say where to with --model and --card", filepath.Dir(path), filepath.Base(path))
		}
	}
	t, err := school.Train(e.ctx, c.Manifest, e.stage)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Model, t.Model.Encode(), 0o644); err != nil {
		return err
	}
	card, err := os.Create(c.Card)
	if err != nil {
		return err
	}
	if err := t.WriteCard(card, time.Now()); err != nil {
		card.Close()
		return err
	}
	return card.Close()
}

// stage says what a long command is at.
func (e *env) stage(what string) { fmt.Fprintln(e.stderr, "vigie:", what) }
