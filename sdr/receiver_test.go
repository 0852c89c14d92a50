package sdr

import "testing"

func TestParseGain(t *testing.T) {
	for _, c := range []struct {
		text string
		want Gain
		back string
	}{
		{"auto", Gain{}, "auto"},
		{"AUTO", Gain{}, "auto"},
		{"0", Gain{true, 0}, "0"},
		{"28.0", Gain{true, 28}, "28"},
		{"-1.5 dB", Gain{true, -1.5}, "-1.5"},
	} {
		var g Gain
		if err := g.UnmarshalText([]byte(c.text)); err != nil || g != c.want || g.String() != c.back {
			t.Errorf("%q: %+v = %q, %v; want %+v = %q", c.text, g, g, err, c.want, c.back)
		}
	}
	for _, bad := range []string{"", "loud", "NaN", "1e9", "Inf"} {
		if g, err := ParseGain(bad); err == nil {
			t.Errorf("%q was taken as %v", bad, g)
		}
	}
}
