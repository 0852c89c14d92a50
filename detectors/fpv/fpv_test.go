package fpv

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/internal/trial"
	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/synth"
)

// listen shows a modelled scene to a new detector.
func listen(t testing.TB, s synth.Scene) (*Detector, []detectors.Event) {
	t.Helper()
	d, err := New(detectors.Setup{Rate: s.Rate})
	if err != nil {
		t.Fatal(err)
	}
	return d.(*Detector), trial.Scene(t, d, s)
}

// scene returns a receiver of 2.4 MS/s at 1280 MHz.
func scene(seconds float64, video ...synth.FMVideo) synth.Scene {
	return synth.Scene{
		Seed: 1, Rate: 2.4e6, Centre: 1280e6, Format: sdr.CU8, Seconds: seconds,
		FrontEnd: synth.FrontEnd{NoiseDBFS: -22}, FMVideo: video,
	}
}

// TestModelledVideo is found as what it is.
func TestModelledVideo(t *testing.T) {
	for _, c := range []struct {
		name   string
		scene  synth.Scene
		system string // of the last event
		worst  detectors.Severity
	}{
		{"PAL for 0.35 s", scene(0.35, synth.FMVideo{Freq: 1280e6, SNR: 0}), "pal", detectors.Watch},
		{"PAL for 1.5 s", scene(1.5, synth.FMVideo{Freq: 1279.5e6, SNR: 0}), "pal", detectors.Alert},
		{"NTSC, its crystal off", scene(1.5, synth.FMVideo{Freq: 1280.7e6, SNR: 0, NTSC: true, CrystalPPM: 120}), "ntsc", detectors.Alert},
		{"noise", scene(2), "", ""},
		{"a steady carrier on one harmonic of the envelope", func() synth.Scene {
			s := scene(1)
			s.DCDBFS = -15
			return s
		}(), "", ""},
	} {
		_, events := listen(t, c.scene)
		if (len(events) > 0) != (c.system != "") {
			t.Errorf("%s: %d events", c.name, len(events))
			continue
		}
		if len(events) == 0 {
			continue
		}
		last := events[len(events)-1]
		if f := last.Fields.(Fields); f.System != c.system || last.Severity != c.worst || len(f.Channels) != 1 || f.Channels[0] != "1.2G-7" {
			t.Errorf("%s: %+v, want %s and %s", c.name, last, c.system, c.worst)
		}
	}
}

// TestRecordings holds no video.
func TestRecordings(t *testing.T) {
	var worst float64
	windows := 0
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < leastRate {
			continue
		}
		f, err := sdr.ParseFormat(e.Format)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(testdata.File(t, e.Path))
		if err != nil {
			t.Fatal(err)
		}
		raw = raw[e.SkipBytes:]
		x := make([]complex64, len(raw)/f.SampleBytes())
		f.Decode(x, raw[:len(x)*f.SampleBytes()])
		new, err := New(detectors.Setup{Rate: sdr.Hz(e.RateHz)})
		if err != nil {
			t.Fatal(err)
		}
		d := new.(*Detector)
		for at := 0; at < len(x); at += 8192 {
			b := sdr.Block{Index: uint64(at), Rate: sdr.Hz(e.RateHz), IQ: x[at:min(at+8192, len(x))]}
			d.Detect(&detectors.Frame{Block: &b, Fresh: at == 0}, func(e detectors.Event) { t.Errorf("%s: %s", f, e.Reason) })
			if d.recent[0].value > worst {
				worst = d.recent[0].value
				t.Logf("%s: score %.2f of system %d, fields %.1f", e.Path, worst, d.recent[0].system, d.recent[0].fields)
			}
		}
		windows += int(d.next) / d.decimate / bins
	}
	t.Logf("%d windows, the highest score %.2f", windows, worst)
}

func TestPiecesAndAllocations(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	b := sdr.Block{Rate: 2.4e6, Centre: 1280e6, IQ: make([]complex64, 16384)}
	for i := range b.IQ {
		b.IQ[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
	}
	var scores []score
	for _, piece := range []int{16384, 1000} {
		new, err := New(detectors.Setup{Rate: 2.4e6})
		if err != nil {
			t.Fatal(err)
		}
		d := new.(*Detector)
		whole := b.IQ
		emit := func(detectors.Event) {}
		step := func() {
			for at := 0; at < len(whole); at += piece {
				cut := b
				cut.IQ = whole[at:min(at+piece, len(whole))]
				f := detectors.Frame{Block: &cut}
				d.Detect(&f, emit)
			}
		}
		if n := testing.AllocsPerRun(40, step); n > float64(len(whole)/piece+1)*2 {
			t.Errorf("%v allocations", n)
		}
		scores = append(scores, d.recent[0])
	}
	if scores[0] != scores[1] || scores[0].value == 0 {
		t.Errorf("scores %v differ by how the samples come", scores)
	}
}

// TestEvaluateSensitivity measures how often three windows show video, with
// VIGIE_EVALUATE set.
func TestEvaluateSensitivity(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("a measurement; VIGIE_EVALUATE=1 runs it")
	}
	for _, ntsc := range []bool{false, true} {
		fmt.Printf("NTSC %v: of its power the receiver gets %.2f\n", ntsc, share(t, ntsc))
		for snr := -5.; snr >= -9; snr-- {
			found := 0
			const tries = 20
			for seed := range uint64(tries) {
				s := scene(0.335, synth.FMVideo{Freq: 1279.8e6, SNR: snr, NTSC: ntsc, CrystalPPM: 40})
				s.Seed = seed
				if _, events := listen(t, s); len(events) > 0 {
					found++
				}
			}
			fmt.Printf("NTSC %v, %3.0f dB: %d of %d\n", ntsc, snr, found, tries)
		}
	}
}

// share returns how much of the modelled video's power is in the receiver's band.
func share(t *testing.T, ntsc bool) float64 {
	s := scene(0.08, synth.FMVideo{Freq: 1279.8e6, SNR: 40, NTSC: ntsc})
	s.NoiseDBFS, s.Format = -80, sdr.CF32
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	var b sdr.Block
	var sum float64
	samples := 0
	for src.Read(context.Background(), &b) == nil {
		sum += dsp.Energy(b.IQ)
		samples += len(b.IQ)
	}
	return sum / float64(samples) / 1e-4
}

// BenchmarkNoise is the cost of a sample.
func BenchmarkNoise(b *testing.B) {
	d, err := New(detectors.Setup{Rate: 2.4e6})
	if err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	block := sdr.Block{Rate: 2.4e6, IQ: make([]complex64, 1<<18)}
	for i := range block.IQ {
		block.IQ[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
	}
	for b.Loop() {
		d.Detect(&detectors.Frame{Block: &block}, func(detectors.Event) {})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(block.IQ)), "ns/sample")
}
