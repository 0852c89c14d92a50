package gsm

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestFrequencyListOracle compares with libosmocore on every format;
// testdata/freqlist_oracle.c says how the vectors were made.
func TestFrequencyListOracle(t *testing.T) {
	text, err := os.ReadFile("testdata/freqlist_vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	formats := map[byte]int{}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		octets, err := hex.DecodeString(f[0])
		if err != nil {
			t.Fatal(err)
		}
		s, ok := frequencyList(octets)
		got := strings.ReplaceAll(strings.Trim(fmt.Sprint(s.list(nil)), "[]"), " ", ",")
		if got == "" {
			got = "-"
		}
		if !ok || got != f[1] {
			t.Errorf("%s:\n got %s\nwant %s", f[0], got, f[1])
		}
		formats[octets[0]&0xC8]++
	}
	t.Logf("lists by format: %v", formats)
	if len(formats) < 3 {
		t.Errorf("only these formats: %v", formats)
	}
}

func TestFrequencyListFormats(t *testing.T) {
	for _, c := range []struct {
		claim, octets, want string
	}{
		{"bit map 0, ends", "08000000000000000000000000000001", "[1 124]"},
		{"bit map 0, neighbour flags do not matter", "38000000000000000000000000000001", "[1 124]"},
		{"1024 with channel 0 alone", "84000000000000000000000000000000", "[0]"},
		{"512, origin alone", "88ff8000000000000000000000000000", "[511]"},
		{"variable, origin and the one after it", "8fff c0000000000000000000000000 00", "[0 1023]"},
		{"cut short", "8f", "false"},
		{"no such format", "c0000000000000000000000000000000", "false"},
		{"no such format", "40000000000000000000000000000000", "false"},
	} {
		octets, err := hex.DecodeString(strings.ReplaceAll(c.octets, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		s, ok := frequencyList(octets)
		got := fmt.Sprint(s.list([]int{}))
		if !ok {
			got = "false"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.claim, got, c.want)
		}
	}
}

func FuzzFrequencyList(f *testing.F) {
	f.Add([]byte{0x8F, 0xFF, 0xC0})
	f.Fuzz(func(t *testing.T, o []byte) {
		s, ok := frequencyList(o)
		if n := s.count(); n != len(s.list(nil)) || !ok && n != 0 || n > 124 {
			t.Errorf("%x: %d channels, ok %v", o, n, ok)
		}
	})
}
