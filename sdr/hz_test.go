package sdr

import "testing"

func TestParseHz(t *testing.T) {
	for _, c := range []struct {
		text string
		want Hz
	}{
		{"796e6", 796e6},
		{"796M", 796e6},
		{"433.92MHz", 433.92e6},
		{"2.4 MS/s", 2.4e6},
		{"250k", 250e3},
		{"1.2GHz", 1.2e9},
		{"15 Hz", 15},
		{"-41khz", -41e3},
	} {
		got, err := ParseHz(c.text)
		if err != nil || got != c.want {
			t.Errorf("ParseHz(%q) = %v, %v; want %v", c.text, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "M", "fast", "NaN", "Inf", "1e300G", "2.4 m s"} {
		if got, err := ParseHz(bad); err == nil {
			t.Errorf("ParseHz(%q) = %v, want an error", bad, got)
		}
	}
}

func TestHzString(t *testing.T) {
	for f, want := range map[Hz]string{796e6: "796 MHz", 2.4e6: "2.4 MHz", 1.2e9: "1.2 GHz", -41e3: "-41 kHz", 15: "15 Hz", 0: "0 Hz"} {
		if got := f.String(); got != want {
			t.Errorf("%v written as %q, want %q", float64(f), got, want)
		}
	}
}
