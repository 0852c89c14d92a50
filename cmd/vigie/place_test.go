package main

import (
	"testing"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/detectors/nr"
	"vigie/sdr"
)

// TestPlace names channels and operators; a band that the cell did not name is
// every band that holds the frequency.
func TestPlace(t *testing.T) {
	arfcn := 61
	for _, c := range []struct {
		hz                sdr.Hz
		fields            detectors.Fields
		channel, operator string
	}{
		{947.2e6, gsm.Fields{ARFCN: &arfcn, MCC: "208", MNC: "01"}, "ARFCN 61", "Orange"},
		{947.2e6, gsm.Fields{}, "", ""},
		{806e6, lte.Fields{Identity: &lte.Identity{PLMNs: []string{"206-01"}, Band: 20}}, "b20 EARFCN 6300", "Proximus"},
		{796e6, lte.Fields{}, "b20 EARFCN 6200 or b28 EARFCN 9590", ""},
		{806e6, lte.Fields{Identity: &lte.Identity{PLMNs: []string{"001-01"}, Band: 20}}, "b20 EARFCN 6300", "test network"},
		{806e6, lte.Fields{Identity: &lte.Identity{PLMNs: []string{"460-99"}, Band: 20}}, "b20 EARFCN 6300", "CN"},
		{763.25e6, nr.Fields{SIB1: &nr.SIB1{PLMNs: []string{"208-01"}, Band: 28}}, "n28 NR-ARFCN 152650", "Orange"},
		{763.25e6, nr.Sync{}, "n14 or n28 NR-ARFCN 152650", ""},
		{0, nr.Sync{}, "", ""},
	} {
		channel, operator := place(&detectors.Event{Freq: c.hz, Fields: c.fields})
		if channel != c.channel || operator != c.operator {
			t.Errorf("%v %+v: %q, %q, want %q, %q", c.hz, c.fields, channel, operator, c.channel, c.operator)
		}
	}
}
