package rogue_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/rogue"
	"vigie/internal/testdata"
	"vigie/internal/testsource"
)

// laboratory are the recordings of cells that look like catchers.
var laboratory = []string{"lte-srsran/signal.1.92M.amar.dat", "nr/sni5gect-srsran-n5-10MHz/", "nr/ue_dl_nr_pci500"}

// TestEvaluateRecordings replays every recording of cells through the decoders: no
// operator's cell may be an alert or a watch. A laboratory cell must be an alert
// as soon as the decoders read which network it says it is.
//
// It takes minutes, so it is part of make evaluate; the golden lines of cmd/vigie
// hold the same between evaluations, which TestGoldenLines checks.
func TestEvaluateRecordings(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("VIGIE_EVALUATE is not set")
	}
	for _, e := range testdata.Index(t) {
		cellular := strings.HasPrefix(e.Path, "lte-") || strings.HasPrefix(e.Path, "nr/") || strings.HasPrefix(e.Path, "gsm/")
		if !cellular || e.Kind != "iq" || e.RateHz == 0 {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			said, named := replay(t, e)
			lab := false
			for _, prefix := range laboratory {
				lab = lab || strings.HasPrefix(e.Path, prefix)
			}
			switch {
			case lab && named && (len(said) == 0 || said[0].Severity != detectors.Alert):
				t.Errorf("a laboratory cell: said %v", said)
			case lab && !named:
				t.Log("the decoders do not read the network of this recording's cell; nothing to judge")
			case !lab && len(said) > 0:
				t.Errorf("said %s: %s", said[0].Severity, said[0].Reason)
			}
		})
	}
}

// replay returns what the judge said, and whether a cell named its network.
func replay(t *testing.T, e testdata.Entry) (said []detectors.Event, named bool) {
	t.Helper()
	r := &detectors.Receiver{
		Name: "replay", Source: testsource.Open(t, e), Specs: all.Specs(), Tracker: detectors.NewTracker(detectors.DefaultForget), Judge: rogue.New(rogue.Setup{}),
		Sink: func(e detectors.Event) {
			switch e.Type {
			case detectors.CellAlert:
				said = append(said, e)
			case detectors.Cell:
				named = named || strings.Contains(e.Reason, "-") && strings.Contains(e.Reason, "cell ")
			}
		},
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return said, named
}

// TestGoldenLines: what the program is known to say of the recordings holds no
// alert about an operator's cell.
func TestGoldenLines(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "cmd", "vigie", "testdata", "golden", "*.jsonl"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d golden files, %v", len(files), err)
	}
	cells := 0
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var e struct{ Type, Severity, Reason, Recording string }
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e.Type == string(detectors.Cell) {
				cells++
			}
			lab := strings.Contains(e.Recording, "amar") || strings.Contains(e.Recording, "ue_dl_nr_pci500") || strings.Contains(name, "srsran-n5")
			if e.Type == string(detectors.CellAlert) && !lab {
				t.Errorf("%s: %s: %s", e.Recording, e.Severity, e.Reason)
			}
		}
		file.Close()
	}
	if cells < 20 {
		t.Errorf("only %d cells in the golden files", cells)
	}
}
