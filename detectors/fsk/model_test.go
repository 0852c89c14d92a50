package fsk

import (
	"context"
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

func TestTry(t *testing.T) {
	s := synth.Scene{Seed: 1, Rate: 2.4e6, Centre: 434e6, Format: sdr.CU8, Seconds: 1}
	s.SiK = []synth.SiK{{SNR: 12, Lat: 48.9, Lon: 2.3}}
	for _, b := range find(t, model(t, s), nil) {
		t.Logf("%d %.6f %.6f f %.4f bw %.0f snr %.1f dev %.0f rate %.0f", b.Kind, b.Start, b.Duration, float64(b.Freq)/1e6, float64(b.Bandwidth), b.SNR, b.DeviationHz, b.BitRate)
	}
}

func TestTry2(t *testing.T) {
	for _, snr := range []float64{12, 8, 6, 5, 4, 3} {
		s := synth.Scene{Seed: 1, Rate: 2.4e6, Centre: 434e6, Format: sdr.CU8, Seconds: 3}
		s.SiK = []synth.SiK{{SNR: snr, Lat: 48.9, Lon: 2.3}}
		n, k := 0, 0
		var worst float64
		for _, b := range find(t, model(t, s), nil) {
			n++
			if b.Kind == fhss.FSK && b.BitRate > 60e3 && b.BitRate < 68e3 {
				k++
			}
			worst = max(worst, b.DeviationHz)
		}
		t.Log(snr, n, k, worst)
	}
	for _, rate := range []int{4, 8, 16, 24, 32, 64, 96, 128, 192, 250} {
		s := synth.Scene{Seed: 1, Rate: 2.4e6, Centre: 434e6, Format: sdr.CU8, Seconds: 3}
		s.SiK = []synth.SiK{{SNR: 10, Lat: 48.9, Lon: 2.3, AirRate: rate}}
		n, k := 0, 0
		var dev float64
		for _, b := range find(t, model(t, s), nil) {
			n++
			if b.Kind == fhss.FSK && b.BitRate > 950*float64(rate) && b.BitRate < 1050*float64(rate) {
				k++
				dev = b.DeviationHz
			}
		}
		t.Log(rate, n, k, dev)
	}
}

func events(t testing.TB, src sdr.Source) (all []detectors.Event) {
	t.Helper()
	r := detectors.Receiver{Source: src, Specs: []detectors.Spec{Spec}, Tracker: detectors.NewTracker(time.Hour), Sink: func(e detectors.Event) { all = append(all, e) }}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTry3(t *testing.T) {
	for _, v := range []synth.SiK{
		{SNR: 15}, {SNR: 12, Lat: 48.9, Lon: 2.3, Vehicle: 13}, {SNR: 8, Lat: 1, Lon: 2}, {SNR: 12, Golay: true, Lat: 1, Lon: 1}, {SNR: 12, AirRate: 128, MAVLink: 1}, {SNR: 12, Encrypted: true}, {SNR: 12, Phase: 77},
		{SNR: 6}, {SNR: 12, Vehicle: 10}, {SNR: 12, AirRate: 250}, {SNR: 12, AirRate: 192}, {SNR: 12, AirRate: 8}, {SNR: 12, AirRate: 32},
	} {
		s := synth.Scene{Seed: 1, Rate: 2.4e6, Centre: 434e6, Format: sdr.CU8, Seconds: 5}
		s.SiK = []synth.SiK{v}
		t.Logf("%+v", v)
		for _, e := range events(t, model(t, s)) {
			t.Logf("  %v %s %s %s %+v", e.Time.UnixMilli(), e.Type, e.Severity, e.Reason, e.Fields)
		}
	}
}
