package fsk

import (
	"context"
	"math"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// A probe is a detector that keeps the bursts that a Finder finds.
type probe struct {
	finder *Finder
	all    []fhss.Burst
}

func (p *probe) Detect(f *detectors.Frame, _ func(detectors.Event)) {
	p.finder.Find(f, func(b *fhss.Burst) { p.all = append(p.all, *b) })
}

func (p *probe) Flush(func(detectors.Event)) {
	p.finder.Flush(func(b *fhss.Burst) { p.all = append(p.all, *b) })
}

// find returns the bursts that a new Finder finds in a source.
func find(t testing.TB, src sdr.Source, read func(*Emission, *fhss.Burst)) []fhss.Burst {
	t.Helper()
	p := &probe{}
	spec := detectors.Spec{Name: "probe", New: func(s detectors.Setup) (d detectors.Detector, err error) {
		p.finder, err = NewFinder(s.Rate)
		if p.finder != nil {
			p.finder.Read = read
		}
		return p, err
	}}
	r := detectors.Receiver{Source: src, Specs: []detectors.Spec{spec}, Tracker: detectors.NewTracker(time.Hour), Sink: func(e detectors.Event) { t.Error(e.Reason) }}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return p.all
}

// model opens a scene.
func model(t testing.TB, s synth.Scene) sdr.Source {
	t.Helper()
	if s.FrontEnd.NoiseDBFS == 0 {
		s.FrontEnd.NoiseDBFS = -25
	}
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// scene returns a receiver at 2.4 MS/s with emitters in its window.
func scene(seconds float64, centre sdr.Hz) synth.Scene {
	return synth.Scene{Seed: 1, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -25}}
}

// TestMeasurements hold against the model: start to 50 µs or most of a bit, length to twice
// that, and what the modulation is.
func TestMeasurements(t *testing.T) {
	for _, c := range []synth.GFSKFHSS{
		{First: 868.1e6, Channels: 1, RateHz: 100, AirRate: 300e3, DeviationHz: 100e3, Bits: 300, SNR: 12},
		{First: 868.4e6, Channels: 1, RateHz: 40, AirRate: 85e3, DeviationHz: 42.5e3, Bits: 400, SNR: 10},
		{First: 868.9e6, Channels: 1, RateHz: 20, AirRate: 64e3, DeviationHz: 63.75e3, Bits: 1000, SNR: 8},
		{First: 869.1e6, Channels: 1, RateHz: 10, AirRate: 9600, DeviationHz: 10e3, Bits: 400, SNR: 10},
		{First: 869.1e6, Channels: 1, RateHz: 20, AirRate: 50e3, DeviationHz: 25e3, Bits: 600, SNR: 10},
	} {
		sc := scene(1, 868.6e6)
		sc.GFSK = []synth.GFSKFHSS{c}
		all := find(t, model(t, sc), nil)
		packets := int(c.RateHz) - 1 // the one under way at the end is not complete
		if n := len(all); n < packets || n > packets+1 {
			t.Errorf("%.0f b/s: %d bursts, want %d", c.AirRate, n, packets)
			continue
		}
		late, longer := 0., 0.
		for i, b := range all {
			late = math.Max(late, math.Abs(b.Start-float64(i)/c.RateHz))
			longer = math.Max(longer, math.Abs(b.Duration-float64(c.Bits)/c.AirRate))
			if b.Kind != fhss.FSK || math.Abs(b.BitRate/c.AirRate-1) > 2e-3 || math.Abs(b.DeviationHz/c.DeviationHz-1) > 0.1 ||
				math.Abs(float64(b.Freq-c.First)) > 0.12*c.DeviationHz || math.Abs(b.SNR-c.SNR) > 1.5 {
				t.Errorf("%.0f b/s: burst %d: %+v", c.AirRate, i, b)
			}
		}
		t.Logf("%.0f b/s: starts within %.0f µs, lengths within %.0f µs", c.AirRate, 1e6*late, 1e6*longer)
		if blur := math.Max(50e-6, 0.7/c.AirRate); late > blur || longer > 2*blur {
			t.Errorf("%.0f b/s: a start is off by %.0f µs, a length by %.0f µs", c.AirRate, 1e6*late, 1e6*longer)
		}
	}
}
