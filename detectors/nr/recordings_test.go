package nr

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/internal/trial"
	"vigie/sdr"
	"vigie/sdr/dsp"
)

// truth is what index.json knows of a recording's NR cells.
type truth struct {
	Cells []struct {
		PCI     int     `json:"pci"`
		SFN     int     `json:"sfn"`
		Index   int     `json:"ssb_index"`
		Barred  bool    `json:"barred"`
		SSB     float64 `json:"ssb_hz"`
		Spacing int     `json:"scs_khz"`
	} `json:"nr_cells"`
}

// replay shows samples to a new detector in chunks and returns its events.
func replay(t testing.TB, x []complex64, setup detectors.Setup, centre, lo sdr.Hz, chunk int) []detectors.Event {
	t.Helper()
	d, err := New(setup)
	if err != nil {
		t.Fatal(err)
	}
	return trial.Samples(d, x, trial.Tuning{Rate: setup.Rate, Centre: centre, LO: lo}, trial.Of(chunk))
}

// blocks returns the entries that hold a synchronisation block, and what is in
// them.
func blocks(t *testing.T) (entries []testdata.Entry, truths []truth) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || !strings.HasPrefix(e.Path, "nr/") {
			continue
		}
		var known truth
		if err := json.Unmarshal(e.Truth, &known); err != nil {
			t.Fatal(err)
		}
		if len(known.Cells) > 0 {
			entries, truths = append(entries, e), append(truths, known)
		}
	}
	if len(entries) == 0 {
		t.Fatal("index.json lists no NR recording with a cell")
	}
	return entries, truths
}

// check holds events against the truth, and nothing else may be in them.
func check(t *testing.T, events []detectors.Event, want truth, centre float64) {
	t.Helper()
	for _, e := range events {
		t.Logf("%v %s, %v %.1f, SNR %.1f, %+v", e.Time.Format("05.000000"), e.Reason, e.Statistic.Name, e.Statistic.Value, e.SNR, e.Fields)
	}
	tracks := map[string]bool{}
	for _, e := range events {
		tracks[e.Track] = true
	}
	if len(tracks) != len(want.Cells) {
		t.Errorf("%d cells, want %d", len(tracks), len(want.Cells))
	}
	for _, c := range want.Cells {
		found := false
		for _, e := range events {
			f, ok := e.Fields.(Fields)
			found = found || ok && f.PCI == c.PCI && f.SFN == c.SFN && f.Index == c.Index && f.Barred == c.Barred &&
				f.Spacing == c.Spacing && (centre == 0 || f.SSB == c.SSB)
		}
		if !found {
			t.Errorf("cell %+v was not found", c)
		}
	}
}

func TestEveryBlockOfTheRecordingsIsDecoded(t *testing.T) {
	entries, truths := blocks(t)
	for i, e := range entries {
		t.Run(e.Path, func(t *testing.T) {
			x := testdata.Samples(t, e)
			for _, centre := range []float64{e.CentreHz, 0} {
				if underRace && (centre == 0 || e.RateHz > 30e6) {
					continue
				}
				began := time.Now()
				events := replay(t, x, detectors.Setup{Rate: sdr.Hz(e.RateHz)}, sdr.Hz(centre), 0, 16384)
				t.Logf("centre %.1f MHz: %v", centre/1e6, time.Since(began))
				check(t, events, truths[i], centre)
			}
		})
	}
}

// narrow cuts a recording to a rate around the block of its cell, as a receiver
// of that rate tuned off by a few kilohertz would, with 8 bits.
func narrow(t *testing.T, x []complex64, e testdata.Entry, ssb, rate float64) (y []complex64, centre float64) {
	centre = ssb - 7e3
	m := dsp.NewMixer(e.CentreHz-centre, e.RateHz)
	r, err := dsp.NewResampler(e.RateHz, rate)
	if err != nil {
		t.Fatal(err)
	}
	mixed := make([]complex64, len(x)+int(2*r.Delay())+1)
	m.Mix(mixed, x)
	y = make([]complex64, r.MaxOut(len(mixed)))
	y = y[:r.Process(y, mixed)]
	var peak float32
	for _, v := range y {
		peak = max(peak, real(v), -real(v), imag(v), -imag(v))
	}
	for i := range y {
		y[i] = scale(y[i], 0.9/peak)
	}
	raw := sdr.CU8.Encode(nil, y)
	sdr.CU8.Decode(y, raw)
	return y, centre
}

func TestABlockIsDecodedThroughANarrowReceiver(t *testing.T) {
	entries, truths := blocks(t)
	for i, e := range entries {
		c := truths[i].Cells[0]
		if c.Spacing != 15 {
			continue
		}
		for _, rate := range []float64{2.4e6, 1.92e6} {
			t.Run(e.Path, func(t *testing.T) {
				y, centre := narrow(t, testdata.Samples(t, e), e, c.SSB, rate)
				check(t, replay(t, y, detectors.Setup{Rate: sdr.Hz(rate)}, sdr.Hz(centre), 0, 5000), truths[i], centre)
			})
		}
	}
}

func TestNoCellInOtherRecordings(t *testing.T) {
	if underRace || testing.Short() {
		t.Skip("takes minutes under the race detector, and long with -short; nothing here is concurrent")
	}
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < float64(leastRate) || strings.HasPrefix(e.Path, "nr/") && !strings.Contains(e.Path, "sib") {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			x := testdata.Samples(t, e)
			began := time.Now()
			events := replay(t, x, detectors.Setup{Rate: sdr.Hz(e.RateHz)}, sdr.Hz(e.CentreHz), sdr.Hz(e.LOHz), 1<<16)
			t.Logf("%.3f s of signal in %v", float64(len(x))/e.RateHz, time.Since(began))
			for _, event := range events {
				t.Errorf("%s, %+v, %+v", event.Reason, event.Statistic, event.Fields)
			}
		})
	}
}
