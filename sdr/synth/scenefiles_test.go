package synth

import (
	"path/filepath"
	"testing"
	"time"
)

// TestDocumentedScenes can be opened as they are.
func TestDocumentedScenes(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "docs", "scenes", "*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenes: %v", err)
	}
	for _, file := range files {
		scene, err := LoadScene(file)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := scene.Open(time.Unix(0, 0)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestStationsSayWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"[[sik]]\nair_rate = 63\n":         "a:2: sik 1: air_rate 63, want 2, 4, 8, 16, 19, 24, 32, 48, 64, 96, 128, 192 or 250",
		"[[wmbus]]\nmode = \"x\"\n":        `a:2: wmbus 1: mode "x", want s, t or c`,
		"[[zwave]]\nrate_kbps = 50\n":      "a:2: zwave 1: rate_kbps 50, want 9.6, 40 or 100",
		"[[ook]]\nwhat = \"lamp\"\n":       `a:2: ook 1: what "lamp", want sensor or key`,
		"[[sigfox]]\n[[sigfox]]\ncount=-1": "a:3: sigfox 2: count -1, want 1 to 10000",
		"[[gfsk_fhss]]\nbits = 1000\n":     "a:2: gfsk_fhss 1: bits 1000, want 24 to 300",
		"[[pager]]\nbaud = 9600\n":         "a:2: pager 1: baud 9600, want 512 to 2400",
		"[[ert]]\nfreq = 1\n":              "a:2: unknown key ert.freq",
	} {
		if _, err := ParseScene("a", text); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
