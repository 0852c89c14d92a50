package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"vigie/internal/testdata"
)

// vigie runs the program and returns what it printed.
func vigie(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &out, &errs)
	if code != exitDone {
		t.Logf("vigie %s: %s", strings.Join(args, " "), errs.String())
	}
	return out.String(), code
}

// f796 is how the README replays a recording of an RTL-SDR.
func f796(t *testing.T) []string {
	return []string{
		"replay", "--format", "cu8", "--rate", "1.92e6", "--freq", "796e6",
		testdata.File(t, "lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin"),
	}
}

func TestReplayPrintsTheCellAndASummary(t *testing.T) {
	out, code := vigie(t, f796(t)...)
	if code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var cell, summary struct {
		Type   string
		Freq   float64 `json:"freq_hz"`
		Fields struct {
			RAT            string
			PCI, RB, Ports int
			Duplex         string
			Samples        int
			Events         map[string]int
		}
	}
	if err := json.Unmarshal([]byte(lines[0]), &cell); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &summary); err != nil {
		t.Fatal(err)
	}
	f := cell.Fields
	if cell.Type != "cell" || cell.Freq != 796e6 || f.RAT != "lte" || f.PCI != 360 || f.RB != 50 || f.Ports != 2 || f.Duplex != "FDD" {
		t.Errorf("first event %s", lines[0])
	}
	if summary.Type != "summary" || summary.Fields.Samples != 153600 || summary.Fields.Events["cell"] != 1 {
		t.Errorf("summary %s", lines[len(lines)-1])
	}
}

func TestReplayTwiceGivesTheSameBytes(t *testing.T) {
	first, _ := vigie(t, f796(t)...)
	second, _ := vigie(t, f796(t)...)
	if first != second {
		t.Errorf("first:\n%s\nsecond:\n%s", first, second)
	}
}
