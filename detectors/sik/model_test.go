package sik

import (
	"context"
	"fmt"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/internal/testsource"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// events returns what a new detector reports of a source.
func events(t testing.TB, src sdr.Source) (all []detectors.Event) {
	t.Helper()
	r := detectors.Receiver{
		Source: src, Specs: []detectors.Spec{Spec}, Tracker: detectors.NewTracker(time.Hour),
		Sink: func(e detectors.Event) { all = append(all, e) },
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return all
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

// pair returns the scene of a pair of SiK radios at 433 MHz.
func pair(seconds float64, s synth.SiK) synth.Scene {
	sc := scene(seconds, 434e6)
	sc.SiK = []synth.SiK{s}
	return sc
}

// TestNoLinkInRecordings reports nothing above info of any recording: none holds such
// a link.
func TestNoLinkInRecordings(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < 240e3 {
			continue
		}
		for _, v := range events(t, testsource.Open(t, e)) {
			if v.Severity != detectors.Info {
				t.Errorf("%s: %s %s", e.Path, v.Severity, v.Reason)
			}
		}
	}
}

// TestPieces gives the same events however the samples come.
func TestPieces(t *testing.T) {
	want := ""
	for _, piece := range []int{1000, 16384, 300000} {
		src := model(t, pair(2, testPair))
		var got string
		for _, e := range events(t, &pieces{src, make([]complex64, 0, piece)}) {
			got += fmt.Sprintf("%v %v %s\n", e.Time.Round(time.Microsecond), e.Severity, e.Reason)
		}
		if want == "" {
			want = got
		}
		if got != want || got == "" {
			t.Errorf("in pieces of %d:\n%swant\n%s", piece, got, want)
		}
	}
}
