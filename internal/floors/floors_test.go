// Package floors holds the test of vigie's architecture: imports go down only.
package floors

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// floors names the storeys from the ground up. A package belongs to the
// longest prefix that fits and may import its own floor and those below.
var floors = map[string]int{
	"vigie/sdr/dsp":    0,
	"vigie/sdr/fec":    0,
	"vigie/sdr":        1,
	"vigie/acoustic":   1,
	"vigie/hardware":   1,
	"vigie/detectors":  2,
	"vigie/metrics":    3,
	"vigie/dashboards": 4,
	"vigie/cmd":        5,
}

// apart are packages that tests use and the program does not contain.
const apart = "vigie/internal/"

func floor(path string) (int, bool) {
	best, at, found := -1, 0, false
	for prefix, f := range floors {
		if (path == prefix || strings.HasPrefix(path, prefix+"/")) && len(prefix) > best {
			best, at, found = len(prefix), f, true
		}
	}
	return at, found
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "vigie/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsGoDownOnly(t *testing.T) {
	checked := 0
	for _, p := range packages(t) {
		if strings.HasPrefix(p.ImportPath, apart) {
			continue
		}
		from, known := floor(p.ImportPath)
		if !known {
			t.Errorf("%s stands on no floor; name it in this test", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, apart) {
				t.Errorf("%s imports %s, which is for tests", p.ImportPath, imported)
			}
			to, ours := floor(imported)
			if ours && to > from {
				t.Errorf("%s (floor %d) imports %s (floor %d)", p.ImportPath, from, imported, to)
			}
			checked++
		}
	}
	if checked < 50 {
		t.Fatalf("only %d imports seen: the test looks at the wrong tree", checked)
	}
}

func TestTheFoundationsImportNothingOfVigie(t *testing.T) {
	for _, p := range packages(t) {
		if at, known := floor(p.ImportPath); !known || at > 0 {
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "vigie/") {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}
