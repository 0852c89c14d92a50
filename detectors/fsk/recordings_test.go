package fsk

import (
	"math"
	"testing"

	"vigie/detectors/fhss"
	"vigie/internal/testdata"
	"vigie/internal/testsource"
)

// devices are real transmitters whose modulation their makers or others publish.
var devices = map[string]struct{ bitRate, deviation float64 }{
	"ism868-915/ec3k__01__gfile001_868.300M_250k.cu8": {20e3, 20e3}, // EnergyCount 3000
	"ism868-915/ec3k__01__gfile003_868.300M_250k.cu8": {20e3, 20e3},
	"ism868-915/wmbus_T1_868.950M_1600k.cu8":          {100e3, 50e3}, // EN 13757-4 allows 40 to 80 kHz
}

// TestRealDevices are measured as what they are.
func TestRealDevices(t *testing.T) {
	for _, e := range testdata.Index(t) {
		want, ok := devices[e.Path]
		if !ok {
			continue
		}
		found := false
		for _, b := range find(t, testsource.Open(t, e), nil) {
			found = found || b.Kind == fhss.FSK && math.Abs(b.BitRate/want.bitRate-1) < 0.01 && math.Abs(b.DeviationHz/want.deviation-1) < 0.2
		}
		if !found {
			t.Errorf("%s: no burst of %.0f b/s, ±%.0f Hz", e.Path, want.bitRate, want.deviation)
		}
	}
}
