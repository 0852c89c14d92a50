package rogue

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// fields are an event's fields by their names in the contract: what another
// process or another sensor sends.
type fields map[string]any

func (f fields) Same(detectors.Fields) bool { return false }

// with returns a copy with other values; a nil value leaves a field out.
func (f fields) with(changes fields) fields {
	c := fields{}
	for k, v := range f {
		c[k] = v
	}
	for k, v := range changes {
		if v == nil {
			delete(c, k)
			continue
		}
		c[k] = v
	}
	return c
}

// noon is a date on which France still had 2G.
var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// gsmCell is an ordinary cell of SFR: what a real one of the recordings says.
func gsmCell(arfcn, ci int) fields {
	return fields{
		"rat": "gsm", "arfcn": arfcn, "band": "gsm900", "ncc": 2, "bcc": ci % 8, "fn": 1_000_000, "cfo_hz": 2000.0,
		"mcc": "208", "mnc": "10", "lac": 46509, "cell_id": ci, "si": []string{"si1", "si2", "si2quater", "si3", "si4", "si13"},
		"neighbours": []int{76, 79, 81, 83, 85, 115, 117, 119, 121, 123}, "cell_reselect_hysteresis_db": 10, "cell_reselect_offset_db": 6,
		"penalty_time_s": 20, "rxlev_access_min": 8, "ms_txpwr_max_cch": 5, "barred": false, "reestablishment": true, "ncc_permitted": 0xFF, "t3212": 30,
		"paging": fields{"none": 100, "permanent": 0, "temporary": 0, "other": 0}, "assigned": fields{"hopping": 0, "fixed": 0, "refused": 0},
	}
}

// lteCell is an ordinary cell of the same operator.
func lteCell(pci int, ci int64) fields {
	return fields{
		"rat": "lte", "pci": pci, "duplex": "FDD", "rb": 50, "ports": 2, "sfn": 100, "cfo_hz": 2000.0, "phich_resource": "1",
		"plmns": []string{"208-10"}, "tac": 9340, "cell_id": ci, "band": 20, "cell_barred": false, "intra_freq_reselection": true,
		"q_rx_lev_min_dbm": -128, "scheduled": []string{"sib3", "sib5", "sib6", "sib7"},
	}
}

// nrCell is an ordinary 5G cell.
func nrCell(pci int, nci int64) fields {
	return fields{
		"rat": "nr", "pci": pci, "scs_khz": 15, "cfo_hz": 2000.0, "ssb_index": 0, "ssb_seen": []int{0}, "cell_barred": false,
		"intra_freq_reselection": true, "k_ssb": 2, "plmns": []string{"208-10"}, "tac": 816, "nci": nci, "q_rx_lev_min_dbm": -120,
		"scheduled": []string{"sib2", "sib4"},
	}
}

// heard makes the event of a sighting.
func heard(at time.Time, freq, snr float64, f fields) *detectors.Event {
	text, _ := json.Marshal(f["arfcn"])
	return &detectors.Event{
		Time: at, Receiver: "rtl0", Detector: fmt.Sprint(f["rat"]), Type: detectors.Cell, Severity: detectors.Info, Evidence: detectors.Decoded,
		Freq: sdr.Hz(freq), SNR: snr, Track: fmt.Sprint(f["rat"], f["pci"], string(text)), Reason: fmt.Sprintf("%v cell", f["rat"]), Fields: f,
	}
}

// A bench is a judge whose statements are collected.
type bench struct {
	*Judge
	said []detectors.Event
}

func newBench(setup Setup) *bench { return &bench{Judge: New(setup)} }

func (b *bench) hear(at time.Time, freq, snr float64, f fields) {
	b.See(heard(at, freq, snr, f), func(e detectors.Event) { b.said = append(b.said, e) })
}

// last returns the newest verdict on a cell, whatever its score.
func (b *bench) last(t testing.TB, e *detectors.Event) Verdict {
	t.Helper()
	c, err := cellOf(e)
	if err != nil {
		t.Fatal(err)
	}
	at := b.site.places[c.place(e)]
	if at == nil {
		t.Fatalf("cell %s was not seen", c.place(e))
	}
	r := at.last
	return weigh(b.setup.Prior, b.signs, &view{now: e.Time, site: b.site, record: r, cell: &r.cell, event: e, setup: &b.setup})
}

// weight returns what an indicator said, 0 for nothing.
func (v Verdict) weight(id string) float64 {
	for _, f := range v.Findings {
		if f.ID == id {
			return f.Weight
		}
	}
	return 0
}
