package gsm

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// TestChunksDoNotMatter cuts one stream in many ways and wants the same events,
// byte for byte.
func TestChunksDoNotMatter(t *testing.T) {
	var all []complex64
	for _, b := range play(t, scene(600e3, 940e6, 1.2, station(940e6, 12))) {
		all = append(all, b.IQ...)
	}
	var first string
	for _, chunk := range []int{len(all), 16384, 8192, 1000, 17} {
		text, err := json.Marshal(detect(t, all, 600e3, 940e6, 0, chunk))
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(text)
		}
		if string(text) != first || len(first) < 100 {
			t.Errorf("in chunks of %d:\n got %s\nwant %s", chunk, text, first)
		}
	}
}

// TestNoAllocations follows a cell and wants no allocation between reports.
func TestNoAllocations(t *testing.T) {
	blocks := play(t, scene(600e3, 940e6, 3, station(940e6, 12)))
	d, err := New(detectors.Setup{Rate: 600e3})
	if err != nil {
		t.Fatal(err)
	}
	reports, next := 0, 0
	emit := func(detectors.Event) { reports++ }
	f := detectors.Frame{Fresh: true}
	step := func() {
		f.Block = &blocks[next]
		next++
		d.Detect(&f, emit)
		f.Fresh = false
	}
	for reports == 0 {
		step()
	}
	reports = 0
	if n := testing.AllocsPerRun(80, step); n != 0 {
		t.Errorf("%v allocations a Block, %d reports", n, reports)
	}
	if c := d.(*Detector).cells[0]; !c.inUse || c.blocks < 20 {
		t.Errorf("no cell was followed: %d blocks", c.blocks)
	}
}

// TestUnknownCentre finds a cell at a place of the raster about 0 Hz, through a
// receiver that does not say where it listens or sits behind a converter.
func TestUnknownCentre(t *testing.T) {
	s := scene(1e6, 940e6, 0.7, station(940.2e6, 15))
	s.PPM = 15
	for _, c := range []struct {
		centre, lo sdr.Hz
		arfcn      int
	}{{0, 0, -1}, {940e6, 800e6, 26}} {
		var all []complex64
		for _, b := range play(t, s) {
			all = append(all, b.IQ...)
		}
		events := detect(t, all, 1e6, c.centre, c.lo, 8192)
		if len(events) == 0 {
			t.Errorf("centre %v, converter %v: nothing", c.centre, c.lo)
			continue
		}
		f := events[0].Fields.(Fields)
		if f.CellID == nil || (f.ARFCN == nil) != (c.arfcn < 0) || f.ARFCN != nil && *f.ARFCN != c.arfcn || (events[0].Freq == 0) != (c.arfcn < 0) {
			t.Errorf("centre %v, converter %v: %+v", c.centre, c.lo, events[0])
		}
	}
}

// TestLiveSearch wants a live receiver, which searches a quarter of the time, to
// find what comes on the air while it follows another cell.
func TestLiveSearch(t *testing.T) {
	first, second := station(940e6, 15), station(940.4e6, 15)
	second.CellID, second.DelayUS = 7, 700
	blocks := play(t, scene(1e6, 940.2e6, 1.2, first))
	for _, b := range play(t, scene(1e6, 940.2e6, 1.6, first, second)) {
		b.Index += uint64(len(blocks) * 8192)
		blocks = append(blocks, b)
	}
	d, err := New(detectors.Setup{Rate: 1e6, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for i := range blocks {
		d.Detect(&detectors.Frame{Block: &blocks[i], Fresh: i == 0}, func(e detectors.Event) { found[e.Track] = true })
	}
	if !found["gsm-208-01-4660-22136"] || !found["gsm-208-01-4660-7"] {
		t.Errorf("found %v", found)
	}
}

// TestRetuning follows no cell across a change of frequency or a loss.
func TestRetuning(t *testing.T) {
	blocks := play(t, scene(600e3, 940e6, 1.2, station(940e6, 15)))
	d, err := New(detectors.Setup{Rate: 600e3})
	if err != nil {
		t.Fatal(err)
	}
	reports := 0
	for i := range blocks {
		b := blocks[i]
		if i == len(blocks)/2 {
			b.Lost = 1000
		}
		d.Detect(&detectors.Frame{Block: &b, Fresh: i == 0}, func(detectors.Event) { reports++ })
		if i == len(blocks)/2 && d.(*Detector).cells[0].inUse {
			t.Error("a cell was followed across a loss")
		}
	}
	if reports < 2 {
		t.Errorf("%d reports, want one before and one after", reports)
	}
}

// TestBadSamples wants nothing made up from what is no signal, and a cell found
// behind it.
func TestBadSamples(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	var all []complex64
	for _, b := range play(t, scene(600e3, 940e6, 1.5, station(940e6, 15))) {
		all = append(all, b.IQ...)
	}
	for _, bad := range []complex64{complex(nan, 0), complex(inf, -inf), 0, complex(1e30, 1e30)} {
		x := append([]complex64(nil), all...)
		for i := range x {
			if i < len(x)/5 || i%70000 < 3 {
				x[i] = bad
			}
		}
		events := detect(t, x, 600e3, 940e6, 0, 4096)
		if len(events) == 0 {
			t.Errorf("samples of %v: no cell", bad)
		}
		for _, e := range events {
			if _, err := json.Marshal(e); err != nil || e.Track != "gsm-208-01-4660-22136" {
				t.Errorf("samples of %v: %+v, %v", bad, e, err)
			}
		}
	}
}

func TestBlindBelow300kHz(t *testing.T) {
	for _, rate := range []sdr.Hz{0, 1, 250e3, 299e3} {
		if _, err := New(detectors.Setup{Rate: rate}); !errors.Is(err, detectors.ErrBlind) {
			t.Errorf("%v: %v", rate, err)
		}
	}
}

// TestEveryRate decodes at rates from the least to a wide receiver's.
func TestEveryRate(t *testing.T) {
	for _, rate := range []sdr.Hz{300e3, 64e6 / 174., 1.023e6, 3.2e6, 10e6} {
		if testing.Short() && rate > 1e6 {
			continue
		}
		offset := min(rate/2-edgeHz, 4e6)
		s := scene(rate, 940e6-offset, 0.7, station(940e6, 15))
		began := time.Now()
		h := listen(t, s)
		if _, ok := h.last("gsm-208-01-4660-22136"); !ok {
			t.Errorf("%v: not found", rate)
		}
		t.Logf("%v: %d of %d blocks, %v", rate, h.right, h.tried, time.Since(began))
	}
}

// TestFarOff finds a cell that the receiver sees far from its carrier, with a
// sampling clock that is as wrong and with one that is right.
func TestFarOff(t *testing.T) {
	for _, c := range []struct{ ppm, offset float64 }{{95, 0}, {-95, 0}, {0, 90e3}, {0, -90e3}} {
		b := station(940e6, 12)
		b.OffsetHz = c.offset
		s := scene(542372.88, 940e6, 0.7, b)
		s.PPM = c.ppm
		f, ok := listen(t, s).last("gsm-208-01-4660-22136")
		if want := c.offset - c.ppm*940; !ok || math.Abs(f.CFO-want) > 60 || *f.ARFCN != 25 {
			t.Errorf("%+g ppm and %+g Hz off: found %v, %+v", c.ppm, c.offset, ok, f)
		}
	}
}

// TestCombinedChannels leaves the blocks of dedicated channels alone.
func TestCombinedChannels(t *testing.T) {
	b := station(940e6, 15)
	b.Combined = true
	h := listen(t, scene(600e3, 940e6, 2, b))
	f, ok := h.last("gsm-208-01-4660-22136")
	if !ok || f.Channels != 1 || h.tried > 4*9 || h.right != h.tried {
		t.Errorf("found %v, CCCH_CONF %d, %d of %d blocks in 8½ multiframes of four", ok, f.Channels, h.right, h.tried)
	}
}
