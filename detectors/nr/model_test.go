package nr

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// hear reads a scene to its end.
func hear(t testing.TB, s synth.Scene) (x []complex64) {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	for {
		b := sdr.Block{IQ: make([]complex64, 0, 8192)}
		if err := src.Read(context.Background(), &b); errors.Is(err, io.EOF) {
			return x
		} else if err != nil {
			t.Fatal(err)
		}
		x = append(x, b.IQ...)
	}
}

// scene is a receiver of a rate at a centre that hears cells for a while.
func scene(rate, centre sdr.Hz, seconds float64, cells ...synth.GNodeB) synth.Scene {
	return synth.Scene{Seed: 3, Rate: rate, Centre: centre, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -25}, NR: cells}
}

func TestModelledCells(t *testing.T) {
	for _, c := range []struct {
		name   string
		scene  synth.Scene
		want   []Fields // of the first event a cell
		sync   []Sync
		within float64 // hertz that the offset may be wrong by
	}{
		{
			"a barred cell of band 28 through an RTL-SDR that is 40 ppm off",
			synth.Scene{Seed: 1, Rate: 2.4e6, Centre: 763.2e6, Format: sdr.CU8, Seconds: 0.1, PPM: 40, FrontEnd: synth.FrontEnd{NoiseDBFS: -25, DCDBFS: -30}, NR: []synth.GNodeB{
				{SSB: 763.25e6, PCI: 1007, SNR: 10, Load: 1, SFN: 1020, Barred: true, NotAllowed: true, KSSB: 21, CORESET0: 5, SearchSpace0: 9, TypeAPos3: true, Half: 1, Blocks: []int{1}},
			}},
			[]Fields{{Sync: Sync{"nr", 1007, 15, 763.25e6, -40e-6 * 763.25e6}, Index: 1, Seen: []int{1}, SFN: 1020, Barred: true, SubcarrierSSB: 21, CORESET0: 5, SearchSpace0: 9, CommonSpacing: 15, TypeAPosition: 3}},
			nil, 150,
		},
		{
			"two blocks of a cell and a neighbour of the same frequency",
			scene(2.4e6, 763e6, 0.1,
				synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15, Load: 1, Blocks: []int{0, 2}},
				synth.GNodeB{SSB: 763.25e6, PCI: 21, SNR: 12, Load: 1, SFN: 512, DelayUS: 1500}),
			[]Fields{
				{Sync: Sync{"nr", 10, 15, 763.25e6, 0}, Index: 0, Seen: []int{0}, SFN: 0, IntraFrequency: true, CommonSpacing: 15, TypeAPosition: 2},
				{Sync: Sync{"nr", 10, 15, 763.25e6, 0}, Index: 2, Seen: []int{0, 2}, SFN: 0, IntraFrequency: true, CommonSpacing: 15, TypeAPosition: 2},
				{Sync: Sync{"nr", 21, 15, 763.25e6, 0}, Index: 0, Seen: []int{0}, SFN: 512, IntraFrequency: true, CommonSpacing: 15, TypeAPosition: 2},
			},
			nil, 500,
		},
		{
			"a block of 30 kHz of eight above 3 GHz through a wide receiver",
			scene(10e6, 3512e6, 0.03, synth.GNodeB{SSB: 3512.64e6, PCI: 333, Spacing: 30, Pattern: "c", Blocks: []int{6}, SNR: 5, Load: 0.5, SFN: 77, Common30: true, Channel: "epa", DopplerHz: 10}),
			[]Fields{{Sync: Sync{"nr", 333, 30, 3512.64e6, 0}, Index: 6, Seen: []int{6}, SFN: 78, IntraFrequency: true, CommonSpacing: 30, TypeAPosition: 2}},
			nil, 600,
		},
		{
			"a block of 30 kHz is wider than an RTL-SDR: its identity",
			scene(2.4e6, 887e6, 0.1, synth.GNodeB{SSB: 887.05e6, PCI: 700, Spacing: 30, SNR: 20, Load: 0.5}),
			nil,
			[]Sync{{"nr", 700, 30, 887.05e6, 0}},
			// The halves of 80 of 127 subcarriers of PSS and SSS, 16.7 µs apart, give
			// 110 Hz a block at this SNR, and 50 Hz four blocks: six times that.
			300,
		},
		{"nothing", scene(2.4e6, 763e6, 0.1), nil, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := hear(t, c.scene)
			events := replay(t, x, detectors.Setup{Rate: c.scene.Rate}, c.scene.Centre, 0, 8192)
			var fields []Fields
			var syncs []Sync
			for _, e := range events {
				t.Logf("%v %s, %v %.1f, SNR %.1f, %+v", e.Time.Format("05.000000"), e.Reason, e.Statistic.Name, e.Statistic.Value, e.SNR, e.Fields)
				switch f := e.Fields.(type) {
				case Fields:
					fields = append(fields, f)
				case Sync:
					syncs = append(syncs, f)
				}
			}
			if len(fields) != len(c.want) || len(syncs) != len(c.sync) {
				t.Fatalf("%d decoded cells and %d identities, want %d and %d", len(fields), len(syncs), len(c.want), len(c.sync))
			}
			for i := range fields {
				off := fields[i].CFO - c.want[i].CFO
				fields[i].CFO = c.want[i].CFO
				if fmt.Sprint(fields[i]) != fmt.Sprint(c.want[i]) || max(off, -off) > c.within {
					t.Errorf("%+v, offset wrong by %.0f Hz\nwant %+v", fields[i], off, c.want[i])
				}
			}
			for i := range syncs {
				if off := syncs[i].CFO - c.sync[i].CFO; !syncs[i].Same(c.sync[i]) || max(off, -off) > c.within {
					t.Errorf("%+v, want %+v", syncs[i], c.sync[i])
				}
			}
		})
	}
}
