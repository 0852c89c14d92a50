package lte

import (
	"slices"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// TestLiveGoesToTheEdgeForSIB1 plays a live receiver of 2.4 MS/s the middle of a
// 10 MHz carrier, over and over, until the detector asks for a stay at its edge,
// and plays it that then.
func TestLiveGoesToTheEdgeForSIB1(t *testing.T) {
	slow(t)
	find := func(path string) testdata.Entry {
		i := slices.IndexFunc(testdata.Index(t), func(e testdata.Entry) bool { return e.Path == path })
		if i < 0 {
			t.Fatalf("%s is not in the index", path)
		}
		return testdata.Index(t)[i]
	}
	centre, edge := find("lte-derived/f806_pci300_50rb_center_2400k.cu8"), find("lte-derived/f806_pci300_50rb_sib1edge_2400k.cu8")
	var asked []sdr.Dwell
	d, err := New(detectors.Setup{Rate: 2.4e6, Live: true, Dwell: func(w sdr.Dwell) bool {
		asked = append(asked, w)
		return true
	}})
	if err != nil {
		t.Fatal(err)
	}
	var said *Fields
	var track string
	emit := func(e detectors.Event) {
		f, ok := e.Fields.(Fields)
		if !ok || f.PCI != 300 {
			return
		}
		if track != "" && e.Track != track {
			t.Errorf("track %s after %s", e.Track, track)
		}
		track = e.Track
		if f.Identity != nil {
			said = &f
		}
	}
	at := 0
	play := func(e testdata.Entry, enough func() bool) {
		x := testdata.Samples(t, e)
		for n := 0; n < 100 && !enough(); n++ {
			b := sdr.Block{Index: uint64(at), Start: time.Unix(0, 0).Add(sdr.Hz(2.4e6).Duration(uint64(at))), Rate: 2.4e6, Centre: sdr.Hz(e.CentreHz), IQ: x}
			d.Detect(&detectors.Frame{Block: &b, Fresh: n == 0}, emit)
			at += len(x)
		}
	}
	play(centre, func() bool { return len(asked) > 0 })
	if len(asked) == 0 {
		t.Fatal("no stay was asked for")
	}
	// The carrier's lower edge is 4.5 MHz below its middle.
	if low := float64(asked[0].Centre) - 0.45*2.4e6; low < 801.4e6 || low > 801.6e6 {
		t.Errorf("asked for %.3f MHz", float64(asked[0].Centre)/1e6)
	}
	play(edge, func() bool { return said != nil })
	if said == nil {
		t.Fatal("SIB1 was not read")
	}
	if !slices.Equal(said.PLMNs, []string{"206-01"}) || said.TAC != 9340 || said.CellID != 46136580 {
		t.Errorf("%+v", said.Identity)
	}
}

// TestRatesThatTheSubcarriersDoNotDivide reads a laboratory's 1.4 MHz cell, SIB1 to
// SIB3, at rates that must be converted before.
func TestRatesThatTheSubcarriersDoNotDivide(t *testing.T) {
	x, e := recording(t, "lte-srsran/signal.1.92M.amar.dat")
	for _, rate := range []sdr.Hz{2.048e6, 2.5e6} {
		r, err := dsp.NewResampler(e.RateHz, float64(rate))
		if err != nil {
			t.Fatal(err)
		}
		y := make([]complex64, r.MaxOut(len(x)))
		y = y[:r.Process(y, x)]
		found := false
		for _, event := range (view{rate: rate}).detect(t, y) {
			f, ok := event.Fields.(Fields)
			if !ok || f.Identity == nil {
				continue
			}
			found = true
			if f.SIB1Hex != "6040040300011a2d4018028180420c800000" || f.SIB2 == nil || f.SIB3 == nil {
				t.Errorf("%v: %+v", rate, f)
			}
		}
		if !found {
			t.Errorf("%v: SIB1 was not read", rate)
		}
	}
}
