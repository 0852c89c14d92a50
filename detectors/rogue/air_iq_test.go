package rogue_test

import (
	"context"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/rogue"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// june is a date on which France still had 2G.
var june = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// TestCatchersFromSamples: modelled base stations, as samples of a receiver,
// through the GSM decoder to the judge. Each is on the air for four seconds.
func TestCatchersFromSamples(t *testing.T) {
	if testing.Short() {
		t.Skip("samples take seconds to model")
	}
	ordinary := synth.BTS{
		Freq: 945e6, NCC: 3, BCC: 5, FN: 1_000_000, SNR: 18, MCC: "208", MNC: "10", LAC: 46509, CellID: 26498, Neighbours: []int{76, 79, 81, 83},
		T3212: 30, Hysteresis: 10, Reselect: 6, AccessMin: 8, GPRS: true, Paging: 0.4, Long: 0.05, Load: 0.5,
	}
	for _, c := range []struct {
		what   string
		change func(b *synth.BTS)
		want   detectors.Severity
	}{
		{"an operator's cell", func(*synth.BTS) {}, detectors.Info},
		{"an operator's cell without neighbours, just booted", func(b *synth.BTS) { b.Neighbours, b.FN = nil, 500 }, detectors.Info},
		{"as delivered: 001-01", func(b *synth.BTS) { b.MCC, b.MNC, b.Neighbours = "001", "01", nil }, detectors.Alert},
		{"offset 126 dB, T3212 2, no neighbours, just booted", func(b *synth.BTS) { b.Reselect, b.T3212, b.Neighbours, b.FN = 126, 2, nil, 500 }, detectors.Alert},
	} {
		b := ordinary
		c.change(&b)
		scene := synth.Scene{
			Seed: 1, Rate: 6.5e6 / 12, Centre: b.Freq, Format: sdr.CU8, Seconds: 4, PPM: 12, FrontEnd: synth.FrontEnd{NoiseDBFS: -35}, GSM: []synth.BTS{b},
		}
		src, err := scene.Open(june)
		if err != nil {
			t.Fatal(err)
		}
		worst, cells := detectors.Info, 0
		r := &detectors.Receiver{
			Name: "model", Source: src, Specs: []detectors.Spec{gsm.Spec, rogue.Spec}, Tracker: detectors.NewTracker(detectors.DefaultForget), Judge: rogue.New(rogue.Setup{}),
			Sink: func(e detectors.Event) {
				if e.Type == detectors.Cell {
					cells++
				}
				if e.Type == detectors.CellAlert && worst != detectors.Alert {
					worst = e.Severity
				}
			},
		}
		if err := r.Run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if cells == 0 || worst != c.want {
			t.Errorf("%s: %s after %d reports, want %s", c.what, worst, cells, c.want)
		}
	}
}
