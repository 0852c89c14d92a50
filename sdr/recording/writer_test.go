package recording

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie/internal/testdata"
	"vigie/sdr"
)

// create starts a recording in a new folder.
func createIn(t testing.TB, h Header) (*Writer, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "w.sigmf-meta")
	w, err := Create(path, h)
	if err != nil {
		t.Fatal(err)
	}
	return w, path
}

func put(t testing.TB, w *Writer, blocks ...sdr.Block) {
	t.Helper()
	for i := range blocks {
		if err := w.Write(&blocks[i]); err != nil {
			t.Fatal(err)
		}
	}
}

// tone returns n samples of a slowly turning phasor.
func tone(n int) []complex64 {
	iq := make([]complex64, n)
	for i := range iq {
		s, c := math.Sincos(float64(i) / 50)
		iq[i] = complex(float32(c)*0.8, float32(s)*0.8)
	}
	return iq
}

// What is written is read back: samples, times, tunings and losses.
func TestWrittenIsReadBack(t *testing.T) {
	start := time.Date(2026, 11, 22, 1, 2, 3, 456_789_123, time.UTC)
	at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Millisecond) }
	iq := tone(100)
	for _, format := range []sdr.Format{sdr.CU8, sdr.CS8, sdr.CS16, sdr.CF32, sdr.CF64} {
		w, path := createIn(t, Header{Format: format, Rate: 1000})
		if _, err := os.Stat(path); err == nil {
			t.Error("metadata before Close")
		}
		put(
			t, w,
			sdr.Block{Index: 500, Start: at(0), Rate: 1000, Centre: 1e8, IQ: iq[:30]},
			sdr.Block{Index: 530, Start: at(30), Rate: 1000, Centre: 1e8, IQ: iq[30:40]},
			sdr.Block{Index: 547, Lost: 7, Start: at(47), Rate: 1000, Centre: 1e8, IQ: iq[40:60]},
			sdr.Block{Index: 567, Start: at(67), Rate: 1000, Centre: 2e8, IQ: iq[60:]},
		)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path, Options{Checksum: true})
		if err != nil {
			t.Fatal(err)
		}
		blocks := all(t, r)
		want := []struct {
			index, lost, samples int
			centre               sdr.Hz
			start                time.Time
		}{{0, 0, 40, 1e8, at(0)}, {47, 7, 20, 1e8, at(47)}, {67, 0, 40, 2e8, at(67)}}
		if len(blocks) != len(want) {
			t.Fatalf("%v: %s", format, outline(blocks))
		}
		for i, x := range want {
			b := blocks[i]
			if int(b.Index) != x.index || b.Lost != x.lost || len(b.IQ) != x.samples || b.Centre != x.centre || !b.Start.Equal(x.start) {
				t.Errorf("%v: block %d: %d+%d lost %d %v %v, want %+v", format, i, b.Index, len(b.IQ), b.Lost, b.Centre, b.Start, x)
			}
		}
		again := make([]complex64, 100)
		format.Decode(again, format.Encode(nil, iq))
		if !equal(samples(t, blocks), again) || r.Format() != format || r.Warning() != "" {
			t.Errorf("%v: samples differ (read as %v, warning %q)", format, r.Format(), r.Warning())
		}
		r.Close()
	}
}

// The facts of the specification's schema that a writer can break.
func TestMetadataFollowTheSpecification(t *testing.T) {
	w, path := createIn(t, Header{
		Format: sdr.CS16, Rate: 1.92e6, Description: "a <model> & more", Hardware: "none", Author: "test",
		License: "https://spdx.org/licenses/CC0-1.0", Recorder: "vigie simulate",
	})
	put(t, w, sdr.Block{Start: time.Unix(0, 0), Rate: 1.92e6, Centre: 796e6, IQ: tone(1000)})
	for _, a := range []Annotation{
		{SampleStart: 500, SampleCount: 100, LowerHz: 795e6, UpperHz: 797e6, Label: "lte cell", Comment: "PCI 360 & \"more\""},
		{SampleStart: 20, SampleCount: 5, Label: "first"},
	} {
		if err := w.Annotate(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Annotate(Annotation{LowerHz: 2, UpperHz: 1}); err == nil {
		t.Error("edges out of order accepted")
	}
	if err := w.Annotate(Annotation{LowerHz: sdr.Hz(math.NaN()), UpperHz: 1}); err == nil {
		t.Error("an edge that is no number accepted")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Global                map[string]any
		Captures, Annotations []map[string]any
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	for key, pattern := range map[string]string{
		"core:datatype": `^ci16_le$`, "core:version": `^\d+\.\d+\.\d$`, "core:sha512": `^[0-9a-f]{128}$`,
		"core:recorder": `^vigie simulate$`, "core:description": `^a <model> & more$`, "core:license": `^https://`,
	} {
		if v, _ := m.Global[key].(string); !regexp.MustCompile(pattern).MatchString(v) {
			t.Errorf("%s is %q, want %s", key, v, pattern)
		}
	}
	if m.Global["core:sample_rate"] != 1.92e6 || len(m.Captures) != 1 || len(m.Annotations) != 2 {
		t.Fatalf("%s", text)
	}
	zulu := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)
	if c := m.Captures[0]; c["core:sample_start"] != 0.0 || c["core:frequency"] != 796e6 || !zulu.MatchString(c["core:datetime"].(string)) {
		t.Errorf("capture %v", c)
	}
	first, second := m.Annotations[0], m.Annotations[1]
	if first["core:sample_start"] != 20.0 || second["core:sample_start"] != 500.0 {
		t.Error("annotations are not sorted by core:sample_start")
	}
	if _, there := first["core:freq_lower_edge"]; there {
		t.Error("an edge that nobody stated")
	}
	if second["core:freq_lower_edge"] != 795e6 || second["core:freq_upper_edge"] != 797e6 || second["core:generator"] != "vigie" {
		t.Errorf("annotation %v", second)
	}
}

func TestCreateNeverReplacesUnasked(t *testing.T) {
	h := Header{Format: sdr.CU8, Rate: 1e6}
	w, path := createIn(t, h)
	put(t, w, sdr.Block{Rate: 1e6, IQ: tone(5)})
	if _, err := Create(path, h); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("while writing: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(path, h); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("when written: %v", err)
	}
	h.Overwrite = true
	w, err := Create(path, h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the old metadata describe the new samples")
	}
	put(t, w, sdr.Block{Rate: 1e6, IQ: tone(3)})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, Options{Checksum: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := len(samples(t, all(t, r))); n != 3 {
		t.Errorf("%d samples, want 3", n)
	}
}

func TestCreateSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		path string
		h    Header
		want string
	}{
		{filepath.Join(dir, "a"), Header{Rate: 1}, "unknown sample format"},
		{filepath.Join(dir, "a"), Header{Format: sdr.CU8}, "sample rate of 0 Hz"},
		{filepath.Join(dir, ".sigmf-meta"), Header{Format: sdr.CU8, Rate: 1}, "needs a name"},
		{dir + "/", Header{Format: sdr.CU8, Rate: 1}, "needs a name"},
		{filepath.Join(dir, "none", "a"), Header{Format: sdr.CU8, Rate: 1}, "no such file"},
	} {
		if _, err := Create(c.path, c.h); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.path, err, c.want)
		}
	}
	w, _ := createIn(t, Header{Format: sdr.CU8, Rate: 1e6})
	defer w.Close()
	if err := w.Write(&sdr.Block{Rate: 2e6, IQ: tone(1)}); err == nil {
		t.Error("a Block of another rate accepted")
	}
}

// What was written before the disk failed is a recording.
func TestFailingDiskKeepsWhatWasWritten(t *testing.T) {
	w, path := createIn(t, Header{Format: sdr.CS16, Rate: 1e6})
	put(t, w, sdr.Block{Rate: 1e6, IQ: tone(100)})
	readOnly, err := os.Open(w.base + dataSuffix)
	if err != nil {
		t.Fatal(err)
	}
	good := w.f
	w.f = readOnly // as a full disk: nothing can be written
	if err := w.Write(&sdr.Block{Index: 100, Rate: 1e6, IQ: tone(7)}); err == nil || !strings.Contains(err.Error(), "after 100 samples") {
		t.Errorf("Write = %v", err)
	}
	w.f = good
	readOnly.Close()
	if err := w.Close(); err == nil {
		t.Error("Close forgot the failure")
	}
	r, err := Open(path, Options{Checksum: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := len(samples(t, all(t, r))); n != 100 {
		t.Errorf("%d samples, want 100", n)
	}
}

func TestWriteAllocatesNothing(t *testing.T) {
	w, _ := createIn(t, Header{Format: sdr.CS16, Rate: 1e6})
	defer w.Close()
	b := sdr.Block{Rate: 1e6, IQ: tone(1024)}
	write := func() {
		if err := w.Write(&b); err != nil {
			t.Fatal(err)
		}
		b.Index += 1024
	}
	write()
	if n := testing.AllocsPerRun(100, write); n != 0 {
		t.Errorf("%v allocations a Block, want 0", n)
	}
}

// A real recording survives the way through SigMF bit by bit.
func TestRealRecordingThroughSigMF(t *testing.T) {
	source := testdata.File(t, "lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin")
	r, err := Open(source, Options{Format: sdr.CU8})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w, path := createIn(t, Header{Format: sdr.CU8, Rate: r.Rate()})
	var b sdr.Block
	for r.Read(context.Background(), &b) == nil {
		put(t, w, b)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want, _ := os.ReadFile(source)
	got, _ := os.ReadFile(strings.TrimSuffix(path, "meta") + "data")
	if string(got) != string(want) {
		t.Errorf("%d bytes differ from the %d recorded", len(got), len(want))
	}
}

func BenchmarkWrite(b *testing.B) {
	w, _ := createIn(b, Header{Format: sdr.CU8, Rate: 2.4e6})
	block := sdr.Block{Rate: 2.4e6, IQ: tone(DefaultBlockSamples)}
	for b.Loop() {
		if err := w.Write(&block); err != nil {
			b.Fatal(err)
		}
		block.Index = block.End()
	}
	b.ReportMetric(float64(w.Samples())/b.Elapsed().Seconds()/1e6, "MS/s")
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}
