// Package testdata finds the real recordings that tests run on.
//
// The recordings are not part of the repository. They lie in the folder that
// the environment variable VIGIE_DATA names or, without it, in ../shared/data
// seen from the module root or from one of the folders above it. A test that
// needs a recording that is not there is skipped, and says which.
package testdata

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"vigie/sdr"
)

// An Entry of index.json says how to read one recording and what is known to be in it.
type Entry struct {
	Path      string          `json:"path"` // below the data folder, with slashes
	Bytes     int64           `json:"bytes"`
	Kind      string          `json:"kind"` // "iq", "pcap", "l2", "bursts" or "other"
	Format    string          `json:"format"`
	RateHz    float64         `json:"rate"`      // 0 when unknown
	CentreHz  float64         `json:"centre_hz"` // 0 when unknown
	LOHz      float64         `json:"converter_lo_hz"`
	SkipBytes int64           `json:"skip_bytes"`
	Source    string          `json:"source"`
	Licence   string          `json:"licence"`
	Truth     json.RawMessage `json:"truth"`
}

// Dir returns the data folder, and skips the test when there is none.
func Dir(t testing.TB) string {
	t.Helper()
	dir, tried := find()
	if dir == "" {
		t.Skipf("no recordings: %s is not there; set VIGIE_DATA to the folder that holds index.json", tried)
	}
	return dir
}

// File returns the path of the recording rel, such as "lte-rtl/noise_rtlsdr.bin",
// and skips the test when it is missing.
func File(t testing.TB, rel string) string {
	t.Helper()
	path := filepath.Join(Dir(t), filepath.FromSlash(rel))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("recording missing: %v", err)
	}
	return path
}

// Samples reads a whole recording of kind "iq".
func Samples(t testing.TB, e Entry) []complex64 {
	t.Helper()
	f, err := sdr.ParseFormat(e.Format)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(File(t, e.Path))
	if err != nil {
		t.Fatal(err)
	}
	raw = raw[e.SkipBytes:]
	x := make([]complex64, len(raw)/f.SampleBytes())
	f.Decode(x, raw[:len(x)*f.SampleBytes()])
	return x
}

// Glob returns the recordings that a pattern such as "acoustic/helicopter/*.wav"
// names, none when there are none: for tests that have a model instead.
func Glob(pattern string) []string {
	dir, _ := find()
	if dir == "" {
		return nil
	}
	found, _ := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern))) // the pattern is the test's own
	return found
}

// Index returns the entries of index.json, and skips the test when there is none.
func Index(t testing.TB) []Entry {
	t.Helper()
	text, err := os.ReadFile(File(t, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []Entry
	if err := json.Unmarshal(text, &entries); err != nil {
		t.Fatalf("index.json: %v", err)
	}
	return entries
}

// find returns the data folder, or the place where it should have been.
func find() (dir, tried string) {
	if dir := os.Getenv("VIGIE_DATA"); dir != "" {
		if isDir(dir) {
			return dir, ""
		}
		return "", dir
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", "the working directory"
	}
	root := moduleRoot(wd)
	for above := filepath.Dir(root); ; above = filepath.Dir(above) {
		if dir := filepath.Join(above, "shared", "data"); isDir(dir) {
			return dir, ""
		}
		if above == filepath.Dir(above) {
			return "", filepath.Join(filepath.Dir(root), "shared", "data")
		}
	}
}

// moduleRoot returns the nearest folder at or above dir with a go.mod.
func moduleRoot(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return dir
		}
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
