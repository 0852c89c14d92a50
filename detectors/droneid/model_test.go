package droneid

import (
	"context"
	"fmt"
	"math"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/trial"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// listen shows a modelled scene to a new detector.
func listen(t testing.TB, s synth.Scene) []detectors.Event {
	t.Helper()
	d, err := New(detectors.Setup{Rate: s.Rate})
	if err != nil {
		t.Fatal(err)
	}
	return trial.Scene(t, d, s)
}

// scene returns a receiver that hears drones through a converter at 2.4 MS/s.
func scene(seconds float64, centre sdr.Hz, drones ...synth.DroneID) synth.Scene {
	return synth.Scene{
		Seed: 1, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: seconds,
		FrontEnd: synth.FrontEnd{NoiseDBFS: -25}, DroneID: drones,
	}
}

// TestModelledDrones are found as what they are.
func TestModelledDrones(t *testing.T) {
	type claim struct {
		name   string
		scene  synth.Scene
		events int
		worst  detectors.Severity // of the last event
	}
	drone := synth.DroneID{Freq: 2414.5e6, SNR: 0, DelayUS: 5000}
	off, legacy, other := drone, drone, drone
	off.OffsetHz = 38e3
	legacy.Legacy = true
	other.Freq += 525e3
	often := drone
	often.PeriodMS = 2.13
	claims := []claim{
		{"one burst", scene(0.02, 2414e6, drone), 1, detectors.Watch},
		{"two bursts 640 ms apart", scene(0.66, 2413e6, drone), 2, detectors.Alert},
		{"far off the receiver's frequency", scene(0.02, 2416.5e6, off), 1, detectors.Watch},
		{"eight symbols", scene(0.02, 2412e6, legacy), 1, detectors.Watch},
		{"the same burst off the raster", scene(0.02, 2414.5e6, other), 0, ""},
		{"OcuSync on the raster: no more than three, and no alert", scene(0.7, 2414.5e6, often), 3, detectors.Watch},
		{"noise", scene(0.3, 2414.5e6), 0, ""},
	}
	for _, c := range claims {
		events := listen(t, c.scene)
		if len(events) != c.events || len(events) > 0 && events[len(events)-1].Severity != c.worst {
			t.Errorf("%s: %d events %+v, want %d, the last of severity %q", c.name, len(events), events, c.events, c.worst)
		}
		for _, e := range events {
			if apart := math.Abs(float64(e.Freq - c.scene.DroneID[0].Freq)); apart > 45e3 {
				t.Errorf("%s: at %v, %.0f Hz from the truth", c.name, e.Freq, apart)
			}
		}
	}
}

// BenchmarkNoise is the cost of a sample where there is nothing.
func BenchmarkNoise(b *testing.B) {
	for _, centre := range []sdr.Hz{2413e6, 0, 868e6} {
		b.Run(fmt.Sprint(centre), func(b *testing.B) {
			s := scene(0, centre)
			src, err := s.Open(time.Unix(0, 0))
			if err != nil {
				b.Fatal(err)
			}
			d, err := New(detectors.Setup{Rate: s.Rate})
			if err != nil {
				b.Fatal(err)
			}
			var block sdr.Block
			block.IQ = make([]complex64, 0, 1<<17)
			if err := src.Read(context.Background(), &block); err != nil {
				b.Fatal(err)
			}
			fresh, samples := true, 0
			for b.Loop() {
				d.Detect(&detectors.Frame{Block: &block, Fresh: fresh}, func(detectors.Event) {})
				fresh = false
				samples += len(block.IQ)
				block.Index += uint64(len(block.IQ))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(samples), "ns/sample")
		})
	}
}
