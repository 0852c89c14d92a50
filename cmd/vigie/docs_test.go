package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// page returns a file of the repository.
func page(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDocumentation is up to date; -update writes it anew.
func TestDocumentation(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
	}{
		{"docs/detectors.md", []string{"--lang", "en", "detectors", "--markdown"}},
		{"docs/detectors.fr.md", []string{"--lang", "fr", "detectors", "--markdown"}},
		{"docs/indicators.md", []string{"--lang", "en", "detectors", "--indicators", "--markdown"}},
		{"docs/indicators.fr.md", []string{"--lang", "fr", "detectors", "--indicators", "--markdown"}},
	} {
		want, code := vigie(t, c.args...)
		if code != exitDone {
			t.Fatalf("exit code %d", code)
		}
		if *update {
			if err := os.WriteFile(filepath.Join("..", "..", filepath.FromSlash(c.name)), []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if page(t, c.name) != want {
			t.Errorf("%s is not what vigie %v says; go test ./cmd/vigie -run Documentation -update", c.name, c.args)
		}
	}
}

// command is a line of a README that a reader may type.
var command = regexp.MustCompile(`(?m)^    vigie (\S+)(.*)$`)

// TestREADMENamesRealCommands: every flag in the READMEs is one of its command.
func TestREADMENamesRealCommands(t *testing.T) {
	flag := regexp.MustCompile(`--[a-z][a-z.-]*`)
	for _, name := range []string{"README.md", "README.fr.md"} {
		found := command.FindAllStringSubmatch(page(t, name), -1)
		if len(found) < 5 {
			t.Errorf("%s: only %d commands found", name, len(found))
		}
		for _, m := range found {
			help, code := vigie(t, m[1], "--help")
			if code != exitDone {
				t.Errorf("%s: there is no vigie %s", name, m[1])
			}
			for _, f := range flag.FindAllString(strings.SplitN(m[2], "#", 2)[0], -1) {
				if !strings.Contains(help, f) {
					t.Errorf("%s: vigie %s has no %s", name, m[1], f)
				}
			}
		}
	}
}
