package rogue

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/detectors/lte"
	"vigie/detectors/nr"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// quaterSI is a System Information 2quater that says nothing: what the town's cells
// send, too.
const quaterSI = "0506070000000000000000000000000000000000000000"

// sceneOf models the samples of one transmitter.
func sceneOf(f fields, freq, snr float64) synth.Scene {
	s := synth.Scene{Seed: 1, Format: sdr.CU8, FrontEnd: synth.FrontEnd{NoiseDBFS: -35}, Centre: sdr.Hz(freq)}
	switch f["rat"] {
	case gsmRAT:
		s.Rate, s.Seconds = 6.5e6/12, 4
		s.Centre = sdr.Hz(935e6 + 2e5*float64(f.number("arfcn", 0)))
		b := synth.BTS{
			Freq: s.Centre, NCC: f.number("ncc", 0), BCC: f.number("bcc", 0), FN: 500, SNR: snr, MCC: f["mcc"].(string), MNC: f["mnc"].(string),
			LAC: f.number("lac", 0), CellID: f.number("cell_id", 0), T3212: f.number("t3212", 0), Neighbours: f["neighbours"].([]int),
			Hysteresis: f.number("cell_reselect_hysteresis_db", 0), Reselect: f.number("cell_reselect_offset_db", 0), AccessMin: f.number("rxlev_access_min", 0),
			Paging: 0.2, Load: 0.5,
		}
		for _, name := range f["si"].([]string) {
			switch name {
			case "si13":
				b.GPRS = true
			case "si2quater":
				b.SI = []string{quaterSI}
			}
		}
		s.GSM = []synth.BTS{b}
	case lteRAT:
		rb := f.number("rb", 50)
		s.Rate, s.Seconds = map[int]sdr.Hz{6: 1.92e6, 15: 3.84e6, 25: 7.68e6, 50: 15.36e6}[rb], 0.2
		b := synth.ENodeB{Freq: s.Centre, PCI: f.number("pci", 0), RB: rb, Ports: f.number("ports", 1), SNR: snr, Load: 0.3, PHICH: 2}
		b.SIB1, b.SI = lteSIB1(f), siMessages(f)
		if rb == 6 {
			b.Control = 4
		}
		s.LTE = []synth.ENodeB{b}
	case nrRAT:
		s.Rate, s.Seconds = 11.52e6, 0.1
		s.Centre = sdr.Hz(1.2e6*math.Round(freq/1.2e6) + 150e3) // the raster of TS 38.104 clause 5.4.3
		s.NR = []synth.GNodeB{{SSB: s.Centre, PCI: f.number("pci", 0), SNR: snr, RB: 52, Load: 0.2, SIB1: nrSIB1(f)}}
	}
	return s
}

// decoded returns what the decoders read of a transmitter's samples: the last
// event's fields, by their names in the contract.
func decoded(t testing.TB, f fields, freq, snr float64) fields {
	t.Helper()
	s := sceneOf(f, freq, snr)
	src, err := s.Open(noon)
	if err != nil {
		t.Fatal(err)
	}
	var got fields
	r := &detectors.Receiver{
		Name: "model", Source: src, Specs: []detectors.Spec{gsm.Spec, lte.Spec, nr.Spec}, Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink: func(e detectors.Event) {
			if e.Type != detectors.Cell {
				return
			}
			text, err := json.Marshal(e.Fields)
			if err != nil {
				t.Fatal(err)
			}
			next := fields{}
			if err := json.Unmarshal(text, &next); err != nil {
				t.Fatal(err)
			}
			if next["rat"] == f["rat"] && (got == nil || len(next) >= len(got)) {
				got = next
			}
		},
	}
	if err := r.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return got
}

// sampled is a catcher whose transmitters say what the decoders read of their
// samples; what they say in turn is modelled as samples each.
func sampled(t testing.TB, c catcher) catcher {
	known := map[string]fields{}
	read := func(f fields, own *transmitter) fields {
		text := fmt.Sprint(f)
		if known[text] == nil {
			if known[text] = decoded(t, f, own.freq, own.snr); known[text] == nil {
				known[text] = fields{"rat": f["rat"]} // not decoded: nothing is said
			}
		}
		return known[text]
	}
	return catcher{c.name, func(w *world, t0 time.Duration) {
		before := len(w.cells)
		c.build(w, t0)
		for _, own := range w.cells[before:] {
			says, talk := own.says, own.talk
			own.talk = func(at time.Duration, _ fields) fields {
				f := says
				if talk != nil {
					f = talk(at, f)
				}
				return read(f, own)
			}
		}
	}}
}

// TestSampledCatchersAreCaught: catchers of 4G and 5G, as samples, in the town
// that the sensor knows. TestCatchersFromSamples has 2G, TestEvaluateRogue the whole family.
func TestSampledCatchersAreCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("samples take seconds to model")
	}
	all := family()
	for _, i := range []int{19, len(all) - 1} {
		if r := hunt(uint64(100+i), sampled(t, all[i])); r.severity != detectors.Alert {
			t.Errorf("%s: %s, score %.1f, signs %s", r.name, r.severity, r.score, strings.Join(r.signs, " "))
		}
	}
}

// TestModelledMessages: the messages that this test writes say what they should.
func TestModelledMessages(t *testing.T) {
	if testing.Short() {
		t.Skip("samples take seconds to model")
	}
	l := cloneLTE(fields{"rb": 6, "ports": 1, "sib5": fields{"carriers": []fields{{"arfcn": 1300, "priority": 6}}}, "sib7": fields{"groups": []fields{{"arfcns": []int{94, 97}, "priority": 7}}}, "sib6": fields{"fdd": []fields{{"arfcn": 10713, "priority": 6}}}})
	for _, c := range []struct {
		f    fields
		freq float64
	}{{l, 806e6}, {cloneNR(nil), 777.05e6}, {clone(nil), 953.8e6}} {
		got := decoded(t, c.f, c.freq, 20)
		for key, want := range c.f {
			switch key {
			case "fn", "sfn", "cfo_hz", "paging", "assigned", "ssb_seen", "ssb_index", "k_ssb", "penalty_time_s", "ms_txpwr_max_cch", "reestablishment", "band", "ncc_permitted", "intra_freq_reselection":
				continue // the transmitter's own, or not modelled
			}
			a, _ := json.Marshal(want)
			b, _ := json.Marshal(got[key])
			if string(a) != string(b) && !strings.HasPrefix(key, "sib") {
				t.Errorf("%v: %s is %s, want %s", c.f["rat"], key, b, a)
			}
		}
		text, _ := json.Marshal(got)
		t.Logf("%s", text)
	}
}
