package recording

import (
	"archive/tar"
	"bytes"
	"io"
	"strings"
	"testing"

	"vigie/sdr"
)

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
