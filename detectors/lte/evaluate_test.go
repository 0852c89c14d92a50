package lte

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// evaluation skips a test that measures for minutes, unless VIGIE_EVALUATE is set.
func evaluation(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("measures for minutes: set VIGIE_EVALUATE=1")
	}
}

// heard returns the samples of a modelled scene.
func heard(t testing.TB, s synth.Scene) (x []complex64) {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	for b := (sdr.Block{}); ; {
		err := src.Read(context.Background(), &b)
		if errors.Is(err, io.EOF) {
			return x
		}
		if err != nil {
			t.Fatal(err)
		}
		x = append(x, b.IQ...)
	}
}

// TestEvaluateDetection measures how often a cell is decoded from one capture
// of a receiver up to 100 ppm off, searched over ±140 kHz. The cell is any,
// fully loaded, with two ports.
func TestEvaluateDetection(t *testing.T) {
	evaluation(t)
	const trials = 40
	for _, c := range []struct {
		name    string
		seconds float64
		channel string
		doppler float64
	}{
		{"80 ms, one path", 0.08, "none", 0},
		{"80 ms, EPA 5 Hz", 0.08, "epa", 5},
		{"80 ms, EVA 70 Hz", 0.08, "eva", 70},
		{"20 ms, one path", 0.02, "none", 0},
		{"10 ms, one path", 0.01, "none", 0},
	} {
		a, err := newAnalysis(sampleRate)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(7, uint64(len(c.name))))
		for snr := -12.0; snr <= 6; snr += 2 {
			found, wrong := 0, 0
			var spent time.Duration
			for range trials {
				s := scene(synth.ENodeB{
					PCI: random.IntN(504), Ports: 2, Load: 1, SFN: random.IntN(1024), Channel: c.channel, DopplerHz: c.doppler,
					DelayUS: 10e3 * random.Float64(),
				})
				s.LTE[0].SNR = snr
				s.Seed, s.Seconds, s.PPM = random.Uint64(), c.seconds, 200*random.Float64()-100
				a.raw = heard(t, s)
				a.jobs = append(a.jobs[:0], middleJob(true))
				began := processorTime()
				for a.start(796e6); a.busy(); {
					a.step()
				}
				spent += processorTime() - began
				seen := false
				for i := range a.cells[:a.found] {
					if a.cells[i].pci == s.LTE[0].PCI {
						seen = true
					} else {
						wrong++
					}
				}
				if seen {
					found++
				}
			}
			t.Logf("%-18s SNR %+3.0f dB: Pd %3d/%d, other cells %d, %.0f ms CPU a search", c.name, snr, found, trials, wrong, spent.Seconds()*1e3/trials)
			if wrong > 0 {
				t.Errorf("%d cells that are not there", wrong)
			}
		}
	}
}

// TestEvaluateNeighbour measures how far below another cell of the carrier a
// cell can be and still be decoded, when both networks are in step (their
// synchronisation signals and broadcasts coincide) and when they are not.
func TestEvaluateNeighbour(t *testing.T) {
	evaluation(t)
	const trials = 20
	a, err := newAnalysis(sampleRate)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		step   bool
		load   float64
		sameID bool
	}{
		{"in step, idle", true, 0, false},
		{"in step, loaded", true, 1, false},
		{"in step, loaded, same primary signal", true, 1, true},
		{"out of step, idle", false, 0, false},
		{"out of step, half loaded", false, 0.5, false},
	} {
		random := rand.New(rand.NewPCG(9, uint64(len(c.name))))
		for _, below := range []float64{0, 5, 10, 15, 20} {
			both := 0
			for range trials {
				strong := synth.ENodeB{PCI: random.IntN(504), Ports: 2, Load: c.load, SNR: 25, SFN: random.IntN(1024), DelayUS: 10e3 * random.Float64(), Channel: "epa", DopplerHz: 5}
				weak := strong
				weak.PCI = (strong.PCI + 1 + 3*random.IntN(50)) % 504
				if c.sameID {
					weak.PCI = (strong.PCI + 3 + 3*random.IntN(50)) % 504
				}
				weak.SNR -= below
				weak.DelayUS += 1
				if !c.step {
					weak.DelayUS = 10e3 * random.Float64()
				}
				s := scene(strong, weak)
				s.Seed, s.Seconds, s.PPM = random.Uint64(), 0.08, 100*random.Float64()-50
				a.raw = heard(t, s)
				a.jobs = append(a.jobs[:0], middleJob(true))
				for a.start(796e6); a.busy(); {
					a.step()
				}
				seen := map[int]bool{}
				for i := range a.cells[:a.found] {
					seen[a.cells[i].pci] = true
				}
				if len(seen) > 2 {
					t.Errorf("cells %v, of which two are there", seen)
				}
				if seen[strong.PCI] && seen[weak.PCI] {
					both++
				}
			}
			t.Logf("%-38s %2.0f dB below a cell at 25 dB: both decoded %2d/%d", c.name, below, both, trials)
		}
	}
}

// TestEvaluateFalseAlarms searches noise, and recordings without a cell.
func TestEvaluateFalseAlarms(t *testing.T) {
	evaluation(t)
	a, err := newAnalysis(sampleRate)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	x := make([]complex64, windowSize)
	var seconds float64
	cells := 0
	greatest := 0.0
	search := func() {
		a.raw = x
		a.jobs = append(a.jobs[:0], middleJob(true))
		for a.start(796e6); a.busy(); {
			a.step()
			greatest = max(greatest, a.trial.z)
		}
		seconds += float64(len(x)) / sampleRate
		cells += a.found + a.faint
	}
	for range 2000 {
		for i := range x {
			x[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
		}
		search()
	}
	t.Logf("noise: %d cells in %.0f s; fewer than %.1f an hour at 95 %%; greatest correlation of a passed check %.1f, threshold %.1f", cells, seconds, 3*3600/seconds, greatest, leastSupport)
	seconds, greatest = 0, 0
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz == 0 || len(wanted(t, e)) > 0 || e.Path == slotAlone {
			continue
		}
		y := resampled(t, testdata.Samples(t, e), e.RateHz, sampleRate)
		for ; len(y) > 0; y = y[min(len(y), windowSize):] {
			x = y[:min(len(y), windowSize)]
			search()
		}
	}
	t.Logf("recordings without a cell: %d cells in %.0f s; fewer than %.1f an hour at 95 %%; greatest correlation of a passed check %.1f", cells, seconds, 3*3600/seconds, greatest)
	if cells > 0 {
		t.Errorf("%d cells that are not there", cells)
	}
}
