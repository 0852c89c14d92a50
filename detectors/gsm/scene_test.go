package gsm

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// heard is what a detector made of a scene.
type heard struct {
	events []detectors.Event
	blocks map[uint32]string // messages of System Information by frame number, as octets
	tried  int               // blocks
	right  int
	cells  []cell // believed at the end
}

// listen plays a scene to a new detector.
func listen(t testing.TB, s synth.Scene) (h heard) {
	t.Helper()
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	h.blocks = map[uint32]string{}
	d, err := New(detectors.Setup{Rate: s.Rate, Broadcast: func(b *detectors.Broadcast) { h.blocks[b.FN] = string(b.Octets) }})
	if err != nil {
		t.Fatal(err)
	}
	emit := func(e detectors.Event) { h.events = append(h.events, e) }
	f := detectors.Frame{Block: new(sdr.Block), Fresh: true}
	for {
		err := src.Read(context.Background(), f.Block)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		d.Detect(&f, emit)
		f.Fresh = false
	}
	for _, c := range d.(*Detector).cells {
		if c.inUse && c.believed() {
			h.cells = append(h.cells, c)
			h.tried += c.tried
			h.right += c.blocks
		}
	}
	d.(detectors.Flusher).Flush(emit)
	return h
}

// last returns the newest event with a track.
func (h heard) last(track string) (f Fields, ok bool) {
	for _, e := range h.events {
		if e.Track == track {
			f, ok = e.Fields.(Fields), true
		}
	}
	return f, ok
}

// station is a plain cell.
func station(freq sdr.Hz, snr float64) synth.BTS {
	return synth.BTS{
		Freq: freq, NCC: 3, BCC: 5, FN: 51*1000 + 20, SNR: snr, MCC: "208", MNC: "01", LAC: 4660, CellID: 22136,
		Neighbours: []int{3, 7, 70, 124}, T3212: 20, Hysteresis: 8, Reselect: 20, AccessMin: 11, GPRS: true, Paging: 0.3, Long: 0.2, Load: 0.5,
	}
}

func scene(rate, centre sdr.Hz, seconds float64, cells ...synth.BTS) synth.Scene {
	return synth.Scene{
		Seed: 1, Rate: rate, Centre: centre, Format: sdr.CU8, Seconds: seconds, FrontEnd: synth.FrontEnd{NoiseDBFS: -35}, GSM: cells,
	}
}
