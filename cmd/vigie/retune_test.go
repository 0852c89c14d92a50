package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/hardware/emulator"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// airSIB1 is that of cell 208-01-10596865, TAC 4609, by tshark 4.0.17 (lte-rrc.bcch.dl.sch).
const airSIB1 = "4048200312010a1b20181d308080045420"

// TestRunRetunesForSIB1 watches the middle of a wide carrier through an emulated
// stick, whose crystal is off, until the receiver has gone to the carrier's edges for
// SIB1 by itself: the lower one first, then the upper.
func TestRunRetunesForSIB1(t *testing.T) {
	if testing.Short() {
		t.Skip("models cells for minutes under the race detector; the pass as shipped runs it")
	}
	for _, c := range []struct {
		rb, first int     // resource blocks of the carrier, first one of SIB1
		edge      sdr.Hz  // of the stay that shows it, from the carrier
		ppm       float64 // of the stick
	}{
		{50, 2, -3.42e6, 20},
		{100, 93, 7.92e6, -20},
	} {
		t.Run(fmt.Sprintf("%d RB, %+.0f ppm", c.rb, c.ppm), func(t *testing.T) {
			const middle = 806e6
			a := air{ppm: c.ppm, lte: []synth.ENodeB{{
				Freq: middle, PCI: 300, RB: c.rb, Ports: 2, SNR: 18, Load: 0.6, Channel: "epa", DopplerHz: 5,
				Downlink: synth.Downlink{SIB1: airSIB1, First: c.first, Blocks: 6, Control: 2},
			}}}
			lower := -sdr.Hz(90e3*float64(c.rb)) + 1.08e6
			bench := emulator.Start(t, emulator.Options{}, a.stick(t, middle, middle+lower, middle-lower))
			s := serve(t, bench.Env(), "run", "--device", "roof", "--freq", "806e6", "--detectors", "lte")
			track := s.event(60*time.Second, isType("cell"))["track"]
			cell := s.event(60*time.Second, func(e map[string]any) bool {
				f, ok := e["fields"].(map[string]any)
				return ok && f["plmns"] != nil
			})
			f := cell["fields"].(map[string]any)
			if f["pci"] != 300.0 || f["tac"] != 4609.0 || f["cell_id"] != 10596865.0 || cell["track"] != track {
				t.Errorf("%v", cell)
			}
			if code := s.stop(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			log, err := bench.Log()
			if err != nil {
				t.Fatal(err)
			}
			went := slices.ContainsFunc(log, func(l string) bool {
				var at float64
				var serial string
				var hz sdr.Hz
				n, _ := fmt.Sscanf(l, "%f %s tune %f", &at, &serial, &hz)
				return n == 3 && max(hz-middle-c.edge, middle+c.edge-hz) < 20e3
			})
			if !went {
				t.Errorf("the stick was not tuned to %v:\n%s", middle+c.edge, strings.Join(log, "\n"))
			}
			t.Log(strings.Join(log, "\n"))
		})
	}
}
