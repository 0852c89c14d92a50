package recording

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigie/sdr"
)

// sigmf writes a recording of that metadata and returns the path of the metadata.
func sigmf(t testing.TB, meta string, samples []byte) string {
	t.Helper()
	path := write(t, "x.sigmf-meta", []byte(meta))
	if samples != nil {
		if err := os.WriteFile(strings.TrimSuffix(path, "meta")+"data", samples, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// cu8Meta describes cu8 samples at 1 kS/s with these captures.
func cu8Meta(captures string) string {
	return `{"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.2.0"},"captures":[` + captures + `],"annotations":[]}`
}

// outline describes blocks: index, length, lost, centre in MHz, time since 2026-01-01.
func outline(blocks []sdr.Block) string {
	var s strings.Builder
	for _, b := range blocks {
		since := b.Start.Sub(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		if b.Start.Year() == 1970 {
			since = b.Start.Sub(epoch)
		}
		fmt.Fprintf(&s, "%d+%d lost %d %gMHz %v\n", b.Index, len(b.IQ), b.Lost, float64(b.Centre)/1e6, since)
	}
	return s.String()
}

func TestCaptures(t *testing.T) {
	for _, c := range []struct{ name, captures, want, warning string }{
		{"none", ``, "0+100 lost 0 0MHz 0s\n", ""},
		{
			"one", `{"core:sample_start":0,"core:frequency":796e6,"core:datetime":"2026-01-01T00:00:01.5Z"}`,
			"0+100 lost 0 796MHz 1.5s\n", "",
		},
		{
			"tunings without dates", `{"core:sample_start":0,"core:frequency":796e6},{"core:sample_start":40,"core:frequency":806e6}`,
			"0+40 lost 0 796MHz 0s\n40+60 lost 0 806MHz 40ms\n", "",
		},
		{
			"a gap between dates", `{"core:sample_start":0,"core:frequency":796e6,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
				`{"core:sample_start":40,"core:frequency":806e6,"core:datetime":"2026-01-01T00:00:02.040Z"}`,
			"0+40 lost 0 796MHz 0s\n2040+60 lost 2000 806MHz 2.04s\n", "",
		},
		{
			"dates too coarse for a gap", `{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 0MHz 40ms\n", "",
		},
		{
			"samples counted by the device", `{"core:sample_start":0,"core:global_index":7,"core:datetime":"2026-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:global_index":147}`,
			"0+40 lost 0 0MHz 0s\n140+60 lost 100 0MHz 140ms\n", "",
		},
		{
			"a count that runs back", `{"core:sample_start":0,"core:global_index":70},{"core:sample_start":40,"core:global_index":0}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 0MHz 40ms\n", "core:global_index runs back at sample 40; ignored there",
		},
		{
			"a date that runs back", `{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:05Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 5s\n40+60 lost 0 0MHz 5.04s\n", "capture 2 is dated before the end of the one before it; its time follows the sample clock",
		},
		{
			"only the second dated", `{"core:sample_start":0},{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:01Z"}`,
			"0+40 lost 0 0MHz 960ms\n40+60 lost 0 0MHz 1s\n", "",
		},
		{
			"first after the first sample", `{"core:sample_start":40,"core:frequency":1e8}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 100MHz 40ms\n", "",
		},
		{
			"out of order", `{"core:sample_start":40,"core:frequency":2e8},{"core:sample_start":0,"core:frequency":1e8}`,
			"0+40 lost 0 100MHz 0s\n40+60 lost 0 200MHz 40ms\n", "the captures are out of order; read in the order of core:sample_start",
		},
		{
			"two at once", `{"core:sample_start":0,"core:frequency":1e8},{"core:sample_start":0,"core:frequency":2e8}`,
			"0+100 lost 0 200MHz 0s\n", "",
		},
		{
			"beyond the data", `{"core:sample_start":0},{"core:sample_start":100},{"core:sample_start":5000}`,
			"0+100 lost 0 0MHz 0s\n", "the data end in capture 2 of 3",
		},
		{
			"counts as other languages write them", `{"core:sample_start":0.0},{"core:sample_start":4e1,"core:frequency":"1e8"}`,
			"0+40 lost 0 0MHz 0s\n40+60 lost 0 100MHz 40ms\n", "",
		},
		{
			"a gap of ages", `{"core:sample_start":0,"core:datetime":"1926-01-01T00:00:00Z"},` +
				`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:00Z"}`,
			"0+40 lost 0 0MHz -876600h0m0s\n40+60 lost 0 0MHz -876599h59m59.96s\n", "gaps of years before sample 40; ignored",
		},
		{
			"no date", `{"core:sample_start":0,"core:datetime":"yesterday"}`,
			"0+100 lost 0 0MHz 0s\n", `core:datetime "yesterday" is no date such as 2026-11-22T01:02:03.456Z; taken as undated`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := Open(sigmf(t, cu8Meta(c.captures), ramp(200)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			blocks := all(t, r)
			if got := outline(blocks); got != c.want || r.Warning() != c.warning {
				t.Errorf("got\n%swant\n%swarning %q, want %q", got, c.want, r.Warning(), c.warning)
			}
			want := make([]complex64, 100)
			sdr.CU8.Decode(want, ramp(200))
			if !equal(samples(t, blocks), want) {
				t.Error("samples differ from those of the file")
			}
		})
	}
}

func TestStatedOverMetadata(t *testing.T) {
	meta := cu8Meta(`{"core:sample_start":0,"core:frequency":1e8,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
		`{"core:sample_start":20,"core:frequency":2e8,"core:datetime":"2026-01-01T00:00:01.000Z"}`)
	r, err := Open(sigmf(t, meta, ramp(200)), Options{
		Format: sdr.CS16, Rate: 100, Centre: 3e8, LO: 5, Start: time.Unix(0, 0), Receiver: "roof",
	})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blocks := all(t, r)
	if got, want := outline(blocks), "0+20 lost 0 300MHz 0s\n100+30 lost 80 300MHz 1s\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if b := blocks[0]; b.Receiver != "roof" || b.LO != 5 || r.Format() != sdr.CS16 {
		t.Errorf("%+v", b)
	}
}

// Non-conforming datasets: headers before each capture, a tail, another name.
func TestHeadersAndTrailer(t *testing.T) {
	for _, block := range []int{0, 3} {
		meta := `{"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.2.0",` +
			`"core:dataset":"odd name.dat","core:trailing_bytes":5},"annotations":[],` +
			`"captures":[{"core:sample_start":0,"core:header_bytes":4},{"core:sample_start":10,"core:header_bytes":30}]}`
		path := sigmf(t, meta, nil)
		content := append(append(append([]byte("HEAD"), ramp(20)...), bytes.Repeat([]byte{255}, 30)...), ramp(60)[20:]...)
		content = append(content, "TRAIL"...)
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "odd name.dat"), content, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path, Options{BlockSamples: block})
		if err != nil {
			t.Fatal(err)
		}
		want := make([]complex64, 30)
		sdr.CU8.Decode(want, ramp(60))
		if got := samples(t, all(t, r)); !equal(got, want) || r.Warning() != "" || r.Position() != r.Size() {
			t.Errorf("%v, want %v; warning %q, position %d of %d", got, want, r.Warning(), r.Position(), r.Size())
		}
		r.Close()
	}
}

// Recordings split over files number their samples on: core:offset.
func TestOffset(t *testing.T) {
	meta := `{"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.2.0","core:offset":1000},"annotations":[],` +
		`"captures":[{"core:sample_start":0,"core:frequency":1e8},` +
		`{"core:sample_start":500,"core:frequency":2e8,"core:datetime":"2026-01-01T00:00:00Z"},{"core:sample_start":1040,"core:frequency":3e8}]}`
	r, err := Open(sigmf(t, meta, ramp(200)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	blocks := all(t, r)
	if got, want := outline(blocks), "0+40 lost 0 200MHz 500ms\n40+60 lost 0 300MHz 540ms\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := r.SampleAt(blocks[1].Start.Add(10 * time.Millisecond)); got != 1050 {
		t.Errorf("SampleAt = %d, want 1050", got)
	}
}

func TestSampleAtCountsWithoutTheLost(t *testing.T) {
	meta := cu8Meta(`{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:00.000Z"},` +
		`{"core:sample_start":40,"core:datetime":"2026-01-01T00:00:02.000Z"}`)
	r, err := Open(sigmf(t, meta, ramp(200)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, c := range []struct {
		at   time.Duration
		want uint64
	}{{-time.Second, 0}, {0, 0}, {7 * time.Millisecond, 7}, {time.Second, 40}, {2 * time.Second, 40}, {2005 * time.Millisecond, 45}} {
		if got := r.SampleAt(r.Start().Add(c.at)); got != c.want {
			t.Errorf("SampleAt %v = %d, want %d", c.at, got, c.want)
		}
	}
}

func TestDatatypes(t *testing.T) {
	f32, f64 := math.Float32bits, math.Float64bits
	for _, c := range []struct {
		name string
		raw  []byte // of one sample, 0.5 - 0.25i
		want complex64
	}{
		{"cu8", []byte{191, 96}, complex(float32(63.5/127.5), float32(-31.5/127.5))},
		{"ci8", []byte{64, 0xe0}, 0.5 - 0.25i},
		{"ci16_le", []byte{0, 0x40, 0, 0xe0}, 0.5 - 0.25i},
		{"ci16_be", []byte{0x40, 0, 0xe0, 0}, 0.5 - 0.25i},
		{"cu16_le", []byte{0, 0xc0, 0, 0x60}, 0.5 - 0.25i},
		{"cu16_be", []byte{0xc0, 0, 0x60, 0}, 0.5 - 0.25i},
		{"ci32_le", []byte{0, 0, 0, 0x40, 0, 0, 0, 0xe0}, 0.5 - 0.25i},
		{"ci32_be", []byte{0x40, 0, 0, 0, 0xe0, 0, 0, 0}, 0.5 - 0.25i},
		{"cu32_le", []byte{0, 0, 0, 0xc0, 0, 0, 0, 0x60}, 0.5 - 0.25i},
		{"cu32_be", []byte{0xc0, 0, 0, 0, 0x60, 0, 0, 0}, 0.5 - 0.25i},
		{"cf32_le", le32(f32(0.5), f32(-0.25)), 0.5 - 0.25i},
		{"cf32_be", be32(f32(0.5), f32(-0.25)), 0.5 - 0.25i},
		{"cf64_le", le64(f64(0.5), f64(-0.25)), 0.5 - 0.25i},
		{"cf64_be", be64(f64(0.5), f64(-0.25)), 0.5 - 0.25i},
	} {
		raw := bytes.Repeat(c.raw, 5)
		r, err := Open(sigmf(t, strings.Replace(cu8Meta(""), "cu8", c.name, 1), raw), Options{BlockSamples: 2})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := samples(t, all(t, r))
		r.Close()
		if len(got) != 5 {
			t.Errorf("%s: %d samples of 5", c.name, len(got))
		}
		for _, x := range got {
			if x != c.want {
				t.Errorf("%s: %v, want %v", c.name, x, c.want)
			}
		}
	}
}

func TestSigMFSaysWhatIsWrong(t *testing.T) {
	ok := cu8Meta("")
	swap := func(old, new string) string {
		if !strings.Contains(ok, old) {
			t.Fatalf("no %q in %s", old, ok)
		}
		return strings.Replace(ok, old, new, 1)
	}
	global := func(more string) string { return swap(`"core:version"`, more+`,"core:version"`) }
	for _, c := range []struct{ name, meta, want string }{
		{"empty", "", "unexpected end of JSON"},
		{"cut", "{\n\"global\": {\n", "line 3: unexpected end of JSON"},
		{"no JSON", "hello", "line 1: invalid character 'h'"},
		{"NaN", "{\"global\":\n{\"core:sample_rate\":NaN}}", "line 2: invalid character 'N'"},
		{"other JSON", `{"a":1}`, `no "global" object`},
		{"a list", `[]`, "cannot unmarshal array"},
		{"captures no list", swap(`[]`, `{}`), "cannot unmarshal object"},
		{"deep", strings.Repeat("[", 1<<20), "exceeded max depth"},
		{"deep value", `{"global":` + strings.Repeat(`{"a":`, 20000), "exceeded max depth"},
		{"real", swap("cu8", "ru8"), `"ru8" means real samples`},
		{"no order", swap("cu8", "ci16"), `"ci16" lacks its byte order: ci16_le or ci16_be`},
		{"no type", swap("cu8", ""), "sample format unknown (core:datatype is missing)"},
		{"other type", swap("cu8", "cf16_le"), `"cf16_le" is none of SigMF's`},
		{"other order", swap("cu8", "ci16_me"), `"ci16_me" is none of SigMF's`},
		{"type of one letter", swap("cu8", "c"), "none of SigMF's"},
		{"no rate", swap(`"core:sample_rate":1000,`, ""), "sample rate unknown (core:sample_rate is missing); say --rate"},
		{"rate 0", swap("1000", "0"), "core:sample_rate is missing"},
		{"rate below 0", swap("1000", "-5"), "sample rate of -5 Hz"},
		{"huge rate", swap("1000", "1e300"), "sample rate of 1e+300 Hz"},
		{"endless rate", swap("1000", "1e999999999"), "core:sample_rate: 1e999999999 Hz is no frequency"},
		{"rate in words", swap("1000", `"fast"`), "invalid number"},
		{"channels", global(`"core:num_channels":2`), "2 interleaved channels"},
		{"negative start", cu8Meta(`{"core:sample_start":-1}`), "capture 1: core:sample_start is -1: must not be negative"},
		{"half a sample", cu8Meta(`{"core:sample_start":0.5}`), "must be a whole number"},
		{"huge start", cu8Meta(`{"core:sample_start":1e30}`), "core:sample_start is 1e30: too large"},
		{"late start", cu8Meta(`{"core:sample_start":1e15}`), "years after the first sample"},
		{"long number", cu8Meta(`{"core:sample_start":` + strings.Repeat("9", 1000) + `}`), "9999…: too large"},
		{"negative header", cu8Meta(`{"core:sample_start":0,"core:header_bytes":-4}`), "core:header_bytes is -4: must not"},
		{"all header", cu8Meta(`{"core:sample_start":0,"core:header_bytes":400}`), "nothing left after skipping 400 bytes of 200"},
		{"huge header", cu8Meta(`{"core:sample_start":0,"core:header_bytes":1152921504606846976}`), "nothing left after skipping"},
		{"frequency", cu8Meta(`{"core:sample_start":0,"core:frequency":1e20}`), "capture 1: core:frequency: centre frequency of 1e+20 Hz"},
		{"global index", cu8Meta(`{"core:sample_start":0,"core:global_index":-1}`), "core:global_index is -1"},
		{"offset", global(`"core:offset":-1`), "core:offset is -1"},
		{"huge offset", global(`"core:offset":1e18`), "core:offset is 1000000000000000000: years"},
		{"all trailer", global(`"core:trailing_bytes":200`), "core:trailing_bytes is 200, all of the dataset's 200 bytes"},
		{"path", global(`"core:dataset":"../../etc/passwd"`), "must be the name of a file in the same folder"},
		{"path with backslash", global(`"core:dataset":"..\\x"`), "must be the name of a file in the same folder"},
		{"parent", global(`"core:dataset":".."`), "must be the name of a file"},
		{"dataset gone", global(`"core:dataset":"gone.dat"`), "its data gone.dat: no such file"},
	} {
		r, err := Open(sigmf(t, c.meta, ramp(200)), Options{})
		if err == nil {
			r.Close()
			t.Errorf("%s: opened, want %q", c.name, c.want)
		} else if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.sigmf-meta") || len(err.Error()) > 400 {
			t.Errorf("%s: %q, want %q", c.name, err, c.want)
		}
	}
}

func TestMissingParts(t *testing.T) {
	whole := sigmf(t, cu8Meta(""), ramp(200))
	data := strings.TrimSuffix(whole, "meta") + "data"
	metaOnly := strings.Replace(cu8Meta(""), `"core:version"`, `"core:metadata_only":true,"core:version"`, 1)
	orphan := write(t, "orphan.sigmf-data", ramp(10))
	for _, c := range []struct {
		name, path string
		o          Options
		want       string // "" opens
	}{
		{"by its data", data, Options{}, ""},
		{"data missing", sigmf(t, cu8Meta(""), nil), Options{}, "its data x.sigmf-data: no such file"},
		{"data empty", sigmf(t, cu8Meta(""), []byte{}), Options{}, "its data: empty file"},
		{"published without data", sigmf(t, metaOnly, nil), Options{}, "metadata only"},
		{"metadata missing", orphan, Options{}, "its metadata orphan.sigmf-meta are missing, its format and rate unknown; say --format and --rate"},
		{"metadata missing, all stated", orphan, Options{Format: sdr.CU8, Rate: 1}, ""},
		{"bytes to skip", whole, Options{SkipBytes: 1}, "core:header_bytes"},
		{"a collection", "all.sigmf-collection", Options{}, "holds no samples"},
	} {
		r, err := Open(c.path, c.o)
		if err == nil {
			r.Close()
		}
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestChecksum(t *testing.T) {
	sum := sha512.Sum512(ramp(200))
	good := strings.Replace(cu8Meta(""), `"core:version"`, `"core:sha512":"`+strings.ToUpper(hex.EncodeToString(sum[:]))+`","core:version"`, 1)
	changed := ramp(200)
	changed[100]++
	for _, c := range []struct {
		name, meta string
		data       []byte
		want       string
	}{
		{"the same", good, ramp(200), ""},
		{"one byte changed", good, changed, "core:sha512 differs"},
		{"cut", good, ramp(198), "core:sha512 differs"},
		{"no sum", cu8Meta(""), ramp(200), "no core:sha512 to compare the data with"},
	} {
		r, err := Open(sigmf(t, c.meta, c.data), Options{Checksum: true})
		if err != nil {
			if c.want == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
			continue
		}
		if n := len(samples(t, all(t, r))); n != 100 || r.Warning() != c.want {
			t.Errorf("%s: %d samples, warning %q, want %q", c.name, n, r.Warning(), c.want)
		}
		r.Close()
	}
}

func TestRequiredExtensionIsReported(t *testing.T) {
	meta := strings.Replace(cu8Meta(""), `"core:version"`,
		`"core:extensions":[{"name":"antenna","version":"1.0.0","optional":true},{"name":"odd","version":"1","optional":false}],"core:version"`, 1)
	r, err := Open(sigmf(t, meta, ramp(200)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if !strings.Contains(r.Warning(), `"odd"`) || strings.Contains(r.Warning(), "antenna") {
		t.Errorf("warning %q", r.Warning())
	}
}

// archive writes a tar of these names and contents.
func archive(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: files[i], Size: int64(len(files[i+1])), Mode: 0o644, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	w.Close()
	return write(t, "a.sigmf", b.Bytes())
}

func TestArchive(t *testing.T) {
	named := strings.Replace(cu8Meta(""), `"core:version"`, `"core:dataset":"x.dat","core:trailing_bytes":2,"core:version"`, 1)
	body := string(ramp(200))
	for _, c := range []struct {
		name    string
		files   []string
		samples int
		want    string
	}{
		{"data first", []string{"rec/x.sigmf-data", body, "rec/x.sigmf-meta", cu8Meta("")}, 100, ""},
		{"other files", []string{"./x.sigmf-meta", cu8Meta(""), "./notes.txt", "hello", "./x.sigmf-data", body}, 100, ""},
		{"another name", []string{"r/x.sigmf-meta", named, "r/x.dat", body}, 99, ""},
		{"no metadata", []string{"x.sigmf-data", body}, 0, "without a .sigmf-meta file"},
		{"no data", []string{"x.sigmf-meta", cu8Meta("")}, 0, "its data x.sigmf-data are not in the archive"},
		{"two", []string{"x.sigmf-meta", cu8Meta(""), "y.sigmf-meta", cu8Meta("")}, 0, "several recordings; unpack it"},
		{"bad metadata", []string{"x.sigmf-meta", "{", "x.sigmf-data", body}, 0, "x.sigmf-meta: line 1: unexpected end"},
	} {
		r, err := Open(archive(t, c.files...), Options{})
		if err != nil {
			if c.want == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %q", c.name, err, c.want)
			}
			continue
		}
		want := make([]complex64, c.samples)
		sdr.CU8.Decode(want, ramp(2*c.samples))
		if got := samples(t, all(t, r)); !equal(got, want) {
			t.Errorf("%s: %d samples, want %d", c.name, len(got), c.samples)
		}
		r.Close()
	}
	if _, err := Open(write(t, "no.sigmf", ramp(2000)), Options{}); err == nil || !strings.Contains(err.Error(), "not a tar archive") {
		t.Errorf("no tar: %v", err)
	}
}

func TestSigMFReadAllocatesNothing(t *testing.T) {
	meta := strings.Replace(cu8Meta(`{"core:sample_start":0},{"core:sample_start":100,"core:frequency":1e8},{"core:sample_start":5000}`), "cu8", "ci16_be", 1)
	r, err := Open(sigmf(t, meta, make([]byte, 1<<20)), Options{BlockSamples: 64})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b := sdr.Block{IQ: make([]complex64, 64)}
	if n := testing.AllocsPerRun(1000, func() {
		if err := r.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations a Block, want 0", n)
	}
}

// Whatever the metadata, opening and reading neither panics nor runs time or
// index back, and no sample is read twice.
func FuzzSigMF(f *testing.F) {
	f.Add(cu8Meta(""), ramp(20))
	f.Add(cu8Meta(`{"core:sample_start":0,"core:header_bytes":3},{"core:sample_start":4,"core:header_bytes":1}`), ramp(20))
	f.Add(cu8Meta(`{"core:sample_start":0,"core:datetime":"2026-01-01T00:00:00.1Z"},{"core:sample_start":4,"core:datetime":"2026-01-01T00:00:60Z"}`), ramp(20))
	f.Add(cu8Meta(`{"core:sample_start":3,"core:global_index":9},{"core:sample_start":4,"core:global_index":1152921504606846976}`), ramp(20))
	f.Add(`{"global":{"core:datatype":"cf32_be","core:sample_rate":1e12,"core:offset":7,"core:trailing_bytes":3},"captures":[{}]}`, ramp(90))
	f.Fuzz(func(t *testing.T, meta string, content []byte) {
		m, err := readMetadata(strings.NewReader(meta))
		if err != nil {
			return
		}
		whole := bytes.NewReader(content)
		d := data{file{whole}, func() error { return nil }, whole.Size()}
		r, err := openSigMF(m, d, whole, "fuzz", Options{BlockSamples: 16})
		if err != nil {
			return
		}
		defer r.Close()
		var last sdr.Block
		total := 0
		for {
			var b sdr.Block
			if err := r.Read(context.Background(), &b); err != nil {
				break
			}
			if b.Index != last.End()+uint64(b.Lost) || b.Lost < 0 || len(b.IQ) == 0 {
				t.Fatalf("index %d, lost %d after %d", b.Index, b.Lost, last.End())
			}
			if total > 0 && b.Start.Before(last.Start) {
				t.Fatalf("time runs back from %v to %v", last.Start, b.Start)
			}
			if y := b.Start.Year(); y < 1800 || y > 2400 {
				t.Fatalf("year %d", y)
			}
			total += len(b.IQ)
			last = b
		}
		if total*r.Format().SampleBytes() > len(content) {
			t.Fatalf("%d samples from %d bytes", total, len(content))
		}
	})
}
