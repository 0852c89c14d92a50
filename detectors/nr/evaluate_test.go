package nr

import (
	"math/rand/v2"
	"os"
	"testing"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// evaluation skips a test that measures for minutes, unless VIGIE_EVALUATE is set.
func evaluation(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("measures for minutes: set VIGIE_EVALUATE=1")
	}
}

// TestEvaluateDetection measures how often the master information block of a
// cell is read from one window of 81 ms, by a receiver up to 50 ppm off, or
// 20 when it is wide, and that it is right. The cell is any, fully loaded.
func TestEvaluateDetection(t *testing.T) {
	evaluation(t)
	const trials = 40
	for _, c := range []struct {
		name    string
		rate    sdr.Hz
		seconds float64
		channel string
		doppler float64
		ppm     float64
	}{
		{"2.4 MS/s, one path", 2.4e6, 0.081, "none", 0, 50},
		{"2.4 MS/s, EPA 5 Hz", 2.4e6, 0.081, "epa", 5, 50},
		{"2.4 MS/s, EVA 70 Hz", 2.4e6, 0.081, "eva", 70, 50},
		{"2.4 MS/s, one block", 2.4e6, 0.0205, "none", 0, 50},
		{"7.68 MS/s, one path", 7.68e6, 0.081, "none", 0, 20},
		{"7.68 MS/s, one block", 7.68e6, 0.0205, "none", 0, 20},
	} {
		random := rand.New(rand.NewPCG(7, uint64(len(c.name))))
		for snr := -12.0; snr <= 2; snr += 2 {
			found, identities, wrong := 0, 0, 0
			for range trials {
				cell := synth.GNodeB{
					SSB: 763.25e6, PCI: random.IntN(1008), SNR: snr, Load: 1, SFN: random.IntN(1024), Channel: c.channel, DopplerHz: c.doppler,
					DelayUS: 19e3 * random.Float64(), Half: random.IntN(2), Blocks: []int{random.IntN(4)}, Barred: random.IntN(2) == 1, CORESET0: random.IntN(16),
				}
				s := scene(c.rate, 763.2e6, c.seconds, cell)
				s.Seed, s.PPM = random.Uint64(), c.ppm*(2*random.Float64()-1)
				right, identified := false, false
				for _, e := range replay(t, hear(t, s), detectors.Setup{Rate: c.rate}, s.Centre, 0, 1<<20) {
					switch f := e.Fields.(type) {
					case Fields:
						ok := f.PCI == cell.PCI && f.Barred == cell.Barred && f.CORESET0 == cell.CORESET0 && f.Index == cell.Blocks[0]
						right = right || ok
						if !ok {
							wrong++
						}
					case Sync:
						identified = identified || f.PCI == cell.PCI
						if f.PCI != cell.PCI {
							wrong++
						}
					}
				}
				if right {
					found++
				} else if identified {
					identities++
				}
			}
			t.Logf("%-21s SNR %+3.0f dB: Pd %2d/%d, identity alone %d", c.name, snr, found, trials, identities)
			if wrong > 0 {
				t.Errorf("%d statements about cells that are not there", wrong)
			}
		}
	}
}

// TestEvaluateFalseAlarms looks at noise and at LTE cells for NR.
func TestEvaluateFalseAlarms(t *testing.T) {
	evaluation(t)
	random := rand.New(rand.NewPCG(11, 1))
	seconds, events := 0.0, 0
	for range 40 {
		s := scene(2.4e6, 763.2e6, 1)
		s.Seed = random.Uint64()
		for range random.IntN(3) {
			s.LTE = append(s.LTE, synth.ENodeB{
				Freq: 763.2e6 + sdr.Hz(random.IntN(11)-5)*100e3, PCI: random.IntN(504), RB: 50, Ports: 2, SNR: 30 * random.Float64(), Load: random.Float64(),
			})
		}
		for _, e := range replay(t, hear(t, s), detectors.Setup{Rate: 2.4e6}, s.Centre, 0, 1<<20) {
			t.Errorf("%s, %+v", e.Reason, e.Statistic)
			events++
		}
		seconds += s.Seconds
	}
	t.Logf("%d events in %.0f s", events, seconds)
}
