package sik

import (
	"context"
	"errors"
	"os"
	"testing"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/detectors/fsk"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// testPair is a pair of radios in the open.
var testPair = synth.SiK{SNR: 12, Lat: 48.5, Lon: 2.5}

// pieces gives a source's samples in Blocks of another length.
type pieces struct {
	sdr.Source
	iq []complex64
}

func (p *pieces) Read(ctx context.Context, b *sdr.Block) error {
	b.IQ = p.iq
	return p.Source.Read(ctx, b)
}

// last returns the newest event of a type, and whether there is one.
func last(all []detectors.Event, typ detectors.Type) (e detectors.Event, ok bool) {
	for _, v := range all {
		if v.Type == typ {
			e, ok = v, true
		}
	}
	return e, ok
}

// TestSiKPairs are proved, and what they carry says what they are.
func TestSiKPairs(t *testing.T) {
	type claim struct {
		name     string
		radio    synth.SiK
		severity detectors.Severity
		vehicle  string
		position bool
		other    string // "encrypted" or "mavlink"
	}
	for _, c := range []claim{
		{"a quadrotor", synth.SiK{SNR: 12, Lat: 48.5, Lon: 2.5}, detectors.Alert, "quadrotor", true, "mavlink"},
		{"a fixed wing, MAVLink 1", synth.SiK{SNR: 12, MAVLink: 1, Vehicle: 1}, detectors.Alert, "fixed-wing", false, "mavlink"},
		{"with error correction", synth.SiK{SNR: 12, Golay: true, Lat: 1, Lon: 1}, detectors.Alert, "quadrotor", true, "mavlink"},
		{"encrypted", synth.SiK{SNR: 12, Encrypted: true}, detectors.Alert, "", false, "encrypted"},
		{"a car", synth.SiK{SNR: 12, Vehicle: 10, Lat: 1, Lon: 1}, detectors.Watch, "ground rover", true, "mavlink"},
		{"16 kb/s", synth.SiK{SNR: 12, AirRate: 16}, detectors.Alert, "quadrotor", false, "mavlink"},
		{"128 kb/s", synth.SiK{SNR: 14, AirRate: 128}, detectors.Alert, "quadrotor", false, "mavlink"},
		{"250 kb/s", synth.SiK{SNR: 16, AirRate: 250}, detectors.Alert, "quadrotor", false, "mavlink"},
		{"whitened from elsewhere", synth.SiK{SNR: 12, Phase: 100}, detectors.Alert, "quadrotor", false, "mavlink"},
		{"10 kHz off", synth.SiK{SNR: 12, OffsetHz: 10e3}, detectors.Alert, "quadrotor", false, "mavlink"},
	} {
		t.Run(c.name, func(t *testing.T) {
			seconds := 2.5
			if c.radio.Encrypted || c.radio.AirRate != 0 {
				seconds = 4
			}
			all := events(t, model(t, pair(seconds, c.radio)))
			e, ok := last(all, detectors.DroneLink)
			if !ok {
				t.Fatal("no link")
			}
			f := e.Fields.(Fields)
			other := f.Protocol
			if f.Encrypted {
				other = "encrypted"
			}
			if e.Severity != c.severity || e.Evidence != detectors.Decoded || f.Link != "sik" || f.Vehicle != c.vehicle || other != c.other || f.Network != 25 {
				t.Errorf("%s %s %+v", e.Severity, e.Evidence, f)
			}
			id, ok := last(all, detectors.DroneID)
			if ok != c.position {
				t.Fatalf("position: %v, want %v", ok, c.position)
			}
			if ok {
				if p := id.Fields.(IDFields); p.Lat != c.radio.Lat || p.Lon != c.radio.Lon || !p.Plausible || p.SpeedMS != 5 || *p.TrackDeg != 90 {
					t.Errorf("%+v", p)
				}
			}
		})
	}
}

// TestBadInput neither hides a link nor makes one up.
func TestBadInput(t *testing.T) {
	radio := synth.SiK{SNR: 20, Lat: 1, Lon: 1}
	for name, spoil := range map[string]func(*synth.Scene){
		"clipped":        func(s *synth.Scene) { s.NoiseDBFS = 0 },
		"a strong spur":  func(s *synth.Scene) { s.DCDBFS = -10 },
		"mirror images":  func(s *synth.Scene) { s.IQGainDB, s.IQPhaseDeg = 1, 5 },
		"weakly sampled": func(s *synth.Scene) { s.NoiseDBFS = -48 },
		"off by 50 ppm":  func(s *synth.Scene) { s.PPM = 50 },
		"1.024 MS/s":     func(s *synth.Scene) { s.Rate = 1.024e6 },
		"10 MS/s":        func(s *synth.Scene) { s.Rate, s.Format = 10e6, sdr.CS16 },
	} {
		t.Run(name, func(t *testing.T) {
			sc := pair(3, radio)
			spoil(&sc)
			if sc.Rate > 4e6 {
				sc.Seconds = 1.5
			}
			e, ok := last(events(t, model(t, sc)), detectors.DroneLink)
			if !ok || e.Severity != detectors.Alert {
				t.Errorf("%v %s", ok, e.Severity)
			}
		})
	}
}

// TestConfusersAreNoLinks: nothing is said of ordinary devices.
func TestConfusersAreNoLinks(t *testing.T) {
	sc := scene(10, 868.6e6)
	crowd := synth.Crowd{Count: 6, Every: 1.5, SNR: 20, SpreadDB: 8}
	sc.WMBus = []synth.WMBus{{Mode: "t", Crowd: crowd}, {Mode: "s", Crowd: crowd}, {Mode: "c", Crowd: crowd}}
	sc.ZWave = []synth.ZWave{{RateKbps: 9.6, Crowd: crowd}, {RateKbps: 40, Crowd: crowd}}
	sc.Sigfox = []synth.Sigfox{{Crowd: crowd}}
	sc.OOK = []synth.OOK{{Freq: 868.35e6, Crowd: crowd}}
	for _, e := range events(t, model(t, sc)) {
		if e.Severity != detectors.Info {
			t.Errorf("%s: %s", e.Severity, e.Reason)
		}
	}
}

func TestNarrowReceiversAreBlind(t *testing.T) {
	if _, err := New(detectors.Setup{Rate: 200e3}); !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("200 kS/s: %v", err)
	}
}

// TestReadingAllocatesNothing, of a packet and of what is none.
func TestReadingAllocatesNothing(t *testing.T) {
	var packet fsk.Emission
	r, found := NewReceiver(), 0
	f, err := fsk.NewFinder(2.4e6)
	if err != nil {
		t.Fatal(err)
	}
	var networks Networks
	f.Read = func(e *fsk.Emission, b *fhss.Burst) {
		p, ok := r.Read(e)
		if !ok {
			return
		}
		found++
		packet = *e
		if n := testing.AllocsPerRun(20, func() {
			if p, ok = r.Read(&packet); ok {
				networks.Add(&p, b.Start, b.Duration, float64(b.Freq))
			}
		}); n != 0 {
			t.Errorf("%v allocations a packet", n)
		}
		noise := packet
		noise.First += noise.Last / 3
		if n := testing.AllocsPerRun(5, func() { r.Read(&noise) }); n != 0 {
			t.Errorf("%v allocations for what is no packet", n)
		}
	}
	b := sdr.Block{IQ: make([]complex64, 0, 1<<19)}
	if err := model(t, pair(0, testPair)).Read(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	f.Find(&detectors.Frame{Block: &b, Fresh: true}, func(*fhss.Burst) {})
	if found == 0 {
		t.Error("no packet")
	}
}

// TestEvaluateSiK prints how often a link is reported within three seconds, and its
// vehicle, by the signal to noise ratio.
func TestEvaluateSiK(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("minutes; make evaluate runs it")
	}
	const runs = 20
	for _, snr := range []float64{4, 5, 6, 8, 10, 12} {
		links, vehicles := 0, 0
		for i := range runs {
			sc := pair(3, synth.SiK{SNR: snr, Lat: 1, Lon: 1, NetID: 1 + i})
			sc.Seed = uint64(i + 1)
			if e, ok := last(events(t, model(t, sc)), detectors.DroneLink); ok {
				links++
				if e.Fields.(Fields).Vehicle != "" {
					vehicles++
				}
			}
		}
		t.Logf("%4.0f dB: link %.3f, vehicle %.3f of %d", snr, float64(links)/runs, float64(vehicles)/runs, runs)
	}
}
