package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/evaluate"
	"vigie/internal/testdata"
)

// ledgerLimit holds the false alarms that there were when it was last written.
var ledgerLimit = filepath.Join("testdata", "ledger.json")

// TestLedger counts the false alarms among the golden events, which TestGolden holds
// against the detectors, and fails when there are more of any severity than before.
//
//	go test ./cmd/vigie -run TestLedger -update
func TestLedger(t *testing.T) {
	var scores []evaluate.Score
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz == 0 {
			continue
		}
		s := evaluate.Score{Entry: evaluate.Entry{Path: e.Path}}
		if err := json.Unmarshal(e.Truth, &s.Entry.Truth); err != nil {
			t.Fatal(err)
		}
		goldenEvents(t, &s)
		if s.Seconds == 0 {
			t.Errorf("%s: no golden summary", e.Path)
		}
		scores = append(scores, s)
	}
	ledger := evaluate.Enter(scores, all.Specs())
	if *update {
		text, err := json.MarshalIndent(ledger, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(ledgerLimit, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(ledgerLimit)
	if err != nil {
		t.Fatal(err)
	}
	var limit evaluate.Ledger
	if err := json.Unmarshal(text, &limit); err != nil {
		t.Fatal(err)
	}
	for _, reason := range ledger.Worse(limit) {
		t.Error(reason)
	}
	var b strings.Builder
	if err := ledger.Write(&b); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
}

// golden reads an event as it left the process.
type golden struct {
	Recording string               `json:"recording"`
	Detector  string               `json:"detector"`
	Type      detectors.Type       `json:"type"`
	Severity  detectors.Severity   `json:"severity"`
	Statistic *detectors.Statistic `json:"statistic"`
	Fields    json.RawMessage      `json:"fields"`
}

// goldenEvents fills a score with the golden events of its recording.
func goldenEvents(t *testing.T, s *evaluate.Score) {
	t.Helper()
	file := strings.ReplaceAll(path.Dir(s.Entry.Path), "/", "_") + ".jsonl"
	text, err := os.ReadFile(filepath.Join("testdata", "golden", file))
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var g golden
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if g.Recording != path.Base(s.Entry.Path) {
			continue
		}
		if g.Type == detectors.Summary {
			var sum detectors.SummaryFields
			if err := json.Unmarshal(g.Fields, &sum); err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			s.Seconds, s.Blind = sum.Seconds, sum.Blind
			continue
		}
		s.Events = append(s.Events, detectors.Event{Detector: g.Detector, Type: g.Type, Severity: g.Severity, Statistic: g.Statistic})
	}
}

// TestLedgerFailsWhenWorse by one report.
func TestLedgerFailsWhenWorse(t *testing.T) {
	limit := evaluate.Ledger{{Detector: "fpv", Count: evaluate.Count{Watch: 1}}}
	for _, c := range []struct {
		row   evaluate.LedgerRow
		worse bool
	}{
		{evaluate.LedgerRow{Detector: "fpv", Count: evaluate.Count{Watch: 1}}, false},
		{evaluate.LedgerRow{Detector: "fpv", Count: evaluate.Count{Watch: 2}}, true},
		{evaluate.LedgerRow{Detector: "fpv", Count: evaluate.Count{Alert: 1}}, true},
		{evaluate.LedgerRow{Detector: "new", Count: evaluate.Count{Info: 1}}, true},
		{evaluate.LedgerRow{Detector: "new"}, false},
	} {
		if got := len(evaluate.Ledger{c.row}.Worse(limit)) > 0; got != c.worse {
			t.Errorf("%+v: worse %v, want %v", c.row, got, c.worse)
		}
	}
}
