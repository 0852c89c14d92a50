package gsm

import (
	"encoding/json"
	"testing"

	"vigie/detectors"
	"vigie/internal/testdata"
	"vigie/internal/trial"
	"vigie/sdr"
)

// truth is what index.json knows of a recording's GSM cells.
type truth struct {
	Cells []struct {
		ARFCN      int    `json:"arfcn"`
		NCC        int    `json:"ncc"`
		BCC        int    `json:"bcc"`
		FN         int    `json:"fn"`
		PLMN       string `json:"plmn"`
		LAC        int    `json:"lac"`
		CellID     int    `json:"cell_id"`
		T3212      int    `json:"t3212"`
		Hysteresis int    `json:"crh_db"`
	} `json:"gsm_cells"`
}

// detect shows samples to a new detector in chunks and returns its events.
func detect(t testing.TB, x []complex64, rate, centre, lo sdr.Hz, chunk int) []detectors.Event {
	t.Helper()
	d, err := New(detectors.Setup{Rate: rate})
	if err != nil {
		t.Fatal(err)
	}
	return trial.Samples(d, x, trial.Tuning{Rate: rate, Centre: centre, LO: lo}, trial.Of(chunk))
}

// TestRecordings finds the cells that are known and none where there is none.
func TestRecordings(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if e.Kind != "iq" || e.RateHz < leastRate {
			continue
		}
		t.Run(e.Path, func(t *testing.T) {
			var want truth
			if err := json.Unmarshal(e.Truth, &want); err != nil {
				t.Fatal(err)
			}
			events := detect(t, testdata.Samples(t, e), sdr.Hz(e.RateHz), sdr.Hz(e.CentreHz), sdr.Hz(e.LOHz), 16384)
			if len(want.Cells) == 0 && len(events) > 0 {
				t.Errorf("a cell in a recording without one: %s", events[0].Reason)
			}
			for _, c := range want.Cells {
				found := false
				for _, event := range events {
					f := event.Fields.(Fields)
					text, err := json.Marshal(event)
					if err != nil {
						t.Fatal(err)
					}
					t.Logf("%s", text)
					found = found || *f.ARFCN == c.ARFCN && f.NCC == c.NCC && f.BCC == c.BCC && f.MCC+"-"+f.MNC == c.PLMN &&
						*f.LAC == c.LAC && *f.CellID == c.CellID && f.T3212 == c.T3212 && f.Hysteresis == c.Hysteresis &&
						f.FN == c.FN
				}
				if !found {
					t.Errorf("cell %+v was not found", c)
				}
			}
		})
	}
}
