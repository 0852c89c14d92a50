package metrics

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
)

type cell struct {
	RAT    string             `json:"rat"`
	PCI    int                `json:"pci"`
	CFO    float64            `json:"cfo_hz"`
	Levels []float32          `json:"levels,omitempty"`
	Paging map[string]float64 `json:"paging,omitempty"`
	Inner  *detectors.Statistic
}

func (cell) Same(detectors.Fields) bool { return false }

func example() *detectors.Event {
	return &detectors.Event{
		Time: time.Date(2026, 11, 21, 12, 0, 0, 123456789, time.UTC), Seq: 7, Sensor: "roof", Receiver: "rtl0",
		Detector: "lte", Version: 1, Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Confidence: 0.99, Freq: 796e6, Bandwidth: 1080000, SNR: 14.2, Duration: 0.01, Track: "lte-360", Count: 1,
		Reason:    "LTE cell 360 <2 ports>",
		Statistic: &detectors.Statistic{Name: "crc16", Value: 1, Threshold: 1, PFA: 6e-8},
		Fields:    cell{RAT: "lte", PCI: 360},
	}
}

func TestALineIsTheContract(t *testing.T) {
	var b bytes.Buffer
	if err := NewLines("stdout", &b).Write(example()); err != nil {
		t.Fatal(err)
	}
	want := `{"time":"2026-11-21T12:00:00.123456789Z","seq":7,"sensor":"roof","receiver":"rtl0","detector":"lte","version":1,` +
		`"type":"cell","severity":"info","evidence":"decoded","confidence":0.99,"freq_hz":796000000,"bandwidth_hz":1080000,"snr_db":14.2,` +
		`"duration_s":0.01,"track":"lte-360","count":1,"reason":"LTE cell 360 <2 ports>","statistic":{"name":"crc16","value":1,"threshold":1,"pfa":6e-8},` +
		`"fields":{"rat":"lte","pci":360,"cfo_hz":0,"Inner":null}}` + "\n"
	if b.String() != want {
		t.Errorf("got  %swant %s", b.String(), want)
	}
}

func TestNoNumberThatIsNoneReachesJSON(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		e := example()
		e.SNR, e.Statistic.Value = bad, bad
		e.Fields = cell{
			RAT: "lte", PCI: 360, CFO: bad, Levels: []float32{1, float32(bad)},
			Paging: map[string]float64{"tmsi": bad, "imsi": 2}, Inner: &detectors.Statistic{Name: "x", PFA: bad},
		}
		var b bytes.Buffer
		if err := encode(&b, e); err != nil {
			t.Fatal(err)
		}
		var got struct {
			SNR    float64 `json:"snr_db"`
			Fields cell    `json:"fields"`
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatalf("%v: %s", err, b.String())
		}
		if got.Fields.PCI != 360 || got.Fields.Levels[0] != 1 || got.Fields.Paging["imsi"] != 2 || got.Fields.Inner.Name != "x" {
			t.Errorf("what is a number was lost: %s", b.String())
		}
		if got.SNR != 0 || got.Fields.Levels[1] != 0 || got.Fields.Paging["tmsi"] != 0 {
			t.Errorf("got %s", b.String())
		}
		if !math.IsNaN(e.SNR) && !math.IsInf(e.SNR, 0) {
			t.Error("the caller's event was changed")
		}
	}
}

// broken are Fields that JSON cannot hold.
type broken struct{ C chan int }

func (broken) Same(detectors.Fields) bool { return false }

func TestFieldsThatCannotBeWrittenDoNotCostTheEvent(t *testing.T) {
	e := example()
	e.Fields, e.SNR = broken{}, math.NaN()
	var b bytes.Buffer
	if err := encode(&b, e); err != nil || !strings.Contains(b.String(), `"seq":7`) {
		t.Errorf("%v: %s", err, b.String())
	}
	e.Time = time.Date(20000, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := encode(&b, e); !errors.Is(err, ErrRefused) {
		t.Errorf("an event that has no JSON: %v, want it refused", err)
	}
}

func write(t *testing.T, l *LinesFile, seqs ...uint64) {
	t.Helper()
	for _, seq := range seqs {
		if err := l.Write(&detectors.Event{Seq: seq, Type: detectors.Cell}); err != nil {
			t.Fatal(err)
		}
	}
}

// numbers returns the Seq of every line of a file, all of which must be JSON.
func numbers(t *testing.T, path string) (seqs []uint64) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var e struct{ Seq uint64 }
		if err := json.Unmarshal([]byte(line), &e); err != nil || !strings.HasSuffix(line, "\n") {
			t.Errorf("line %q: %v", line, err)
		}
		seqs = append(seqs, e.Seq)
	}
	return seqs
}

func open(t *testing.T, path string) *LinesFile {
	t.Helper()
	l, err := OpenLines("file", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestAFileEndsInAWholeLineWhateverHappenedBefore(t *testing.T) {
	for _, c := range []struct {
		claim, before string
		want          int
	}{
		{"no file", "", 1},
		{"whole", `{"seq":1}` + "\n", 2},
		{"killed within a line", `{"seq":1}` + "\n" + `{"seq":2,"rea`, 2},
		{"killed within the first line", `{"se`, 1},
		{"killed before the line feed", `{"seq":1}`, 2},
	} {
		path := filepath.Join(t.TempDir(), "events.jsonl")
		if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
			t.Fatal(err)
		}
		write(t, open(t, path), 9)
		if got := numbers(t, path); len(got) != c.want || got[len(got)-1] != 9 {
			t.Errorf("%s: lines %v, want %d", c.claim, got, c.want)
		}
	}
}

func TestAFileThatIsNotOursIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	const text = "Dear all,\nthe meeting"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLines("file", path); err == nil {
		t.Error("opened")
	}
	if got, _ := os.ReadFile(path); string(got) != text {
		t.Errorf("now it holds %q", got)
	}
}

func TestARotatedFileIsOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.jsonl")
	l := open(t, path)
	write(t, l, 1)
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	write(t, l, 2, 3)
	if old, now := numbers(t, path+".1"), numbers(t, path); len(old) != 1 || len(now) != 2 {
		t.Errorf("old %v, new %v", old, now)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want it readable by its owner only", info.Mode())
	}
}

func TestAFullDiskLeavesNoHalfLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events.jsonl")
	l := open(t, path)
	write(t, l, 1)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full here: ", err)
	}
	real := l.file
	l.file = full
	l.path = "/dev/full" // so that the path still leads to the open file
	if err := l.Write(&detectors.Event{Seq: 2}); err == nil || errors.Is(err, ErrRefused) {
		t.Fatalf("a full disk gave %v", err)
	}
	if _, err := real.WriteString(`{"seq":2,"half`); err != nil { // what a disk may take of a line
		t.Fatal(err)
	}
	real.Close()
	l.path = path
	write(t, l, 2, 3)
	if got := numbers(t, path); len(got) != 3 {
		t.Errorf("lines %v", got)
	}
}

func FuzzMend(f *testing.F) {
	f.Add([]byte(`{"seq":1}` + "\n" + `{"seq":2,"rea`))
	f.Add([]byte("\n{"))
	f.Fuzz(func(t *testing.T, before []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, before, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := OpenLines("file", path)
		after, _ := os.ReadFile(path)
		if err != nil {
			if !bytes.Equal(before, after) {
				t.Error("a refused file was changed")
			}
			return
		}
		l.Close()
		whole := before[:bytes.LastIndexByte(before, '\n')+1]
		if !bytes.HasPrefix(after, whole) || len(after) > 0 && after[len(after)-1] != '\n' {
			t.Errorf("%q became %q", before, after)
		}
	})
}
