package nr

import "testing"

// TestSpacingsOfBands: TS 38.104 table 5.4.3.3-1, and outside of all bands both.
func TestSpacingsOfBands(t *testing.T) {
	for _, c := range []struct {
		hz           float64
		has15, has30 bool
	}{
		{1842.5e6, true, false}, // n3
		{763.25e6, true, false}, // n28
		{2135e6, true, true},    // n1 and n66
		{889e6, true, true},     // n5
		{2350e6, false, true},   // n40
		{2650e6, true, true},    // n7 and n41
		{433.92e6, true, true},  // none
	} {
		if spacing15.used(c.hz) != c.has15 || spacing30.used(c.hz) != c.has30 {
			t.Errorf("%.2f MHz: %v, %v", c.hz/1e6, spacing15.used(c.hz), spacing30.used(c.hz))
		}
	}
}
