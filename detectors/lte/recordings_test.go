package lte

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/sdr"
)

// truth is what index.json knows of a recording's LTE cells.
type truth struct {
	Cells []struct {
		PCI    int    `json:"pci"`
		Duplex string `json:"duplex"`
		RB     int    `json:"rb"`
		Ports  int    `json:"ports"`
		SFN    *int   `json:"sfn"`
	} `json:"lte_cells"`
}

// samples reads a whole recording.
func samples(t testing.TB, e testdata.Entry) []complex64 {
	t.Helper()
	f, err := sdr.ParseFormat(e.Format)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(testdata.File(t, e.Path))
	if err != nil {
		t.Fatal(err)
	}
	raw = raw[e.SkipBytes:]
	x := make([]complex64, len(raw)/f.SampleBytes())
	f.Decode(x, raw[:len(x)*f.SampleBytes()])
	return x
}

// detect shows samples to a new detector in chunks and returns its events.
func detect(t testing.TB, x []complex64, rate, centre, lo sdr.Hz, chunk int) (events []detectors.Event) {
	t.Helper()
	d, err := New(detectors.Setup{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	emit := func(e detectors.Event) { events = append(events, e) }
	for at := 0; at < len(x); at += chunk {
		b := sdr.Block{
			Index: uint64(at), Start: time.Unix(0, 0).UTC().Add(rate.Duration(uint64(at))),
			Rate: rate, Centre: centre, LO: lo, IQ: x[at:min(at+chunk, len(x))],
		}
		d.Detect(&detectors.Frame{Block: &b, Fresh: at == 0}, emit)
	}
	d.(detectors.Flusher).Flush(emit)
	return events
}

// noBroadcast lists recordings whose cell cannot be decoded from them.
var noBroadcast = map[string]string{
	"lte-srsran/signal.10M.dat": "it is slot 0 alone, 0.5 ms; the broadcast is in slot 1",
}

func TestRecordings(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < sampleRate {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			if why := noBroadcast[e.Path]; why != "" {
				t.Skip(why)
			}
			var want truth
			if err := json.Unmarshal(e.Truth, &want); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			events := detect(t, samples(t, e), sdr.Hz(e.RateHz), sdr.Hz(e.CentreHz), sdr.Hz(e.LOHz), 16384)
			t.Logf("%d events, %v", len(events), time.Since(began))
			for _, event := range events {
				f := event.Fields.(Fields)
				t.Logf("%v %s, SFN %d, CFO %.0f Hz, SNR %.1f dB, z %.1f", event.Time.Format("05.000000"), event.Reason, f.SFN, f.CFO, event.SNR, event.Statistic.Value)
			}
			for _, c := range want.Cells {
				found := false
				for _, event := range events {
					f := event.Fields.(Fields)
					found = found || f.PCI == c.PCI && f.RB == c.RB && (c.Ports == 0 || f.Ports == c.Ports) &&
						(c.Duplex == "" || f.Duplex == c.Duplex) && (c.SFN == nil || f.SFN == *c.SFN)
				}
				if !found {
					t.Errorf("cell %+v was not found", c)
				}
			}
		})
	}
}
