package downlink_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/lte"
	"vigie/detectors/lte/downlink"
	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

var ng = map[string]int{"1/6": 1, "1/2": 3, "1": 6, "2": 12}

// cells returns what the broadcast says of the cells in samples.
func cells(t testing.TB, x []complex64, e testdata.Entry) (cells []downlink.Cell, timings []downlink.Timing) {
	t.Helper()
	const rate = sdr.Hz(1.92e6)
	late := 0.0
	if e.RateHz != float64(rate) {
		r, err := dsp.NewResampler(e.RateHz, float64(rate))
		if err != nil {
			t.Fatal(err)
		}
		narrow := make([]complex64, r.MaxOut(len(x)))
		x, late = narrow[:r.Process(narrow, x)], r.Delay()
	}
	d, err := lte.New(detectors.Setup{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	emit := func(ev detectors.Event) {
		f, ok := ev.Fields.(lte.Fields)
		if !ok {
			return // heard, not decoded
		}
		cells = append(cells, downlink.Cell{
			PCI: f.PCI, RB: f.RB, Ports: f.Ports, TDD: f.Duplex == "TDD", Extended: f.Prefix == "extended",
			PHICHExtended: f.PHICHDuration == "extended", PHICH: ng[f.PHICHResource], Config: downlink.Unknown,
		})
		timing := downlink.Timing{
			Frame: ev.Time.Sub(time.Unix(0, 0)).Seconds()*e.RateHz - late, SFN: f.SFN, Offset: f.CFO,
		}
		if e.CentreHz != 0 {
			timing.Drift = -f.CFO / e.CentreHz
		}
		timings = append(timings, timing)
	}
	b := sdr.Block{Start: time.Unix(0, 0).UTC(), Rate: rate, Centre: sdr.Hz(e.CentreHz), LO: sdr.Hz(e.LOHz), IQ: x}
	d.Detect(&detectors.Frame{Block: &b, Fresh: true}, emit)
	d.(detectors.Flusher).Flush(emit)
	return cells, timings
}

// published is what truth.json knows of a cell.
type published struct {
	PCI int
	SI  []struct {
		Hex   string
		Count int
	}
}

func TestWholeCarriersGiveEveryPublishedBlock(t *testing.T) {
	raw, err := os.ReadFile(testdata.File(t, "lte-hackrf/truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth map[string][]published
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	for _, e := range testdata.Index(t) {
		want := truth[filepath.Base(e.Path)]
		if want == nil {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			x := testdata.Samples(t, e)
			r, err := downlink.NewReader(e.RateHz)
			if err != nil {
				t.Fatal(err)
			}
			got := map[int]map[string]int{}
			list, timings := cells(t, x, e)
			for i, c := range list {
				if got[c.PCI] != nil {
					continue
				}
				got[c.PCI] = map[string]int{}
				r.Set(c, timings[i])
				began := time.Now()
				r.Refine(x)
				first, end := r.Frames(len(x))
				for frame := first; frame < end; frame++ {
					for subframe := range 10 {
						r.Read(x, frame, subframe, func(b *downlink.Block) {
							if b.RNTI == downlink.SystemRNTI {
								got[c.PCI][hex.EncodeToString(b.Data)]++
							}
							t.Logf("PCI %d frame %d.%d RNTI %X %+v %d octets", c.PCI, frame, subframe, b.RNTI, b.Assignment, len(b.Data))
						})
					}
				}
				before, after := timings[i], r.Timing()
				t.Logf("PCI %d: %v, %d tries, timing moved %.2f samples, carrier %.1f Hz, SNR %.1f",
					c.PCI, time.Since(began), r.Tries, after.Frame-before.Frame, after.Offset-before.Offset, r.SNR())
			}
			for _, c := range want {
				for _, si := range c.SI {
					// The counts are of two passes over each recording.
					if n := got[c.PCI][si.Hex]; n < si.Count/2 {
						t.Errorf("PCI %d: block %s came %d times, want %d", c.PCI, si.Hex, n, si.Count/2)
					}
				}
			}
		})
	}
}
