package droneid

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/internal/trial"
	"vigie/sdr"
)

// detect shows samples to a new detector in pieces and returns its events.
func detect(t testing.TB, x []complex64, rate, centre sdr.Hz, piece int) []detectors.Event {
	t.Helper()
	d, err := New(detectors.Setup{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	return trial.Samples(d, x, trial.Tuning{Rate: rate, Centre: centre}, trial.Of(piece))
}

// TestRecordings finds DroneID where it is and nowhere else, the centre taken as
// unknown throughout so that every offset is tried on every negative.
func TestRecordings(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < 1.6e6 {
			continue
		}
		want := strings.HasPrefix(e.Path, "droneid/") && !strings.Contains(e.Path, "nonid")
		t.Run(e.Path, func(t *testing.T) {
			events := detect(t, testdata.Samples(t, e), sdr.Hz(e.RateHz), 0, 16384)
			if got := len(events) > 0; got != want {
				t.Errorf("found %v, want %v", got, want)
			}
			for _, v := range events {
				t.Logf("%s at %v, %+.0f Hz, %.1f dB, log %.1f of %.1f", v.Reason, v.Time, *v.Fields.(detectors.LinkFields).OffsetHz, v.SNR, v.Statistic.Value, v.Statistic.Threshold)
			}
		})
	}
}

// TestPieces gives the same events however the samples come.
func TestPieces(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Path != "droneid/mavic_droneid_plus3.0MHz_2400k.cu8" && e.Path != "droneid/mavic_droneid_15360k.cf32" {
			continue
		}
		x := testdata.Samples(t, e)
		want := fmt.Sprintf("%+v", texts(detect(t, x, sdr.Hz(e.RateHz), 0, len(x))))
		for _, piece := range []int{997, 16384} {
			if got := fmt.Sprintf("%+v", texts(detect(t, x, sdr.Hz(e.RateHz), 0, piece))); got != want {
				t.Errorf("%s in pieces of %d:\n%s\nwhole:\n%s", e.Path, piece, got, want)
			}
		}
	}
}

func texts(events []detectors.Event) (all []string) {
	for _, e := range events {
		all = append(all, fmt.Sprintf("%v %v %v %g", e.Time, e.Freq, e.Severity, e.SNR))
	}
	return all
}

// TestNothingIsAllocated in the samples' path.
func TestNothingIsAllocated(t *testing.T) {
	d, err := New(detectors.Setup{Rate: 2.4e6})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	b := sdr.Block{Rate: 2.4e6, Centre: 2414e6, IQ: make([]complex64, 16384)}
	for i := range b.IQ {
		b.IQ[i] = complex(float32(random.NormFloat64()), float32(random.NormFloat64()))
	}
	f := detectors.Frame{Block: &b, Fresh: true}
	emit := func(detectors.Event) {}
	step := func() {
		d.Detect(&f, emit)
		f.Fresh = false
		b.Index += uint64(len(b.IQ))
	}
	step()
	if n := testing.AllocsPerRun(20, step); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

func TestNarrowReceiversAreBlind(t *testing.T) {
	if _, err := New(detectors.Setup{Rate: 1e6}); !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("1 MS/s: %v", err)
	}
}
