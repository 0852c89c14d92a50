package fhss_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/chirp"
	"vigie/detectors/fhss"
	"vigie/internal/testdata"
	"vigie/sdr"
)

// A recorded source gives samples in memory.
type recorded struct {
	x            []complex64
	rate, centre sdr.Hz
	at           int
	cuts         []int // places at which samples are missing
}

func (r *recorded) Read(_ context.Context, b *sdr.Block) error {
	if r.at >= len(r.x) {
		return io.EOF
	}
	n := min(8192, len(r.x)-r.at)
	b.Lost = 0
	if len(r.cuts) > 0 && r.at >= r.cuts[0] {
		r.cuts = r.cuts[1:]
		b.Lost = min(5000, len(r.x)-r.at-n)
		r.at += b.Lost
	}
	b.Index, b.Rate, b.Centre = uint64(r.at), r.rate, r.centre
	b.Start = time.Unix(0, 0).UTC().Add(r.rate.Duration(b.Index))
	b.IQ = append(b.IQ[:0], r.x[r.at:r.at+n]...)
	r.at += n
	return nil
}

func (*recorded) Close() error { return nil }

// TestRecordings holds no link: all of them are shown with their frequency on the
// air and without, those too narrow for the detector to its chirp finder alone.
func TestRecordings(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds of samples")
	}
	var seconds float64
	bursts, infos := 0, 0
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < 150e3 {
			continue
		}
		x := testdata.Samples(t, e)
		seconds += float64(len(x)) / e.RateHz
		for _, centre := range []sdr.Hz{sdr.Hz(e.CentreHz), 0} {
			for _, v := range listen(t, &recorded{x: x, rate: sdr.Hz(e.RateHz), centre: centre}) {
				if v.Severity != detectors.Info {
					t.Errorf("%s: %s", e.Path, v.Reason)
				} else if v.Type != detectors.Sensor {
					infos++
					t.Logf("%s: %s", e.Path, v.Reason)
				}
			}
		}
		n := 0
		find(t, &recorded{x: x, rate: sdr.Hz(e.RateHz)}, func(b *fhss.Burst) {
			n++
			t.Logf("%s: chirp at %.4f s, %.4f s, SF%d, %v, %.1f dB, offset %v", e.Path, b.Start, b.Duration, b.SF, b.Bandwidth, b.SNR, b.Freq)
		})
		bursts += n
	}
	t.Logf("%.1f s of recordings: no link, %d ordinary ones, %d chirps", seconds, infos, bursts)
}

// A probe is a detector that gives the bursts of the chirp finder away.
type probe struct {
	fhss.Finder
	found func(*fhss.Burst)
}

func (p probe) Detect(f *detectors.Frame, _ func(detectors.Event)) { p.Find(f, p.found) }
func (p probe) Flush(func(detectors.Event))                        { p.Finder.Flush(p.found) }

// find shows a source to the chirp finder.
func find(t testing.TB, src sdr.Source, found func(*fhss.Burst)) {
	t.Helper()
	spec := detectors.Spec{Name: "probe", New: func(setup detectors.Setup) (detectors.Detector, error) {
		f, err := chirp.New(setup)
		return probe{f, found}, err
	}}
	r := detectors.Receiver{
		Name: "test", Source: src, Specs: []detectors.Spec{spec}, Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink: func(detectors.Event) {},
	}
	if err := r.Run(context.Background()); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
}
