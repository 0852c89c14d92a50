package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/hardware/emulator"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// An air is what is on the air around an emulated stick, whose crystal is ppm off.
type air struct {
	lte []synth.ENodeB
	nr  []synth.GNodeB
	ppm float64
}

// airSeconds is how long the air lasts before it begins again: 16 periods of SIB1.
const airSeconds = 1.28

// stick returns a stick at 2.4 MS/s that hears the air at these centres, each of its
// own samples, and the receiver's noise elsewhere. What a retune costs is 1 to 40 ms, no
// more known to the program than from a real one.
func (a air) stick(t *testing.T, centres ...sdr.Hz) emulator.Stick {
	t.Helper()
	dir := t.TempDir()
	s := emulator.Stick{Serial: "roof", PPM: a.ppm, Lost: [2]time.Duration{time.Millisecond, 20 * time.Millisecond}, Garbage: [2]time.Duration{0, 20 * time.Millisecond}}
	for _, centre := range centres {
		if !a.heard(centre) {
			continue
		}
		file := filepath.Join(dir, fmt.Sprintf("%.0f.cu8", float64(centre)))
		a.write(t, file, centre)
		s.Windows = append(s.Windows, emulator.Window{CentreHz: float64(centre) * (1 + a.ppm*1e-6), File: file})
	}
	return s
}

// heard reports whether anything of the air is within a stick's view.
func (a air) heard(centre sdr.Hz) bool {
	const half = 1.2e6
	for _, c := range a.lte {
		if math.Abs(float64(c.Freq-centre)) < half+90e3*float64(c.RB) {
			return true
		}
	}
	for _, c := range a.nr {
		if math.Abs(float64(c.SSB-centre)) < half+90e3*float64(c.RB) {
			return true
		}
	}
	return false
}

// write renders what a stick hears that is tuned to a centre.
func (a air) write(t *testing.T, file string, centre sdr.Hz) {
	t.Helper()
	scene := synth.Scene{
		Seed: 7, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: airSeconds, PPM: a.ppm,
		FrontEnd: synth.FrontEnd{NoiseDBFS: -38, DCDBFS: -45}, LTE: a.lte, NR: a.nr,
	}
	source, err := scene.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	var samples []byte
	for b := (sdr.Block{}); ; {
		err := source.Read(context.Background(), &b)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		samples = sdr.CU8.Encode(samples, b.IQ)
	}
	if err := os.WriteFile(file, samples, 0o644); err != nil {
		t.Fatal(err)
	}
}
