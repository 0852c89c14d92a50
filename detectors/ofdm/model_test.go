package ofdm

import (
	"context"
	"fmt"
	"math"
	"os"
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

// TestModelledLinks are found as what they are.
func TestModelledLinks(t *testing.T) {
	id := synth.DroneID{Freq: 2414.5e6, SNR: 0, DelayUS: 5000}
	beside, often := id, id
	beside.Freq += 525e3
	often.PeriodMS = 2.13
	frequent := beside
	frequent.PeriodMS = 10
	lte := scene(0.1, 2414.5e6)
	lte.LTE = []synth.ENodeB{{Freq: 2414.5e6, RB: 50, PCI: 3, SNR: 20, Load: 1}}
	for _, c := range []struct {
		name  string
		scene synth.Scene
		some  bool
		worst detectors.Severity // of the last event
	}{
		{"one burst beside the raster", scene(0.02, 2414e6, beside), true, detectors.Watch},
		{"many", scene(0.4, 2414e6, frequent), true, detectors.Alert},
		{"many on the raster", scene(0.4, 2413e6, often), true, detectors.Alert},
		{"DroneID", scene(0.7, 2413e6, id), false, ""},
		{"LTE", lte, false, ""},
		{"noise", scene(0.3, 2414.5e6), false, ""},
		{"another band", scene(0.02, 2300e6, synth.DroneID{Freq: 2300e6, SNR: 10}), false, ""},
	} {
		events := listen(t, c.scene)
		if (len(events) > 0) != c.some || len(events) > 0 && events[len(events)-1].Severity != c.worst {
			t.Errorf("%s: %d events %+v, want some %v, the last of severity %q", c.name, len(events), events, c.some, c.worst)
		}
	}
}

// TestEvaluateSensitivity measures how often a DroneID burst is found by itself,
// and as one of a pair, and a burst beside the raster; with VIGIE_EVALUATE set.
func TestEvaluateSensitivity(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
	for _, offset := range []sdr.Hz{0, 1.73e6, 3e6} {
		for snr := -6.; snr >= -12; snr-- {
			alone, pair := rates(t, offset, snr, 13e3, false)
			beside, _ := rates(t, offset, snr, 13e3, true)
			fmt.Printf("slice %v from the burst's centre, %4.0f dB: DroneID alone %.3f, one of a pair %.3f; OcuSync %.3f\n", offset, snr, alone, pair, beside)
		}
	}
}

// TestEvaluateFrequencyError measures the same for errors of drone and receiver
// together.
func TestEvaluateFrequencyError(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
	for _, error := range []float64{-40e3, -20e3, 2.5e3, 20e3, 40e3} {
		alone, pair := rates(t, 1.73e6, -9, error, false)
		fmt.Printf("%+.1f kHz off, -9 dB: DroneID alone %.3f, one of a pair %.3f\n", error/1e3, alone, pair)
	}
}

// rates returns the share of bursts that are found alone, and that would be as
// one of a pair.
func rates(t *testing.T, offset sdr.Hz, snr, error float64, everyone bool) (alone, pair float64) {
	const bursts, period = 400, 0.005
	s := scene(bursts*period, 2414.5e6+offset, synth.DroneID{Freq: 2414.5e6, SNR: snr, PeriodMS: 1e3*period + 0.0137, OffsetHz: error})
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	f, err := NewFinder(detectors.Setup{Rate: s.Rate}, everyone, func(b Burst) {
		pair++
		if b.Log >= LogAlone {
			alone++
		}
	}, func() {})
	if err != nil {
		t.Fatal(err)
	}
	var b sdr.Block
	for fresh := true; src.Read(context.Background(), &b) == nil; fresh = false {
		f.Detect(&detectors.Frame{Block: &b, Fresh: fresh})
	}
	f.Flush()
	return alone / bursts, pair / bursts
}

// TestEvaluateNoise counts what noise gives, against what the thresholds promise.
func TestEvaluateNoise(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
	const seconds = 60
	for _, everyone := range []bool{false, true} {
		src, err := (&synth.Scene{Seed: 9, Rate: 2.4e6, Centre: 2413e6, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -25}}).Open(time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		bursts := 0
		f, err := NewFinder(detectors.Setup{Rate: 2.4e6}, everyone, func(b Burst) { bursts++ }, func() {})
		if err != nil {
			t.Fatal(err)
		}
		var b sdr.Block
		for fresh := true; src.Read(context.Background(), &b) == nil; fresh = false {
			f.Detect(&detectors.Frame{Block: &b, Fresh: fresh})
		}
		f.Flush()
		fmt.Printf("noise, everywhere %v: %d bursts of 10⁻⁷ a sample in %d s, at most %.0f promised\n", everyone, bursts, seconds, seconds*2.4e6*math.Exp(-LogOne))
		if limit := 2 * seconds * 2.4e6 * math.Exp(-LogOne); float64(bursts) > limit {
			t.Errorf("%d bursts in noise, more than %.0f", bursts, limit)
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
