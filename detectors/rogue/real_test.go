package rogue_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/detectors/capture"
	"vigie/detectors/rogue"
	"vigie/internal/testdata"
)

// realSigns are the signs that some operator's cell of the recordings shows, with
// the reason; every other sign has all of these cells as negatives.
var realSigns = map[string]string{
	"G5":  "a phone that travels crosses from one location area into the next",
	"G10": "one real cell of SFR asks for RXLEV_ACCESS_MIN 0, its four siblings for more",
}

// TestRealCellsAreNegatives: what the decoders read of operators' cells, and what
// phones logged of others, sets off no sign but those explained above.
func TestRealCellsAreNegatives(t *testing.T) {
	cells, shown := 0, map[string]bool{}
	judge := rogue.New(rogue.Setup{Watch: -3.95, Alert: 1}) // any sign at all is said
	see := func(e *detectors.Event) {
		if e.Type != detectors.Cell {
			return
		}
		cells++
		judge.See(e, func(a detectors.Event) {
			for _, f := range a.Fields.(rogue.Fields).Indicators {
				shown[f.ID] = true
				if realSigns[f.ID] == "" {
					t.Errorf("%s: %s: %s", e.Reason, f.ID, f.Evidence)
				}
			}
		})
	}
	for _, e := range testdata.Index(t) {
		if !strings.HasPrefix(e.Path, "gsmtap/") {
			continue
		}
		data, err := os.ReadFile(testdata.File(t, e.Path))
		if err != nil {
			t.Fatal(err)
		}
		judge = rogue.New(rogue.Setup{Watch: -3.95})
		if _, err := capture.Read(bytes.NewReader(data), func(e detectors.Event) { see(&e) }); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "cmd", "vigie", "testdata", "golden", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		recording := ""
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var in struct{ Recording string }
			if json.Unmarshal(lines.Bytes(), &in) != nil || isLaboratory(name+in.Recording) {
				continue
			}
			if in.Recording != recording { // each is another place
				judge, recording = rogue.New(rogue.Setup{Watch: -3.95}), in.Recording
			}
			if e, err := rogue.ReadEvent(lines.Bytes()); err == nil {
				see(&e)
			}
		}
		file.Close()
	}
	for id := range realSigns {
		if !shown[id] {
			t.Errorf("%s is excused and does not show", id)
		}
	}
	if cells < 60 {
		t.Errorf("only %d sightings", cells)
	}
}

// isLaboratory reports whether a recording is of a cell that looks like a catcher.
func isLaboratory(name string) bool {
	for _, part := range []string{"amar", "srsran-n5", "ue_dl_nr_pci500"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}
