package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/hardware/emulator"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// sweepSIB1 is that of cell 208-20-10596865, TAC 4609, band 28, by tshark 4.0.17
// (lte-rrc.bcch.dl.sch).
const sweepSIB1 = "4048204112010a1b20181db08080045420"

// sweepAir is what the sweep is to find: of band 20 a wide cell whose SIB1 lies at
// its edge; of band 28 a narrow one, and one of NR.
var sweepAir = air{
	ppm: 12,
	lte: []synth.ENodeB{
		{Freq: 806e6, PCI: 300, RB: 50, Ports: 2, SNR: 18, Load: 0.6, Channel: "epa", DopplerHz: 5, Downlink: synth.Downlink{SIB1: airSIB1, First: 2, Blocks: 6, Control: 2}},
		{Freq: 763e6, PCI: 77, RB: 25, Ports: 2, SNR: 18, Load: 0.4, DelayUS: 3300, Downlink: synth.Downlink{SIB1: sweepSIB1, First: 1, Blocks: 6, Control: 2}},
	},
	nr: []synth.GNodeB{{SSB: 782.45e6, PCI: 501, RB: 52, SNR: 15, Load: 0.5, CORESET0: 5, SearchSpace0: 4, KSSB: 6}},
}

// sweepLines are the lines of the cells, as far as they are known beforehand.
var sweepLines = [...][]string{
	{"763.000", "b28 EARFCN 9260", "Bouygues", "decoded", "PCI 77, 10596865", "208-20, TAC 4609, band 28"},
	{"782.450", "n28 NR-ARFCN 156490", "decoded", "PCI 501"},
	{"806.000", "b20 EARFCN 6300", "Orange", "decoded", "PCI 300, 10596865", "208-01, TAC 4609, band 20"},
}

// sweep scans bands through an emulated stick, and returns the lines it prints.
func sweep(t *testing.T, bands, dwell string) []string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	flags := receiverFlags{Rate: 2.4e6, Band: strings.Split(bands, ",")}
	plan, err := flags.plan()
	if err != nil {
		t.Fatal(err)
	}
	var centres []sdr.Hz
	for _, d := range plan.Dwells() {
		centres = append(centres, d.Centre)
	}
	for _, c := range sweepAir.lte {
		edge := sdr.Hz(90e3*float64(c.RB)) - 1.08e6
		centres = append(centres, c.Freq-edge, c.Freq+edge)
	}
	bench := emulator.Start(t, emulator.Options{}, sweepAir.stick(t, centres...))
	cmd := exec.CommandContext(t.Context(), path, "scan", "--band", bands, "--dwell", dwell, "--detectors", "lte,nr", "--device", "roof")
	cmd.Env = bench.Env()
	began := time.Now()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	usage := cmd.ProcessState
	t.Logf("%d tunings in %v, computing %v:\n%s", len(plan.Dwells()), time.Since(began).Round(time.Second), (usage.UserTime() + usage.SystemTime()).Round(time.Second), out)
	return strings.Split(string(out), "\n")
}

// expect wants exactly one line of each cell, with all that is known of it, and no
// other cell.
func expect(t *testing.T, lines []string, want ...[]string) {
	t.Helper()
	found := 0
	for _, w := range want {
		n := 0
		for _, l := range lines {
			if strings.HasPrefix(l, w[0]) {
				n++
				if i := slices.IndexFunc(w, func(s string) bool { return !strings.Contains(l, s) }); i >= 0 {
					t.Errorf("%q lacks %q", l, w[i])
				}
			}
		}
		if n != 1 {
			t.Errorf("%d lines at %s MHz", n, w[0])
		}
		found += n
	}
	if all := fmt.Sprintf("%d found", found); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, all) }) {
		t.Errorf("not %s", all)
	}
}

// TestScanABand finds the cell of a narrow band, and who it is. A computer busy with
// other tests may lose the one second that the cell is heard, so that it has three
// sweeps; nothing else may be in any of them.
func TestScanABand(t *testing.T) {
	if testing.Short() {
		t.Skip("models cells for minutes under the race detector; the pass as shipped runs it")
	}
	var lines []string
	for range 3 {
		lines = sweep(t, "n14", "1s")
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "0 found") }) {
			break
		}
	}
	expect(t, lines, sweepLines[0])
}

// TestEvaluateSweep goes round three bands as people would.
func TestEvaluateSweep(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("takes minutes: set VIGIE_EVALUATE=1")
	}
	expect(t, sweep(t, "b20,b28,n28", "0s"), sweepLines[:]...)
}
