package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/internal/testdata"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden replays every IQ recording and compares the events with those kept
// in testdata/golden, one file a folder of recordings. Measured values may
// differ between builds by what tolerance says; all else must be equal.
//
//	go test ./cmd/vigie -run TestGolden -update
func TestGolden(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector; the build that make ships compares them")
	}
	got := map[string]*bytes.Buffer{}
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz == 0 {
			continue
		}
		args := []string{"replay", "--quiet", "--format", e.Format, "--rate", fmt.Sprint(e.RateHz), "--freq", fmt.Sprint(e.CentreHz), "--skip-bytes", fmt.Sprint(e.SkipBytes)}
		if e.LOHz != 0 {
			args = append(args, "--converter-lo", fmt.Sprint(e.LOHz))
		}
		out, code := vigie(t, append(args, testdata.File(t, e.Path))...)
		if code != exitDone {
			t.Errorf("%s: exit code %d", e.Path, code)
		}
		folder := path.Dir(e.Path)
		if got[folder] == nil {
			got[folder] = new(bytes.Buffer)
		}
		got[folder].WriteString(out)
	}
	for folder, text := range got {
		file := filepath.Join("testdata", "golden", strings.ReplaceAll(folder, "/", "_")+".jsonl")
		if *update {
			if err := os.WriteFile(file, text.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		compareLines(t, file, strings.Split(text.String(), "\n"), strings.Split(string(want), "\n"))
	}
}

func compareLines(t *testing.T, file string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if why := difference(g, w); why != "" {
			t.Errorf("%s:%d: %s\n got %s\nwant %s", file, i+1, why, g, w)
		}
	}
}

// difference says how two JSON lines differ, or nothing.
func difference(got, want string) string {
	if got == want {
		return ""
	}
	var g, w any
	if json.Unmarshal([]byte(got), &g) != nil || json.Unmarshal([]byte(want), &w) != nil {
		return "one is no JSON"
	}
	return compare("", g, w)
}

// tolerance is how far measured values may lie apart: rounding differs between
// the plain and the vector arithmetic.
var tolerance = map[string]float64{
	"snr_db": 0.3, "cfo_hz": 20, "statistic.value": 1, "statistic.pfa": math.Inf(1), "confidence": 0.01, "duration_s": 0.02, "frames": 2,
}

// timeTolerance is a twentieth of an LTE sample.
const timeTolerance = 200 * time.Nanosecond

func compare(key string, got, want any) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return key + ": not an object"
		}
		return compareObjects(key, g, w)
	case float64:
		g, ok := got.(float64)
		if ok && math.Abs(g-w) <= tolerance[strings.TrimPrefix(key, "fields.")] {
			return ""
		}
	case string:
		if key == "time" && near(got, w) {
			return ""
		}
	}
	if g, w := fmt.Sprint(got), fmt.Sprint(want); g != w {
		return fmt.Sprintf("%s: %s, want %s", key, g, w)
	}
	return ""
}

func compareObjects(key string, got, want map[string]any) string {
	keys := map[string]bool{}
	for k := range got {
		keys[k] = true
	}
	for k := range want {
		keys[k] = true
	}
	var names []string
	for k := range keys {
		names = append(names, k)
	}
	slices.Sort(names)
	for _, k := range names {
		if key == "fields" && k == "detectors" {
			continue // who looked is not what was seen, and changes with every detector that comes
		}
		if why := compare(strings.TrimPrefix(key+"."+k, "."), got[k], want[k]); why != "" {
			return why
		}
	}
	return ""
}

func near(got any, want string) bool {
	text, _ := got.(string)
	g, err1 := time.Parse(time.RFC3339Nano, text)
	w, err2 := time.Parse(time.RFC3339Nano, want)
	return err1 == nil && err2 == nil && g.Sub(w).Abs() <= timeTolerance
}

func TestDifferencesThatGoldenFilesMind(t *testing.T) {
	base := `{"time":"1970-01-01T00:00:00.000001Z","snr_db":10,"fields":{"pci":1,"cfo_hz":5}}`
	for _, c := range []struct {
		line string
		same bool
	}{
		{base, true},
		{`{"time":"1970-01-01T00:00:00.0000011Z","snr_db":10.2,"fields":{"pci":1,"cfo_hz":9}}`, true},
		{`{"time":"1970-01-01T00:00:00.000002Z","snr_db":10,"fields":{"pci":1,"cfo_hz":5}}`, false},
		{`{"time":"1970-01-01T00:00:00.000001Z","snr_db":11,"fields":{"pci":1,"cfo_hz":5}}`, false},
		{`{"time":"1970-01-01T00:00:00.000001Z","snr_db":10,"fields":{"pci":2,"cfo_hz":5}}`, false},
		{`{"time":"1970-01-01T00:00:00.000001Z","snr_db":10,"fields":{"pci":1,"cfo_hz":5,"rb":6}}`, false},
		{`{"time":"1970-01-01T00:00:00.000001Z","snr_db":10,"fields":{"pci":1}}`, false},
		{`nothing`, false},
	} {
		if why := difference(c.line, base); (why == "") != c.same {
			t.Errorf("%s: %q", c.line, why)
		}
	}
}
