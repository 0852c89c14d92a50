package evaluate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/acoustic/synth"
	"vigie/detectors"
	"vigie/detectors/rotor"
)

// The bounds are those of Garwood's table.
func TestPoissonUpper(t *testing.T) {
	for n, want := range []float64{2.996, 4.744, 6.296, 7.754} {
		if got := PoissonUpper(n, 0.95); math.Abs(got-want) > 1e-3 {
			t.Errorf("%d events: at most %.4f, want %.3f", n, got, want)
		}
	}
}

type fields map[string]any

func (f fields) Same(detectors.Fields) bool { return false }

func cell(rat string, id int, more ...any) detectors.Event {
	f := fields{"rat": rat, identity[rat]: id}
	for i := 0; i+1 < len(more); i += 2 {
		f[more[i].(string)] = more[i+1]
	}
	return detectors.Event{Type: detectors.Cell, Severity: detectors.Info, Fields: f}
}

func TestJudge(t *testing.T) {
	drone := detectors.Event{Type: detectors.DroneLink, Severity: detectors.Watch, Reason: "a link"}
	suspicious := detectors.Event{Type: detectors.CellAlert, Severity: detectors.Alert, Reason: "a catcher"}
	for _, c := range []struct {
		claim  string
		truth  string
		events []detectors.Event
		want   string // known, found, false, further of LTE; found and false drones; alarms
	}{
		{"found", `{"lte_cells":[{"pci":1,"rb":50}]}`, []detectors.Event{cell("lte", 1, "rb", 50)}, "1 1 0 0; 0 0; 0"},
		{"missed", `{"lte_cells":[{"pci":1}]}`, nil, "1 0 0 0; 0 0; 0"},
		{"found, but wrong", `{"lte_cells":[{"pci":1,"rb":50}]}`, []detectors.Event{cell("lte", 1, "rb", 25)}, "1 0 0 0; 0 0; 0"},
		{"another frame number is no error", `{"lte_cells":[{"pci":1,"sfn":5}]}`, []detectors.Event{cell("lte", 1, "sfn", 6)}, "1 1 0 0; 0 0; 0"},
		{"the standard's names", `{"lte_cells":[{"pci":1,"plmn":["206-20"],"scheduled":["sibType3"]}]}`, []detectors.Event{cell("lte", 1, "plmns", []string{"206-20"}, "scheduled", []string{"sib3"})}, "1 1 0 0; 0 0; 0"},
		{"another operator", `{"lte_cells":[{"pci":1,"plmn":["206-20"]}]}`, []detectors.Event{cell("lte", 1, "plmns", []string{"206-01"})}, "1 0 0 0; 0 0; 0"},
		{"a neighbour", `{"lte_cells":[{"pci":1}]}`, []detectors.Event{cell("lte", 1), cell("lte", 2)}, "1 1 0 1; 0 0; 0"},
		{"a cell where there is none", `{"lte_cells":[]}`, []detectors.Event{cell("lte", 2)}, "0 0 1 0; 0 0; 0"},
		{"a cell where a drone is known", `{"drone":true}`, []detectors.Event{cell("lte", 2)}, "0 0 1 0; 0 0; 0"},
		{"a cell where nothing is known", `{}`, []detectors.Event{cell("lte", 2)}, "0 0 0 1; 0 0; 0"},
		{"a drone", `{"drone":true}`, []detectors.Event{drone}, "0 0 0 0; 1 0; 0"},
		{"a drone where there is none", `{"drone":false}`, []detectors.Event{drone}, "0 0 0 0; 0 1; 1"},
		{"a suspicious laboratory cell", `{"lab":true}`, []detectors.Event{suspicious}, "0 0 0 0; 0 0; 0"},
		{"a suspicious test network", `{"lte_cells":[{"pci":1,"plmn":["001-01"]}]}`, []detectors.Event{suspicious}, "1 0 0 0; 0 0; 0"},
		{"a suspicious operator's cell", `{"lte_cells":[{"pci":1}]}`, []detectors.Event{suspicious}, "1 0 0 0; 0 0; 1"},
	} {
		e := Entry{Path: "x"}
		if err := json.Unmarshal([]byte(c.truth), &e.Truth); err != nil {
			t.Fatal(err)
		}
		s := Judge(e, 1, c.events)
		got := fmt.Sprintf("%d %d %d %d; %d %d; %d", s.Known["lte"], s.Found["lte"], s.False["lte"], s.Further["lte"],
			s.Found["drone"], s.False["drone"], s.Alarms)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.claim, got, c.want)
		}
	}
}

func TestJudgeSound(t *testing.T) {
	hears := func(class rotor.Class, severity detectors.Severity) detectors.Event {
		return detectors.Event{Type: detectors.Rotor, Severity: severity, Fields: rotor.Fields{Class: class.String()}}
	}
	watch, mention := hears(rotor.Multirotor, detectors.Watch), hears(rotor.Multirotor, detectors.Info)
	for _, c := range []struct {
		claim, truth string
		events       []detectors.Event
		want         string // known, found, false, further of multirotors; alarms
	}{
		{"found", "multirotor", []detectors.Event{mention, watch, watch}, "1 1 0 0; 0"},
		{"a mention is not enough", "multirotor", []detectors.Event{mention}, "1 0 0 0; 0"},
		{"taken for a helicopter", "multirotor", []detectors.Event{hears(rotor.Helicopter, detectors.Watch)}, "1 0 0 0; 1"},
		{"a helicopter taken for one", "helicopter", []detectors.Event{watch}, "0 0 1 0; 1"},
		{"nothing there", "none", []detectors.Event{mention, watch}, "0 0 1 0; 1"},
		{"nothing known", "", []detectors.Event{watch}, "0 0 0 1; 0"},
	} {
		s := JudgeSound(Entry{Kind: sound, Truth: Truth{Aircraft: c.truth}}, 1, c.events)
		const k = "multirotor"
		if got := fmt.Sprintf("%d %d %d %d; %d", s.Known[k], s.Found[k], s.False[k], s.Further[k], s.Alarms); got != c.want {
			t.Errorf("%s: %s, want %s", c.claim, got, c.want)
		}
	}
}

// TestRunListens to a recording of sound: seconds of a quiet place, in which nothing is.
func TestRunListens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quiet.wav")
	scene, err := synth.ParseScene("quiet", "seconds = 2\nambient_dba = 30")
	if err != nil {
		t.Fatal(err)
	}
	src, err := scene.Open(time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var wav bytes.Buffer
	if _, err := src.WriteWAV(t.Context(), &wav); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, wav.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Run(t.Context(), Entry{Path: path, Kind: sound, Truth: Truth{Aircraft: "none"}}, []detectors.Spec{rotor.Spec})
	if err != nil || s.Seconds != 2 || s.Alarms != 0 || !s.Without["helicopter"] {
		t.Errorf("%v: %+v", err, s)
	}
}

func TestTable(t *testing.T) {
	quiet := Entry{Path: "quiet", Truth: Truth{LTE: []json.RawMessage{}}}
	scores := []Score{Judge(quiet, 1800, nil), Judge(quiet, 1800, []detectors.Event{cell("lte", 7)})}
	table := Sum(scores)
	row := table.Rows[0]
	if row.Kind != "lte" || row.Hours != 1 || row.False != 1 || math.Abs(row.Bound-4.744) > 1e-3 {
		t.Errorf("row %+v", row)
	}
	var b strings.Builder
	if err := table.Write(&b, scores); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"quiet: false lte pci 7", "2 recordings, 3600.0 s", "lte      0      0      –   0        3600.0           1      4.74"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("table lacks %q:\n%s", want, b.String())
		}
	}
}

func TestReadIndexSaysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:              "not a JSON list",
		`[{"kind":"iq"}]`: "recording 0: path or format is missing",
		`[{"kind":"iq","path":"a","format":"mp3"}]`:                           "unknown sample format",
		`[{"kind":"pcap"}]`:                                                   "",
		`[{"kind":"sound"}]`:                                                  "recording 0: path or format is missing",
		`[{"kind":"sound","path":"a.wav","truth":{"aircraft":"bee"}}]`:        `aircraft "bee"`,
		`[{"kind":"sound","path":"a.wav","truth":{"aircraft":"multirotor"}}]`: "",
	} {
		path := filepath.Join(t.TempDir(), "index.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadIndex(path)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// scored returns the score of a recording in which a detector said something.
func scored(truth string, seconds float64, events ...detectors.Event) (s Score) {
	s.Seconds, s.Events = seconds, events
	if err := json.Unmarshal([]byte(truth), &s.Entry.Truth); err != nil {
		panic(err)
	}
	return s
}

func said(detector string, severity detectors.Severity, value float64) detectors.Event {
	return detectors.Event{Detector: detector, Type: detectors.DroneLink, Severity: severity, Statistic: &detectors.Statistic{Name: "x", Value: value}}
}

var twoSpecs = []detectors.Spec{
	{Name: "droneid", Types: []detectors.Type{detectors.DroneLink}},
	{Name: "lte", Types: []detectors.Type{detectors.Cell}},
}

// TestLedger counts what was said of nothing, and leaves out what is not known to be
// nothing and what could not look.
func TestLedger(t *testing.T) {
	ordinary := said("droneid", detectors.Info, 1)
	ordinary.Type = detectors.Emitter
	blind := scored(`{"drone":false}`, 1000)
	blind.Blind = map[string]string{"droneid": "too narrow"}
	l := Enter([]Score{
		scored(`{"drone":false}`, 1800, said("droneid", detectors.Watch, 3), ordinary),
		scored(`{"lte_cells":[{"pci":1}]}`, 1800, said("droneid", detectors.Alert, 9), said("lte", detectors.Info, 1)),
		scored(`{"drone":true}`, 500, said("droneid", detectors.Alert, 9)),
		scored(`{}`, 500, said("droneid", detectors.Alert, 9)),
		blind,
	}, twoSpecs)
	if r := l[0]; r.Recordings != 2 || r.Seconds != 3600 || r.Count != (Count{Watch: 1, Alert: 1}) || math.Abs(r.Bound-6.296) > 1e-3 || math.Abs(r.AlertBound-4.744) > 1e-3 {
		t.Errorf("%+v", r)
	}
	if r := l[1]; r.Recordings != 3 || r.Count != (Count{}) {
		t.Errorf("%+v", r)
	}
}

// TestROC falls in both with the threshold.
func TestROC(t *testing.T) {
	points := ROC([]Score{
		scored(`{"drone":true,"links":["droneid-burst"]}`, 1, said("droneid", detectors.Watch, 10)),
		scored(`{"drone":true,"links":["droneid-burst"]}`, 1, said("droneid", detectors.Watch, 5)),
		scored(`{"drone":true,"links":["ocusync"]}`, 1),
		scored(`{"drone":false}`, 3600, said("droneid", detectors.Watch, 5), said("droneid", detectors.Watch, 2)),
	}, twoSpecs)
	want := []Point{{Threshold: 2, Pd: 1, FalseHour: 2}, {Threshold: 5, Pd: 1, FalseHour: 1}, {Threshold: 10, Pd: 0.5, FalseHour: 0}}
	if len(points) != len(want) {
		t.Fatalf("%+v", points)
	}
	for i, p := range points {
		if p.Threshold != want[i].Threshold || p.Pd != want[i].Pd || p.FalseHour != want[i].FalseHour {
			t.Errorf("%+v, want %+v", p, want[i])
		}
	}
	var b strings.Builder
	if err := WriteROC(&b, points); err != nil || !strings.Contains(b.String(), "droneid   x          10         0.500  0              3") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
