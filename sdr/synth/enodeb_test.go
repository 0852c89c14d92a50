package synth

import (
	"math"
	"math/rand/v2"
	"testing"

	"vigie/sdr"
	"vigie/sdr/dsp"
)

// TestSNRIsThatOfAnElement measures the ratio that the package comment defines,
// by taking a noisy loaded cell apart into subcarriers.
func TestSNRIsThatOfAnElement(t *testing.T) {
	for _, c := range []struct {
		ports   int
		channel string
		snrDB   float64
		margin  float64
	}{{1, "none", 10, 0.2}, {2, "none", 3, 0.2}, {4, "none", 10, 0.2}, {2, "eva", 10, 0.7}} {
		s := &Scene{
			Seed: 1, Rate: 1.92e6, Format: sdr.CF32, Seconds: 1, FrontEnd: FrontEnd{NoiseDBFS: -20},
			LTE: []ENodeB{{PCI: 1, RB: 6, Ports: c.ports, SNR: c.snrDB, Load: 1, Channel: c.channel, DopplerHz: 300}},
		}
		iq, _ := samples(t, s, 8192)
		plan, err := dsp.NewFFT(128)
		if err != nil {
			t.Fatal(err)
		}
		var element, noise float64
		bins := make([]complex64, 128)
		for at := 2 * 960; at+960 < len(iq); at += 19200 { // subframe 1: all elements in use
			for _, symbol := range []int{2, 3, 5, 6} { // without reference signals
				plan.Forward(bins, iq[at+10+137*symbol+5-9:][:128])
				for k := 1; k <= 36; k++ {
					element += meanPower(bins[k:k+1]) + meanPower(bins[128-k:129-k])
				}
				noise += 2 * meanPower(bins[46:83]) * 36
			}
		}
		if got := 10 * math.Log10(element/noise-1); math.Abs(got-c.snrDB) > c.margin {
			t.Errorf("%d ports, channel %s: SNR %.2f dB, want %.1f", c.ports, c.channel, got, c.snrDB)
		}
	}
}

// TestTDDSendsInDownlinkOnly checks the power of every symbol of a frame
// against TS 36.211 tables 4.2-1 and 4.2-2.
func TestTDDSendsInDownlinkOnly(t *testing.T) {
	for _, c := range []struct {
		name  string
		model ENodeB
		want  [10]int // downlink symbols of each subframe
	}{
		{"FDD", ENodeB{}, [10]int{14, 14, 14, 14, 14, 14, 14, 14, 14, 14}},
		{"configuration 2, special 7", ENodeB{TDD: true, TDDConfig: 2, Special: 7}, [10]int{14, 10, 0, 14, 14, 14, 10, 0, 14, 14}},
		{"configuration 4, special 9", ENodeB{TDD: true, TDDConfig: 4, Special: 9}, [10]int{14, 6, 0, 0, 14, 14, 14, 14, 14, 14}},
		{"configuration 0, extended prefix", ENodeB{TDD: true, ExtendedCP: true}, [10]int{12, 3, 0, 0, 0, 12, 3, 0, 0, 0}},
	} {
		c.model.RB, c.model.Ports, c.model.Load, c.model.Channel = 6, 1, 1, "none"
		model := &cell{ENodeB: c.model, window: newWindow(6, 0, 1.92e6), random: rand.New(rand.NewPCG(1, 1))}
		if err := model.prepare(); err != nil {
			t.Fatal(err)
		}
		model.paths = []portChannel{newPortChannel(newFading("none", 0, model.random), model.hi-model.lo, model.hertz)}
		var got [10]int
		for model.frame == 0 {
			subframe := model.slot / 2
			if model.makeSymbol(); meanPower(model.ready) > 0 {
				got[subframe]++
			}
		}
		if got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestWindowShowsThePartInBand receives one cell through a narrow window beside
// its centre and through a wide one, and compares what they have in common.
func TestWindowShowsThePartInBand(t *testing.T) {
	model := ENodeB{Freq: 800e6, PCI: 9, RB: 50, Ports: 2, SNR: 40, Channel: "epa", DopplerHz: 5}
	narrow := &Scene{Seed: 1, Rate: 1.92e6, Centre: 802.5e6, Format: sdr.CF32, Seconds: 0.02, FrontEnd: FrontEnd{NoiseDBFS: -140}, LTE: []ENodeB{model}}
	wide := *narrow
	wide.Rate, wide.Centre, wide.NoiseDBFS = 15.36e6, 800e6, -140+10*math.Log10(8)
	want, _ := samples(t, &wide, 8192)
	dsp.NewMixer(-2.5e6, 15.36e6).Mix(want, want)
	r, err := dsp.NewResampler(15.36e6, 1.92e6)
	if err != nil {
		t.Fatal(err)
	}
	lowered := make([]complex64, r.MaxOut(len(want)))
	lowered = lowered[:r.Process(lowered, want)]
	delay := int(math.Round(r.Delay() / 8))
	got, _ := samples(t, narrow, 8192)
	if like := likeness(got[2000:30000], lowered[2000+delay:30000+delay]); like < 0.97 {
		t.Errorf("likeness %.3f of the same cell through two windows", like)
	}
}
