package hardware

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every dongle that librtlsdr knows, by the rules Debian ships with it, must be
// in ours.
func TestRulesCoverLibrtlsdrsDongles(t *testing.T) {
	ours, err := os.ReadFile("udev/60-vigie-sdr.rules")
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("/lib/udev/rules.d/60-librtlsdr*.rules")
	if len(files) == 0 {
		t.Skip("librtlsdr's own rules are not installed (Debian: librtlsdr0)")
	}
	theirs, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	identity := regexp.MustCompile(`idVendor\}=="([0-9a-f]{4})", ATTRS\{idProduct\}=="([0-9a-f]{4})"`)
	found := identity.FindAllStringSubmatch(string(theirs), -1)
	if len(found) < 30 {
		t.Fatalf("only %d dongles in %s", len(found), files[0])
	}
	for _, f := range found {
		known := false
		for line := range strings.Lines(string(ours)) {
			known = known || strings.Contains(line, `idVendor}=="`+f[1]) && strings.Contains(line, f[2])
		}
		if !known {
			t.Errorf("%s:%s is missing", f[1], f[2])
		}
	}
}

// The error messages of sdr/rtlsdr send people to these files.
func TestFilesNamedInErrorsExist(t *testing.T) {
	source, err := os.ReadFile("../sdr/rtlsdr/refusal.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`hardware/[a-z]+/[-a-z0-9.]+`).FindAllString(string(source), -1)
	if len(names) == 0 {
		t.Fatal("no file is named")
	}
	for _, name := range names {
		if _, err := os.Stat("../" + name); err != nil {
			t.Error(err)
		}
	}
}
