package soapy

import (
	"strings"
	"testing"

	"vigie/sdr"
)

func TestOptionsAreChecked(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"no rate", Options{Centre: 1e9}, "rate"},
		{"no centre", Options{Rate: 1e6}, "tune"},
		{"a format SoapySDR has not", Options{Rate: 1e6, Centre: 1e9, Format: sdr.CF64}, "cf64"},
	} {
		if _, err := Open(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q in it", c.name, err, c.want)
		}
	}
}
