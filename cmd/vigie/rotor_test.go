package main

import (
	"path/filepath"
	"testing"
)

func TestRotorCommandsRefuseWhatIsNotThere(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.csv")
	for _, args := range [][]string{
		{"evaluate", "rotor", missing},
		{"evaluate", "rotor", "--ledger"},
		{"rotor", "train", missing},
		{"rotor", "train", "rotor_test.go", "--model", filepath.Join(missing, "model.bin")},
	} {
		if _, code := vigie(t, args...); code != exitUsage {
			t.Errorf("vigie %v: exit code %d, want %d", args, code, exitUsage)
		}
	}
}
