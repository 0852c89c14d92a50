package fhss_test

import (
	"testing"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// elrs returns an ExpressLRS at 5 dB.
func elrs(domain string, rate float64) synth.ExpressLRS {
	return synth.ExpressLRS{Domain: domain, RateHz: rate, SNR: 5, Telemetry: 64, PPM: -7, UID: []int{9, 8, 7, 6, 5, 4}}
}

// TestModelledLinks are named as what they are, with their rate and domain.
func TestModelledLinks(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of samples")
	}
	full := elrs("eu868", 100)
	full.Wide = true
	inverted, four := elrs("fcc915", 200), elrs("eu868", 50)
	inverted.Inverted, inverted.Version = true, 4
	four.Version = 4
	fading := elrs("eu868", 100)
	fading.Channel, fading.DopplerHz, fading.SNR = "tu", 20, 3
	for _, c := range []struct {
		name    string
		centre  sdr.Hz
		links   []synth.ExpressLRS
		others  []synth.ChirpHopper
		seconds float64
		link    string
		rate    float64
		domain  string
	}{
		{"250 Hz", 866.4e6, []synth.ExpressLRS{elrs("eu868", 250)}, nil, 2, "expresslrs", 250, "eu868"},
		{"200 Hz, falling, America", 915e6, []synth.ExpressLRS{inverted}, nil, 4, "expresslrs", 200, "fcc915"},
		{"200 Hz, India", 866.1e6, []synth.ExpressLRS{elrs("in866", 200)}, nil, 2, "expresslrs", 200, "in866"},
		{"200 Hz, 433 MHz", 433.8e6, []synth.ExpressLRS{elrs("eu433", 200)}, nil, 2, "expresslrs", 200, "eu433"},
		{"200 Hz, 433 MHz, America", 434.5e6, []synth.ExpressLRS{elrs("us433", 200)}, nil, 2, "expresslrs", 200, "us433"},
		{"100 Hz, 13 octets", 866.4e6, []synth.ExpressLRS{full}, nil, 2, "expresslrs", 100, "eu868"},
		{"100 Hz, fading", 866.4e6, []synth.ExpressLRS{fading}, nil, 3, "expresslrs", 100, "eu868"},
		{"50 Hz", 866.4e6, []synth.ExpressLRS{four}, nil, 3, "expresslrs", 50, "eu868"},
		{"25 Hz", 866.4e6, []synth.ExpressLRS{elrs("eu868", 25)}, nil, 5, "expresslrs", 25, "eu868"},
		{"2.4 GHz, 250 Hz", 2440e6, []synth.ExpressLRS{elrs("ism2400", 250)}, nil, 6, "expresslrs", 250, "ism2400"},
		{"2.4 GHz, 150 Hz", 2440e6, []synth.ExpressLRS{elrs("ism2400", 150)}, nil, 8, "expresslrs", 150, "ism2400"},
		{"mLRS, 31 Hz", 866.4e6, nil, []synth.ChirpHopper{{System: "mlrs", First: 863.275e6, RateHz: 31, SNR: 5}}, 4, "mlrs", 31.25, "eu868"},
		{"mLRS, 19 Hz", 866.4e6, nil, []synth.ChirpHopper{{System: "mlrs", First: 863.275e6, RateHz: 19, SNR: 5}}, 5, "mlrs", 18.87, "eu868"},
		{"like Crossfire", 866.4e6, nil, []synth.ChirpHopper{{System: "crossfire-like", First: 863.2e6, RateHz: 50, SNR: 5}}, 3, "crossfire-like", 50, ""},
	} {
		s := scene(1, c.seconds, c.centre)
		s.ExpressLRS, s.ChirpHopper = c.links, c.others
		events := listen(t, open(t, s))
		var last detectors.LinkFields
		alert := false
		for _, e := range events {
			f, ok := e.Fields.(detectors.LinkFields)
			if !ok || e.Type != detectors.DroneLink {
				t.Logf("%s: %s", c.name, e.Reason)
				continue
			}
			if f.Link != c.link || f.RateHz != c.rate || f.Domain != c.domain {
				t.Errorf("%s: %s of domain %q, %v", c.name, e.Reason, f.Domain, f.Rejected)
			}
			last, alert = f, alert || e.Severity == detectors.Alert
		}
		if last.Link != c.link || !alert {
			t.Errorf("%s: %d events, alert %v, the last %+v", c.name, len(events), alert, last)
		}
	}
}
