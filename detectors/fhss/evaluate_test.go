package fhss_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/chirp"
	"vigie/detectors/fhss"
	"vigie/detectors/fsk"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// fourOf13 is a centre from which 2.4 MS/s see four channels of eu868 whole.
const fourOf13 = 866.1625e6

// scene returns a receiver of 2.4 MS/s.
func scene(seed uint64, seconds float64, centre sdr.Hz) synth.Scene {
	return synth.Scene{
		Seed: seed, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: seconds,
		PPM: 10, FrontEnd: synth.FrontEnd{NoiseDBFS: -25},
	}
}

// listen shows a source to the detector and returns its events.
func listen(t testing.TB, src sdr.Source) (events []detectors.Event) {
	t.Helper()
	r := detectors.Receiver{
		Name: "test", Source: src, Specs: []detectors.Spec{fhss.Spec(chirp.New, fsk.New)}, Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink: func(e detectors.Event) { events = append(events, e) },
	}
	if err := r.Run(context.Background()); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return events
}

func open(t testing.TB, s synth.Scene) sdr.Source {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func measurement(t *testing.T) {
	t.Helper()
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
}

// TestEvaluateSensitivity measures how often ExpressLRS is recognised within two
// seconds, rate and domain right, when four of its 13 channels are seen.
func TestEvaluateSensitivity(t *testing.T) {
	measurement(t)
	for _, c := range []struct {
		rate   float64
		full   bool
		trials int
		snrs   []float64
	}{
		{200, false, 40, []float64{-8, -10}},
		{100, false, 40, []float64{-10, -12}},
		{250, false, 20, []float64{-3, -6}},
		{100, true, 20, []float64{-8}},
		{50, false, 20, []float64{-12}},
		{25, false, 20, []float64{-10, -13}},
	} {
		for _, snr := range c.snrs {
			watch, alert, wrong := 0, 0, 0
			for seed := range c.trials {
				s := scene(uint64(seed), 2.5, fourOf13)
				s.ExpressLRS = []synth.ExpressLRS{{
					Domain: "eu868", RateHz: c.rate, Wide: c.full, SNR: snr, Telemetry: 64, SyncMS: 5000,
					UID: []int{1, 2, seed, 3 * seed % 256, 7 * seed % 256, 11 * seed % 256}, NonceStart: 37 * seed, PPM: float64(seed%20) - 10,
				}}
				w, a := false, false
				for _, e := range listen(t, open(t, s)) {
					f, ok := e.Fields.(detectors.LinkFields)
					if !ok || e.Type != detectors.DroneLink {
						continue
					}
					if f.Link != "expresslrs" || f.RateHz != c.rate || f.Domain != "eu868" {
						wrong++
						t.Logf("%g Hz, %g dB, seed %d: %s (%s)", c.rate, snr, seed, e.Reason, f.Domain)
						continue
					}
					w = w || e.Time.Sub(time.Unix(0, 0)) <= 2*time.Second
					a = a || e.Severity == detectors.Alert
				}
				if w {
					watch++
				}
				if a {
					alert++
				}
			}
			fmt.Printf("ExpressLRS %g Hz (13 octets: %v) at %g dB: recognised within 2 s %.3f, alert within 2.5 s %.3f of %d; wrong %d\n",
				c.rate, c.full, snr, float64(watch)/float64(c.trials), float64(alert)/float64(c.trials), c.trials, wrong)
		}
	}
}
