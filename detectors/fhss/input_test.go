package fhss_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/detectors/chirp"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// TestNarrowReceiversAreBlind and say why.
func TestNarrowReceiversAreBlind(t *testing.T) {
	_, err := fhss.Spec(chirp.New).New(detectors.Setup{Rate: 250e3})
	if !errors.Is(err, detectors.ErrBlind) || !strings.Contains(err.Error(), "500 kHz") {
		t.Errorf("250 kS/s: %v", err)
	}
}

// TestSpoiltInput: a link is named, and nothing else is, through a receiver that
// clips, has a spur at its centre and an image, runs at another rate, or loses
// samples within packets.
func TestSpoiltInput(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of samples")
	}
	for _, c := range []struct {
		name  string
		spoil func(s *synth.Scene)
		cut   bool
	}{
		{"clipping by 13 dB", func(s *synth.Scene) { s.ExpressLRS[0].SNR = 45 }, false},
		{"spur and image", func(s *synth.Scene) { s.DCDBFS, s.IQGainDB, s.IQPhaseDeg, s.ExpressLRS[0].SNR = -15, 1, 5, 25 }, false},
		{"2.048 MS/s, 80 ppm off", func(s *synth.Scene) { s.Rate, s.PPM = 2.048e6, -50 }, false},
		{"4 MS/s", func(s *synth.Scene) { s.Rate, s.Format = 4e6, sdr.CS16 }, false},
		{"centre unknown", func(s *synth.Scene) {}, true},
		{"samples lost", func(s *synth.Scene) {}, true},
	} {
		s := scene(1, 1.8, fourOf13)
		s.ExpressLRS = []synth.ExpressLRS{elrs("eu868", 200)}
		c.spoil(&s)
		src := open(t, s)
		domain := "eu868"
		if c.cut {
			r := &recorded{rate: s.Rate, centre: s.Centre}
			var b sdr.Block
			for src.Read(context.Background(), &b) == nil {
				r.x = append(r.x, b.IQ...)
			}
			if c.name == "centre unknown" {
				r.centre, domain = 0, ""
			} else {
				for at := 100_000; at < len(r.x); at += 350_000 {
					r.cuts = append(r.cuts, at)
				}
			}
			src = r
		}
		alert := false
		for _, e := range listen(t, src) {
			f, ok := e.Fields.(detectors.LinkFields)
			if !ok || e.Type == detectors.Emitter && e.Severity == detectors.Info {
				continue
			}
			if f.Link != "expresslrs" || f.RateHz != 200 || f.Domain != domain {
				t.Errorf("%s: %s, domain %q", c.name, e.Reason, f.Domain)
			}
			alert = alert || e.Severity == detectors.Alert
		}
		if !alert {
			t.Errorf("%s: no alert", c.name)
		}
	}
}
