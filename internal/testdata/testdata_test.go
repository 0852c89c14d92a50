package testdata

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder notes a Skipf instead of leaving the test.
type recorder struct {
	testing.TB
	skipped string
}

func (r *recorder) Helper() {}

func (r *recorder) Skipf(format string, args ...any) {
	r.skipped = format
	for _, a := range args {
		switch v := a.(type) {
		case string:
			r.skipped += " " + v
		case error:
			r.skipped += " " + v.Error()
		}
	}
	panic(r)
}

func skipOf(t *testing.T, f func(testing.TB)) (message string) {
	t.Helper()
	r := &recorder{TB: t}
	defer func() {
		if p := recover(); p != nil && p != any(r) {
			panic(p)
		}
		message = r.skipped
	}()
	f(r)
	return ""
}

func TestEnvironmentNamesTheFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.cu8"), []byte{1, 2}, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VIGIE_DATA", dir)
	if got, want := File(t, "a.cu8"), filepath.Join(dir, "a.cu8"); got != want {
		t.Errorf("File = %q, want %q", got, want)
	}
	if got := skipOf(t, func(tb testing.TB) { File(tb, "lte-rtl/b.bin") }); !strings.Contains(got, filepath.Join("lte-rtl", "b.bin")) {
		t.Errorf("a missing recording skips with %q, want its name", got)
	}
}

func TestMissingFolderIsNamed(t *testing.T) {
	t.Setenv("VIGIE_DATA", filepath.Join(t.TempDir(), "nowhere"))
	if got := skipOf(t, func(tb testing.TB) { Dir(tb) }); !strings.Contains(got, "nowhere") {
		t.Errorf("a missing folder skips with %q, want its name", got)
	}
}

func TestFolderBesideOrAboveTheModule(t *testing.T) {
	top := t.TempDir()
	module := filepath.Join(top, "worktrees", "module")
	data := filepath.Join(top, "shared", "data")
	for _, dir := range []string{filepath.Join(module, "deep", "package"), data} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VIGIE_DATA", "")
	t.Chdir(filepath.Join(module, "deep", "package"))
	if got, _ := find(); got != data {
		t.Errorf("find = %q, want %q", got, data)
	}
}

func TestIndexNamesFilesThatAreThere(t *testing.T) {
	dir := Dir(t)
	entries := Index(t)
	if len(entries) == 0 {
		t.Fatal("index.json is empty")
	}
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(e.Path)))
		if err != nil {
			t.Errorf("%v", err)
		} else if e.Kind == "iq" && info.Size() != e.Bytes {
			t.Errorf("%s: %d bytes, index.json says %d", e.Path, info.Size(), e.Bytes)
		}
	}
}
