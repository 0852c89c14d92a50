package nr

import (
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// modelSIB1 is the message of TestParseSIB1 with all its options.
const modelSIB1 = "7c078a8a2fc58cc428200ad5e6f7a6891a2b3c4a0400403fffffffff010180010100a8c4241c290f80104b4b4b481c4d1d6c262691832188008144e000000c"

// TestSIB1OfModelledCells reads what the model sends in every kind of CORESET 0.
func TestSIB1OfModelledCells(t *testing.T) {
	for _, c := range []struct {
		name   string
		cell   synth.GNodeB
		rate   sdr.Hz
		centre sdr.Hz
	}{
		{"24 blocks of 15 kHz, two symbols", synth.GNodeB{SSB: 763.25e6, PCI: 7, CORESET0: 1, SearchSpace0: 4, KSSB: 6}, 7.68e6, 763.2e6},
		{"the same in three", synth.GNodeB{SSB: 763.25e6, PCI: 8, CORESET0: 5, SearchSpace0: 0, KSSB: 3, TypeAPos3: true}, 7.68e6, 762.8e6},
		{"48 blocks of 15 kHz, one symbol, in odd frames", synth.GNodeB{SSB: 763.25e6, PCI: 9, CORESET0: 7, SearchSpace0: 6, Half: 1, Blocks: []int{3}}, 10e6, 763.2e6},
		{"96 blocks of 15 kHz, with two blocks a slot", synth.GNodeB{SSB: 1842.05e6, PCI: 1003, CORESET0: 13, SearchSpace0: 1, Blocks: []int{2}}, 19.2e6, 1842e6},
		{"24 blocks of 30 kHz", synth.GNodeB{SSB: 3512.64e6, PCI: 500, Spacing: 30, CORESET0: 3, SearchSpace0: 2, KSSB: 12, Common30: true, Blocks: []int{5}}, 15.36e6, 3512e6},
		{"48 blocks of 30 kHz, case B", synth.GNodeB{SSB: 881.05e6, PCI: 2, Spacing: 30, Pattern: "b", CORESET0: 13, SearchSpace0: 10, Common30: true, Half: 1}, 23.04e6, 881e6},
	} {
		if underRace && c.rate > 8e6 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			cell := c.cell
			cell.SIB1, cell.RB, cell.SNR, cell.Load, cell.SFN, cell.Channel, cell.DopplerHz = modelSIB1, 106, 12, 1, 1021, "epa", 5
			s := scene(c.rate, c.centre, 0.05, cell)
			s.PPM = 3
			var found *SIB1
			for _, e := range replay(t, hear(t, s), detectors.Setup{Rate: c.rate}, c.centre, 0, 1<<20) {
				t.Logf("%s, SNR %.1f, %+v", e.Reason, e.SNR, e.Fields)
				if f, ok := e.Fields.(Fields); ok && f.SIB1 != nil {
					found = f.SIB1
				}
			}
			if found == nil || !strings.HasPrefix(found.Hex, modelSIB1) {
				t.Errorf("SIB1 %+v", found)
			}
		})
	}
}
