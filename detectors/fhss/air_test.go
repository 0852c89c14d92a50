package fhss

import (
	"slices"
	"testing"

	"vigie/sdr"
)

func TestInBand(t *testing.T) {
	for _, c := range []struct {
		centre, width sdr.Hz
		want          bool
	}{
		{0, 2.4e6, true},
		{868.2e6, 2.4e6, true},
		{806e6, 2.4e6, false},
		{860.5e6, 2.4e6, false},
		{861.5e6, 2.4e6, true},
		{2585e6, 2.4e6, false},
		{2510e6, 30e6, true},
	} {
		if got := InBand(c.centre, c.width); got != c.want {
			t.Errorf("%v, %v wide: %v", c.centre, c.width, got)
		}
	}
	for _, d := range slices.Concat(ExpressLRSDomains, mlrsDomains, sikDomains) {
		for i := range d.Count {
			if !InBand(d.First+sdr.Hz(i)*d.Step, 1) {
				t.Errorf("channel %d of %s is out of band", i, d.Name)
			}
		}
	}
}
