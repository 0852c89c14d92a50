// Package trial shows modelled scenes and recorded samples to one detector, in
// tests: no receiver loop, no tracker, just what the detector itself says.
package trial

import (
	"errors"
	"io"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// Epoch is when everything shown begins.
var Epoch = time.Unix(0, 0).UTC()

// Scene shows all of a modelled scene to d and returns its events.
func Scene(t testing.TB, d detectors.Detector, s synth.Scene) (events []detectors.Event) {
	t.Helper()
	src, err := s.Open(Epoch)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	emit := func(e detectors.Event) { events = append(events, e) }
	var b sdr.Block
	for fresh := true; ; fresh = false {
		err := src.Read(t.Context(), &b)
		if errors.Is(err, io.EOF) {
			return flush(d, events)
		}
		if err != nil {
			t.Fatal(err)
		}
		d.Detect(&detectors.Frame{Block: &b, Fresh: fresh}, emit)
	}
}

// A Tuning says how samples were received.
type Tuning struct{ Rate, Centre, LO sdr.Hz }

// Samples shows x to d in pieces, whose lengths piece returns one by one, and
// returns its events.
func Samples(d detectors.Detector, x []complex64, in Tuning, piece func() int) (events []detectors.Event) {
	emit := func(e detectors.Event) { events = append(events, e) }
	for at, n := 0, 0; at < len(x); at += n {
		n = min(piece(), len(x)-at)
		b := sdr.Block{
			Index: uint64(at), Start: Epoch.Add(in.Rate.Duration(uint64(at))),
			Rate: in.Rate, Centre: in.Centre, LO: in.LO, IQ: x[at : at+n],
		}
		d.Detect(&detectors.Frame{Block: &b, Fresh: at == 0}, emit)
	}
	return flush(d, events)
}

// Of returns pieces of one length.
func Of(samples int) func() int { return func() int { return samples } }

// flush lets d finish and returns all events.
func flush(d detectors.Detector, events []detectors.Event) []detectors.Event {
	if f, ok := d.(detectors.Flusher); ok {
		f.Flush(func(e detectors.Event) { events = append(events, e) })
	}
	return events
}
