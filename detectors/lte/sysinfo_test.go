package lte

import (
	"fmt"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// What modelled cells say: SIB1 of cell 208-01-10596865, TAC 4609, SIB3 and SIB5,
// as tshark 4.0.17 reads them (lte-rrc.bcch.dl.sch), and a page of two devices, one
// by a temporary identity and one by that of a test card.
const (
	modelSIB1   = "4048200312010a1b20181d308080045420"
	modelSIB3   = "00044a89507fd2"
	modelSIB5   = "000c04028a124c57c8"
	modelPaging = "4081289abcdef1900101000000000100"
)

// TestModelledCellsSayWhatTheySend sends system information by every way there is
// and reads it from the whole carrier: widths, ports, prefixes, frame structures,
// formats, spreading, sizes of PHICH, versions in an order of the cell's own.
func TestModelledCellsSayWhatTheySend(t *testing.T) {
	slow(t)
	rates := map[int]sdr.Hz{6: 1.92e6, 15: 3.84e6, 25: 7.68e6, 50: 15.36e6, 75: 23.04e6, 100: 30.72e6}
	for i, c := range []synth.ENodeB{
		{RB: 6, Ports: 1, Downlink: synth.Downlink{Control: 4}},
		{RB: 6, Ports: 2, PHICH: 1, ExtendedCP: true, Downlink: synth.Downlink{Control: 4}},
		{RB: 15, Ports: 2, PHICH: 3, Downlink: synth.Downlink{Control: 3, Spread: true, Blocks: 4, First: 3}},
		{RB: 25, Ports: 2, Downlink: synth.Downlink{Control: 2, Blocks: 7}},
		{RB: 25, Ports: 4, PHICH: 2, Downlink: synth.Downlink{Format: "1C", Blocks: 6, First: 4}},
		{RB: 25, Ports: 1, TDD: true, TDDConfig: 0, Special: 7, PHICH: 2, Downlink: synth.Downlink{First: 17}},
		{RB: 25, Ports: 2, TDD: true, TDDConfig: 3, Special: 5, PHICH: 3},
		{RB: 25, Ports: 2, TDD: true, TDDConfig: 6, ExtendedCP: true, PHICH: 5, Downlink: synth.Downlink{Format: "1C", Blocks: 4}},
		{RB: 50, Ports: 2, PHICH: 6, Downlink: synth.Downlink{Blocks: 4, Versions: []int{3, 3, 1, 2}}},
		{RB: 50, Ports: 2, PHICH: 2, Downlink: synth.Downlink{Spread: true, SecondG: true, First: 11, Blocks: 5}},
		{RB: 50, Ports: 4, ExtendedCP: true, Downlink: synth.Downlink{Format: "1C", First: 8, Blocks: 8}},
		{RB: 75, Ports: 2, PHICH: 2, Downlink: synth.Downlink{Control: 1, Blocks: 8, First: 33}},
		{RB: 100, Ports: 2, PHICH: 2, Downlink: synth.Downlink{Format: "1C", SecondG: true, First: 60, Blocks: 4}},
		{RB: 100, Ports: 4, TDD: true, TDDConfig: 2, Special: 7, PHICH: 2, Downlink: synth.Downlink{Spread: true, First: 50, Blocks: 6}},
	} {
		c.PCI, c.SNR, c.Load, c.SFN = (37*i+11)%504, 18, 0.5, 1020
		c.SIB1, c.SI, c.Paging = modelSIB1, []string{modelSIB3, modelSIB5}, modelPaging
		name := fmt.Sprintf("%d RB, %d ports, TDD %v %d, extended %v, PHICH %d, %s %v", c.RB, c.Ports, c.TDD, c.TDDConfig, c.ExtendedCP, c.PHICH, c.Format, c.Spread)
		t.Run(name, func(t *testing.T) {
			s := scene(c)
			s.Rate, s.Seconds = rates[c.RB], 0.09
			s.Centre, s.LTE[0].Freq = 796e6, 796e6
			var said *Fields
			for _, e := range (view{rate: s.Rate, centre: s.Centre}).detect(t, heard(t, s)) {
				if f, ok := e.Fields.(Fields); ok {
					if f.PCI != c.PCI || said != nil {
						t.Fatalf("PCI %d", f.PCI)
					}
					said = &f
				}
			}
			if said == nil || said.Identity == nil {
				t.Fatalf("%+v", said)
			}
			if said.SIB1Hex[:len(modelSIB1)] != modelSIB1 || said.SIB5 == nil || said.SIB3 == nil {
				t.Errorf("%+v", said)
			}
			if p := said.Paging; p == nil || p.Messages == 0 || p.STMSI != p.Messages || p.IMSI != p.Messages {
				t.Errorf("paging %+v", p)
			}
		})
	}
}

// TestEverythingAtTheEdge hears the middle of a 20 MHz carrier and then, at another
// time, its upper edge, where all system information is: SIB1, and the rest by its
// repetitions alone, for too little of the control channel is in view.
func TestEverythingAtTheEdge(t *testing.T) {
	cell := synth.ENodeB{PCI: 301, RB: 100, Ports: 2, SNR: 15, Load: 0.7, Channel: "epa", DopplerHz: 5, Downlink: synth.Downlink{
		SIB1: modelSIB1, SI: []string{modelSIB3, modelSIB5}, First: 93, Blocks: 6, Control: 2,
	}}
	d, err := New(detectors.Setup{Rate: 2.4e6})
	if err != nil {
		t.Fatal(err)
	}
	var said *Fields
	emit := func(e detectors.Event) {
		if f, ok := e.Fields.(Fields); ok && f.Identity != nil {
			said = &f
		}
	}
	at := 0
	for i, centre := range []sdr.Hz{796e6, 803.9e6} {
		s := scene(cell)
		s.Rate, s.Centre, s.Seconds, s.PPM, s.Seed = 2.4e6, centre, 0.09, 15, uint64(i)
		s.LTE[0].DelayUS = 5.7e3 * float64(i)
		x := heard(t, s)
		b := sdr.Block{Index: uint64(at), Start: time.Unix(0, 0).Add(s.Rate.Duration(uint64(at))), Rate: s.Rate, Centre: centre, IQ: x}
		d.Detect(&detectors.Frame{Block: &b, Fresh: true}, emit)
		at += len(x)
	}
	d.(detectors.Flusher).Flush(emit)
	if said == nil || said.PCI != 301 || said.CellID != 0x0a1b201 || said.SIB3 == nil || said.SIB5 == nil {
		t.Errorf("%+v", said)
	}
}
