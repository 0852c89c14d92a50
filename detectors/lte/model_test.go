package lte

import (
	"fmt"
	"math"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/trial"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// slow skips a test whose arithmetic takes long with -short, and minutes under
// the race detector, which has nothing to see in it: the package starts no goroutine.
func slow(t *testing.T) {
	t.Helper()
	if underRace || testing.Short() {
		t.Skip("too slow under the race detector and for -short; runs without them")
	}
}

// listen shows a modelled scene to a new detector.
func listen(t testing.TB, s synth.Scene, live bool) []detectors.Event {
	t.Helper()
	d, err := New(detectors.Setup{Rate: s.Rate, Live: live})
	if err != nil {
		t.Fatal(err)
	}
	return trial.Scene(t, d, s)
}

// scene returns a receiver on 796 MHz that hears cells for 90 ms.
func scene(cells ...synth.ENodeB) synth.Scene {
	for i := range cells {
		c := &cells[i]
		if c.Freq == 0 {
			c.Freq = 796e6
		}
		if c.RB == 0 {
			c.RB = 50
		}
		if c.Ports == 0 {
			c.Ports = 1
		}
		if c.SNR == 0 {
			c.SNR = 15
		}
	}
	return synth.Scene{
		Seed: 1, Rate: 1.92e6, Centre: 796e6, Format: sdr.CU8, Seconds: 0.09,
		FrontEnd: synth.FrontEnd{NoiseDBFS: -30}, LTE: cells,
	}
}

// TestModelledCells decodes cells whose model shares no code with the detector
// but the channel codes: every structure that a broadcast can have.
func TestModelledCells(t *testing.T) {
	slow(t)
	for _, c := range []struct {
		claim string
		cell  synth.ENodeB
	}{
		{"the narrowest carrier", synth.ENodeB{PCI: 0, RB: 6, SFN: 1}},
		{"3 MHz, odd number of blocks", synth.ENodeB{PCI: 1, RB: 15, Ports: 2, SFN: 2}},
		{"5 MHz", synth.ENodeB{PCI: 2, RB: 25, Ports: 4, SFN: 3}},
		{"15 MHz", synth.ENodeB{PCI: 503, RB: 75, Ports: 4, SFN: 1020}},
		{"20 MHz, the frame number wraps", synth.ENodeB{PCI: 167, RB: 100, Ports: 2, SFN: 1022}},
		{"extended prefix", synth.ENodeB{PCI: 301, ExtendedCP: true, Ports: 2, SFN: 255}},
		{"extended prefix, four ports, PHICH extended", synth.ENodeB{PCI: 302, ExtendedCP: true, Ports: 4, SFN: 511, PHICH: 7}},
		{"TDD", synth.ENodeB{PCI: 253, TDD: true, TDDConfig: 2, Special: 7, Ports: 2, SFN: 600}},
		{"TDD with the fewest downlink subframes", synth.ENodeB{PCI: 254, TDD: true, TDDConfig: 0, Special: 0, Ports: 4, SFN: 77}},
		{"TDD, extended prefix", synth.ENodeB{PCI: 255, TDD: true, TDDConfig: 1, Special: 4, ExtendedCP: true, SFN: 900}},
		{"PHICH resource 1/6", synth.ENodeB{PCI: 42, PHICH: 0, SFN: 10}},
		{"PHICH resource 2", synth.ENodeB{PCI: 43, PHICH: 3, SFN: 11}},
		{"full load", synth.ENodeB{PCI: 44, Ports: 2, Load: 1, SFN: 12}},
		{"long echoes, moving", synth.ENodeB{PCI: 45, Ports: 2, Load: 0.5, Channel: "etu", DopplerHz: 30, SFN: 13}},
		{"a cell's own offset", synth.ENodeB{PCI: 46, OffsetHz: 3000, SFN: 14}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			c.cell.DelayUS = 2000
			s := scene(c.cell)
			want := s.LTE[0]
			events := listen(t, s, false)
			if len(events) != 1 {
				t.Fatalf("%d events, want 1: %+v", len(events), events)
			}
			e, f := events[0], events[0].Fields.(Fields)
			if f.PCI != want.PCI || f.RB != want.RB || f.Ports != want.Ports || (f.Duplex == "TDD") != want.TDD || (f.Prefix == "extended") != want.ExtendedCP {
				t.Errorf("%+v", f)
			}
			if got := fmt.Sprint(f.PHICHDuration == "extended", f.PHICHResource); got != fmt.Sprint(want.PHICH >= 4, mibPHICH[want.PHICH%4]) {
				t.Errorf("PHICH %s", got)
			}
			frames := e.Time.Sub(time.Unix(0, 0)).Seconds()/10e-3 - 0.2
			if math.Abs(frames-math.Round(frames)) > 2e-3 || f.SFN != (want.SFN+int(math.Round(frames))+frameNumbers)%frameNumbers {
				t.Errorf("frame number %d at %.4f frames after %d", f.SFN, frames, want.SFN)
			}
			if math.Abs(f.CFO-want.OffsetHz) > 60 {
				t.Errorf("offset %.0f Hz, want %.0f", f.CFO, want.OffsetHz)
			}
			if e.Freq != 796e6 || e.Track != fmt.Sprintf("lte-pci%d@796000000", want.PCI) {
				t.Errorf("frequency %v, track %s", e.Freq, e.Track)
			}
		})
	}
}

// frameNumbers is the period of the frame number.
const frameNumbers = 1024

func TestReceiversThatAreOff(t *testing.T) {
	slow(t)
	for _, c := range []struct {
		claim   string
		change  func(*synth.Scene)
		freq    sdr.Hz
		cfo     float64
		unknown bool // the centre is
	}{
		{"70 ppm fast", func(s *synth.Scene) { s.PPM = 70 }, 796e6, -70 * 796, false},
		{"170 ppm slow", func(s *synth.Scene) { s.PPM = -170 }, 796e6, 170 * 796, false},
		{"2.4 MS/s, carrier 600 kHz above", func(s *synth.Scene) { s.Rate, s.Centre, s.PPM = 2.4e6, 795.4e6, 30 }, 796e6, -30 * 796, false},
		{"2.4 MS/s, carrier 500 kHz below", func(s *synth.Scene) { s.Rate, s.Centre, s.PPM = 2.4e6, 796.5e6, -60 }, 796e6, 60 * 796, false},
		{"1.92 MS/s, carrier 300 kHz below", func(s *synth.Scene) { s.Centre, s.PPM = 796.3e6, 50 }, 796e6, -50 * 796, false},
		{"converter with its own clock", func(s *synth.Scene) {
			s.LTE[0].Freq, s.Centre, s.ConverterLO, s.PPM, s.ConverterPPM = 2585e6, 2585e6, 1998e6, 60, -5
		}, 2585e6, -60*587 + 5*1998, false},
		{"20 MS/s, carrier 7.3 MHz above", func(s *synth.Scene) { s.Rate, s.Centre, s.PPM, s.LTE[0].SNR = 20e6, 788.7e6, 10, 20 }, 796e6, -10 * 796, false},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := scene(synth.ENodeB{PCI: 100, Ports: 2, SNR: 12, Load: 0.5})
			c.change(&s)
			events := listen(t, s, false)
			if len(events) != 1 {
				t.Fatalf("%d events, want 1: %+v", len(events), events)
			}
			e, f := events[0], events[0].Fields.(Fields)
			if f.PCI != 100 || e.Freq != c.freq || math.Abs(f.CFO-c.cfo) > 100 {
				t.Errorf("PCI %d at %.0f Hz, offset %.0f Hz; want %.0f and %.0f", f.PCI, float64(e.Freq), f.CFO, float64(c.freq), c.cfo)
			}
		})
	}
}

// TestAConverterNobodyMentioned: the carrier's error is then no clue to the clock's.
func TestAConverterNobodyMentioned(t *testing.T) {
	slow(t)
	s := scene(synth.ENodeB{PCI: 100, Ports: 2, SNR: 6, Load: 0.5, Freq: 2585e6})
	s.Centre, s.ConverterLO, s.PPM, s.ConverterPPM = 2585e6, 1998e6, 80, -30
	events := view{rate: s.Rate, centre: s.Centre}.detect(t, heard(t, s))
	if len(events) != 1 || events[0].Freq != 2585e6 || events[0].Fields.(Fields).PCI != 100 {
		t.Errorf("%+v", events)
	}
}
