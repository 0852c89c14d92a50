package main

import (
	"bytes"
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/gsm"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// modelled adds a driver that hears a scene, for the duration of a test.
func modelled(t *testing.T, s synth.Scene) *receiverFlags {
	old := drivers
	t.Cleanup(func() { drivers = old })
	drivers = append([]driver{{"model", 0, 0, func(_ context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error) {
		s.Rate, s.Centre = f.Rate, tuned
		return s.Open(time.Unix(0, 0))
	}}}, old...)
	return &receiverFlags{Name: "m", Driver: "model", Rate: 2.4e6, PPM: correction{auto: true}}
}

func TestLearnTheReceiversError(t *testing.T) {
	s := synth.Scene{Seed: 1, Format: sdr.CU8, PPM: 23.3, FrontEnd: synth.FrontEnd{NoiseDBFS: -35}}
	for i, freq := range []sdr.Hz{925.4e6, 926e6, 926.8e6} {
		s.GSM = append(s.GSM, synth.BTS{Freq: freq, SNR: 15, BCC: i, LAC: 1, CellID: i, FN: 100 * i})
	}
	for _, c := range []struct {
		claim string
		gsm   []synth.BTS
		band  []string
		lo    sdr.Hz
		want  int
		says  string
		fails bool
	}{
		{"three cells agree", s.GSM, []string{"gsm900"}, 0, 23, "+23.3 ppm off by 3 cells", false},
		{"behind a converter", s.GSM, []string{"gsm900"}, 100e6, 0, "", true},
	} {
		s.GSM = c.gsm
		f := modelled(t, s)
		f.Band, f.ConverterLO = c.band, c.lo
		var out bytes.Buffer
		err := f.learn(context.Background(), &out)
		if (err != nil) != c.fails || f.PPM.ppm != c.want || !strings.Contains(out.String(), c.says) {
			t.Errorf("%s: %d ppm, %q, %v", c.claim, f.PPM.ppm, out.String(), err)
		}
	}
}

func TestReferences(t *testing.T) {
	for _, c := range []struct {
		cells []float64
		ppm   float64
		agree int
	}{
		{nil, 0, 0}, {[]float64{4}, 4, 1}, {[]float64{4, 4.5, 30}, 4.5, 2}, {[]float64{1, 1.2, 0.8, 1.1}, 1.05, 4},
	} {
		r := references{}
		for i, v := range c.cells {
			r[string(rune('a'+i))] = v
		}
		if ppm, agree := r.error(); math.Abs(ppm-c.ppm) > 1e-9 || agree != c.agree {
			t.Errorf("%v: %g by %d", c.cells, ppm, agree)
		}
	}
}

func TestCorrectionText(t *testing.T) {
	for _, c := range []struct {
		text string
		want correction
		ok   bool
	}{{"auto", correction{auto: true}, true}, {"-12", correction{ppm: -12}, true}, {"1.5", correction{}, false}, {"", correction{}, false}} {
		var got correction
		if err := got.UnmarshalText([]byte(c.text)); (err == nil) != c.ok || got != c.want || c.ok && got.String() != c.text {
			t.Errorf("%q: %+v, %v", c.text, got, err)
		}
	}
}

// TestScanTable sweeps a band of modelled cells and prints them.
func TestScanTable(t *testing.T) {
	s := synth.Scene{Seed: 1, Format: sdr.CU8, PPM: -7, FrontEnd: synth.FrontEnd{NoiseDBFS: -35}}
	s.GSM = []synth.BTS{
		{Freq: 940.4e6, SNR: 15, MCC: "208", MNC: "01", LAC: 5, CellID: 77},
		{Freq: 944.2e6, SNR: 15, MCC: "208", MNC: "20", LAC: 6, CellID: 78},
	}
	f := modelled(t, s)
	f.PPM, f.Freq, f.Dwell, f.Detectors = correction{}, []sdr.Hz{940e6, 944e6}, 1100*time.Millisecond, []string{"gsm"}
	var out, errs bytes.Buffer
	e := &env{ctx: context.Background(), stdout: &out, stderr: &errs, cli: &cli{Sensor: "s"}}
	if err := (&scanCmd{receiverFlags: *f, Rounds: 1}).Run(e); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"940.400", "GSM cell 208-01, LAC 5, CI 77, BSIC 0/0 on ARFCN 27", "944.200", "GSM cell 208-20, LAC 6, CI 78", "-7.0",
		"by 2 of 2 cells",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// TestOneLineACell: a cell that was heard before it had a name has one line.
func TestOneLineACell(t *testing.T) {
	c := &catch{newest: map[string]detectors.Event{}, named: map[string]bool{}, references: references{}}
	unnamed := detectors.Event{Type: detectors.Cell, Track: "gsm-bsic12@940600000", Freq: 940.6e6, Fields: gsm.Fields{NCC: 1, BCC: 2}}
	named := unnamed
	named.Track = "gsm-208-10-46509-26498"
	for _, e := range []detectors.Event{unnamed, named, unnamed, {Type: detectors.CellAlert, Track: "rogue-x"}} {
		c.add(e)
	}
	if _, has := c.newest["cell "+named.Track]; !has || len(c.newest) != 2 {
		t.Errorf("lines: %v", c.newest)
	}
}
