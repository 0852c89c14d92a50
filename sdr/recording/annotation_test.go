package recording

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnnotateKeepsEverythingElse(t *testing.T) {
	before := `{"odd:top":{"z":1e400,"a":"<&>"},"annotations":[{"core:sample_start":70,"odd:x":[1.50,2]},{"core:sample_start":5}],` +
		`"captures":[{"core:sample_start":0,"odd:gain":12.340}],"global":{"core:datatype":"cu8","core:sample_rate":1000,"core:version":"1.0.0","odd:n":123456789012345678901234567890}}`
	path := sigmf(t, before, ramp(200))
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	a := Annotation{SampleStart: 9, SampleCount: 3, LowerHz: -5, UpperHz: 5, Label: "x", Comment: "because", Generator: "lte 1"}
	for range 2 { // twice is as once
		if err := Annotate(path, []Annotation{a}); err != nil {
			t.Fatal(err)
		}
	}
	text, _ := os.ReadFile(path)
	got := compact(text)
	for _, kept := range []string{
		`"odd:top":{"z":1e400,"a":"<&>"}`, `"odd:n":123456789012345678901234567890`, `"odd:gain":12.340`,
		`[{"core:sample_start":5},{"core:sample_start":9,"core:sample_count":3,"core:freq_lower_edge":-5,"core:freq_upper_edge":5,` +
			`"core:label":"x","core:comment":"because","core:generator":"lte 1"},{"core:sample_start":70,"odd:x":[1.50,2]}]`,
	} {
		if !strings.Contains(got, kept) {
			t.Errorf("no %s in\n%s", kept, got)
		}
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, was 0640", info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 2 {
		t.Errorf("files left: %v", left)
	}
	if r, err := Open(path, Options{}); err != nil {
		t.Errorf("no longer readable: %v", err)
	} else {
		r.Close()
	}
}

func TestAnnotateSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ meta, want string }{
		{"{", "line 1: unexpected end"},
		{"[]", "cannot unmarshal array"},
		{"{}", `no "global"`},
		{`{"global":{},"annotations":5}`, "annotations: "},
	} {
		path := sigmf(t, c.meta, nil)
		err := Annotate(path, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.meta, err, c.want)
		}
		if text, _ := os.ReadFile(path); string(text) != c.meta {
			t.Errorf("%s became %s", c.meta, text)
		}
	}
	if err := Annotate(filepath.Join(t.TempDir(), "none.sigmf-meta"), nil); err == nil {
		t.Error("annotated a file that is not there")
	}
}

func FuzzAnnotate(f *testing.F) {
	f.Add(cu8Meta(""))
	f.Add(`{"global":{},"annotations":[null,5,{"core:sample_start":"x"}],"captures":null}`)
	f.Fuzz(func(t *testing.T, meta string) {
		path := sigmf(t, meta, nil)
		if Annotate(path, []Annotation{{SampleStart: 3, SampleCount: 1, Label: "here"}}) != nil {
			if text, _ := os.ReadFile(path); string(text) != meta {
				t.Fatalf("an error, and %q became %q", meta, text)
			}
			return
		}
		text, _ := os.ReadFile(path)
		var m struct{ Annotations []json.RawMessage }
		if err := json.Unmarshal(text, &m); err != nil || len(m.Annotations) == 0 {
			t.Fatalf("%v, %d annotations in %q", err, len(m.Annotations), text)
		}
	})
}
