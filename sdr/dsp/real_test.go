package dsp_test

import (
	"math"
	"os"
	"slices"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// recorded returns the samples of a cu8 recording.
func recorded(t *testing.T, path string) []complex64 {
	t.Helper()
	raw, err := os.ReadFile(testdata.File(t, path))
	if err != nil {
		t.Fatal(err)
	}
	iq := make([]complex64, len(raw)/2)
	n, _ := sdr.CU8.Decode(iq, raw)
	return iq[:n]
}

// spectra returns rows of n bins of a recording, one after the other.
func spectra(t *testing.T, iq []complex64, window []float32) []float32 {
	t.Helper()
	s, err := dsp.NewSpectrum(window)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]float32, s.MaxRows(len(iq))*len(window))
	return rows[:s.Process(rows, iq)*len(window)]
}

const noiseFile = "lte-rtl/noise_rtlsdr.bin" // a second of a real receiver's noise

func TestFloorOfRealNoiseIsItsMeanDensity(t *testing.T) {
	const n, average = 512, 30
	rows := spectra(t, recorded(t, noiseFile), dsp.Hann(n))
	whole, mean := make([]float32, n), make([]float32, n)
	dsp.MeanRows(whole, rows)
	floor := dsp.NewFloor(n)
	for at := 0; at+average*n <= len(rows); at += average * n {
		dsp.MeanRows(mean, rows[at:at+average*n])
		floor.Update(mean, average, average*n/2/1.92e6)
	}
	off := make([]float64, n)
	for k, v := range whole {
		off[k] = 10 * math.Log10(float64(floor.Levels()[k]/v))
	}
	slices.Sort(off)
	t.Logf("floor %.1f dBFS; over the mean density: median %.2f dB, 5 %% %.2f, 95 %% %.2f", floor.LevelDB(), off[n/2], off[n/20], off[n-n/20])
	if off[n/20] < -1 || off[n-n/20] > 1 {
		t.Error("more than 1 dB off in a twentieth of the bins")
	}
}

// A window makes neighbouring bins alike, so that the training bins say less
// and alarms are more: only without one is the rate the one asked for.
func TestCFARAlarmsOnRealNoise(t *testing.T) {
	const n = 512
	iq := recorded(t, noiseFile)
	iq = iq[:len(iq)/4]
	for _, c := range []struct {
		name   string
		window []float32
		pfa    float64
		most   float64 // alarms over those asked for
	}{
		{"no window", slices.Repeat([]float32{1}, n), 1e-2, 1.15},
		{"no window", slices.Repeat([]float32{1}, n), 1e-3, 1.3},
		{"Hann", dsp.Hann(n), 1e-2, 1.5},
		{"Hann", dsp.Hann(n), 1e-3, 2.5},
	} {
		rows := spectra(t, iq, c.window)
		cfar, err := dsp.NewOSCFAR(16, 4, 24, 1, c.pfa)
		if err != nil {
			t.Fatal(err)
		}
		var hits []int
		cells := 0
		for at := 0; at+n <= len(rows); at += 2 * n { // every other: no overlap
			hits = cfar.Detect(hits, rows[at:at+n])
			cells += n
		}
		ratio := float64(len(hits)) / float64(cells) / c.pfa
		t.Logf("%s, pfa %g: %d alarms in %d bins, %.2f times as many as asked for", c.name, c.pfa, len(hits), cells, ratio)
		if ratio < 0.85 || ratio > c.most {
			t.Errorf("%s: alarms off by %.2f", c.name, ratio)
		}
	}
}
