package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vigie/detectors/rotor/school"
)

// hearing is what evaluate is given instead of an index to examine hearing.
const hearing = "rotor"

// evaluateRotor grows forests without what they are then asked about, and prints
// how they did.
func (c *evaluateCmd) evaluateRotor(e *env) error {
	if len(c.Detectors) > 0 || c.Ledger || c.ROC {
		return usagef("evaluate rotor makes one table: --detectors, --ledger and --roc do not go with it")
	}
	if _, err := os.Stat(c.Manifest); err != nil {
		return usagef("no manifest of clips: %w", err)
	}
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
