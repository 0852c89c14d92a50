package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDamagedCellsAreKeptAside: the database is told, renamed and not used.
func TestDamagedCellsAreKeptAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cells.db")
	if err := os.WriteFile(path, []byte("no database at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	s := (&judgeFlags{Cells: path}).setup(&env{stderr: &said})
	if _, err := os.Stat(path + ".damaged"); s.Database != nil || err != nil || !strings.Contains(said.String(), "going on without") {
		t.Errorf("database %v, %v, said %q", s.Database, err, said.String())
	}
}

func TestPosition(t *testing.T) {
	for _, c := range []struct {
		text string
		ok   bool
	}{{"", true}, {"48.85,2.35", true}, {" -20.9 , 55.3", true}, {"48.85", false}, {"95,2", false}, {"48,x", false}} {
		if err := (&judgeFlags{Position: c.text}).Validate(); (err == nil) != c.ok {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}
