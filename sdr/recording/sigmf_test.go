package recording

import (
	"bytes"
	"context"
	"crypto/sha512"
	"encoding/hex"
	"os"
	"strings"
	"testing"

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
