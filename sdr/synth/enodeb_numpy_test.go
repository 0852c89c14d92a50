package synth

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
)

// runReceiver gives a file to the receiver in testdata/lte_receiver.py, which
// shares no code with the model, and skips the test without numpy.
func runReceiver(t *testing.T, args ...string) string {
	t.Helper()
	python, err := exec.LookPath("/usr/bin/python3")
	if err == nil {
		err = exec.Command(python, "-c", "import numpy").Run()
	}
	if err != nil {
		t.Skipf("no python3 with numpy: %v", err)
	}
	const script = "testdata/lte_receiver.py"
	if _, err := os.Stat(script); err != nil { // tells the test cache of the file, too
		t.Fatal(err)
	}
	out, err := exec.Command(python, append([]string{script}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestNumpyReceiver shows that the receiver reads real cells, so that its word
// on the model counts.
func TestNumpyReceiver(t *testing.T) {
	for _, c := range []struct{ file, format, skip, want string }{
		{"lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin", "cu8", "0", "pci=360 duplex=FDD cp=normal rb=50 ports=2 phich=2 sfn=719"},
		{"lte-rtl/f1890_s1.92_g0_0.16s.bin", "cu8", "128", "pci=253 duplex=TDD cp=normal rb=100 ports=2 phich=1 sfn=603"},
		{"lte-srsran/signal.1.92M.amar.dat", "cf32", "0", "pci=1 duplex=FDD cp=normal rb=6 ports=1 phich=2 sfn=656"},
	} {
		if got := runReceiver(t, testdata.File(t, c.file), c.format, c.skip); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", c.file, got, c.want)
		}
	}
}

// TestNumpyReceiverReadsTheModel has the independent receiver read modelled
// cells of every kind.
func TestNumpyReceiverReadsTheModel(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range []struct {
		name     string
		ppm      float64
		model    ENodeB
		want     string
		offsetHz float64
	}{
		{"plain", 0, ENodeB{PCI: 0, RB: 6, Ports: 1}, "pci=0 duplex=FDD cp=normal rb=6 ports=1 phich=0 sfn=0", 0},
		{"two ports, loaded", 0, ENodeB{PCI: 503, RB: 50, Ports: 2, SFN: 719, PHICH: 2, Load: 1}, "pci=503 duplex=FDD cp=normal rb=50 ports=2 phich=2 sfn=719", 0},
		{"four ports", 0, ENodeB{PCI: 88, RB: 15, Ports: 4, SFN: 1022, Load: 1}, "pci=88 duplex=FDD cp=normal rb=15 ports=4 phich=0 sfn=1022", 0},
		{"extended prefix", 0, ENodeB{PCI: 301, RB: 25, Ports: 4, SFN: 5, Load: 1, ExtendedCP: true}, "pci=301 duplex=FDD cp=extended rb=25 ports=4 phich=0 sfn=5", 0},
		{"TDD", 0, ENodeB{PCI: 253, RB: 100, Ports: 2, SFN: 603, Load: 1, TDD: true, TDDConfig: 2, Special: 7}, "pci=253 duplex=TDD cp=normal rb=100 ports=2 phich=0 sfn=603", 0},
		{"TDD, extended prefix", 0, ENodeB{PCI: 166, RB: 75, Ports: 1, TDD: true, TDDConfig: 5, Special: 4, ExtendedCP: true}, "pci=166 duplex=TDD cp=extended rb=75 ports=1 phich=0 sfn=0", 0},
		{"crystal and carrier off", 40, ENodeB{PCI: 77, RB: 50, Ports: 2, SFN: 8, OffsetHz: 1500}, "pci=77 duplex=FDD cp=normal rb=50 ports=2 phich=0 sfn=8", -796e6*40e-6 + 1500},
		{"fading", -5, ENodeB{PCI: 411, RB: 50, Ports: 2, SFN: 256, Load: 0.5, Channel: "epa", DopplerHz: 5}, "pci=411 duplex=FDD cp=normal rb=50 ports=2 phich=0 sfn=256", 796e6 * 5e-6},
		{"late", 0, ENodeB{PCI: 5, RB: 6, Ports: 2, SFN: 100, DelayUS: 7000}, "pci=5 duplex=FDD cp=normal rb=6 ports=2 phich=0 sfn=100", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.model.Freq, c.model.SNR = 796e6, 20
			s := &Scene{
				Seed: 1, Rate: 1.92e6, Centre: 796e6, Format: sdr.CF32, Seconds: 0.045, PPM: c.ppm,
				FrontEnd: FrontEnd{NoiseDBFS: -40}, LTE: []ENodeB{c.model},
			}
			iq, _ := samples(t, s, 8192)
			file := filepath.Join(t.TempDir(), "model.cf32")
			if err := os.WriteFile(file, sdr.CF32.Encode(nil, iq), 0o600); err != nil {
				t.Fatal(err)
			}
			got, offset, _ := strings.Cut(runReceiver(t, file, "cf32"), " offset=")
			offsetHz, _ := strconv.ParseFloat(offset, 64)
			if got != c.want || math.Abs(offsetHz-c.offsetHz) > 150 {
				t.Errorf("%s at %s Hz, want %s at %.0f", got, offset, c.want, c.offsetHz)
			}
		})
	}
}
