package chirp

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// hear shows a modelled scene to a Finder through a Receiver, which makes the
// spectra.
func hear(t testing.TB, s synth.Scene) (bursts []fhss.Burst) {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	listen(t, src, func(b *fhss.Burst) { bursts = append(bursts, *b) })
	return bursts
}

// probe is a detector that gives its bursts away.
type probe struct {
	finder fhss.Finder
	found  func(*fhss.Burst)
}

func (p probe) Detect(f *detectors.Frame, _ func(detectors.Event)) { p.finder.Find(f, p.found) }
func (p probe) Flush(func(detectors.Event))                        { p.finder.Flush(p.found) }

func listen(t testing.TB, src sdr.Source, found func(*fhss.Burst)) {
	t.Helper()
	spec := detectors.Spec{Name: "probe", New: func(setup detectors.Setup) (detectors.Detector, error) {
		f, err := New(setup)
		return probe{f, found}, err
	}}
	r := detectors.Receiver{
		Name: "test", Source: src, Specs: []detectors.Spec{spec}, Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink: func(e detectors.Event) { t.Log(e.Reason) },
	}
	if err := r.Run(context.Background()); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}

func scene(seconds float64, centre sdr.Hz) synth.Scene {
	return synth.Scene{Seed: 1, Rate: 2.4e6, Centre: centre, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -25}}
}

func TestDbg(t *testing.T) {
	s := scene(1, 866.4e6)
	s.ExpressLRS = []synth.ExpressLRS{{Domain: "eu868", RateHz: 200, SNR: 10, Telemetry: 64, SyncMS: 100}}
	for _, b := range hear(t, s) {
		t.Logf("%.6f +%.3f ms mark %.3f %v bw %v sf %d snr %.1f %+v", b.Start, 1e3*b.Duration, 1e3*b.Mark, b.Freq, b.Bandwidth, b.SF, b.SNR, b.Proof)
	}
}
