package rogue

import (
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/internal/testdata"
)

// A siTruth is what an independent decoder read of one recorded cell.
type siTruth struct {
	PCI     int      `json:"pci"`
	RB      int      `json:"nrb"`
	Ports   int      `json:"ports"`
	PHICH   []string `json:"phich"`
	SFN     int      `json:"mib_sfn"`
	CFO     float64  `json:"cfo_hz"`
	Message []struct {
		Decoded struct {
			Msg       string   `json:"msg"`
			PLMN      []string `json:"plmn"`
			TAC       int      `json:"tac"`
			CellID    int64    `json:"cell_id"`
			Barred    string   `json:"cellBarred"`
			Intra     string   `json:"intraFreqReselection"`
			QRxLevMin int      `json:"qRxLevMin_dBm"`
			Band      int      `json:"band"`
			Scheduled []string `json:"sched"`
		} `json:"decoded"`
	} `json:"si"`
}

// fields are the cell's as an event has them.
func (s siTruth) fields() fields {
	f := fields{"rat": "lte", "pci": s.PCI, "rb": s.RB, "ports": s.Ports, "sfn": s.SFN, "cfo_hz": s.CFO, "phich_resource": s.PHICH[1]}
	for _, m := range s.Message {
		d := m.Decoded
		if d.Msg != "SIB1" {
			continue
		}
		var sibs []string
		for _, name := range d.Scheduled {
			sibs = append(sibs, strings.Replace(name, "sibType", "sib", 1))
		}
		f = f.with(fields{
			"plmns": d.PLMN, "tac": d.TAC, "cell_id": d.CellID, "band": d.Band, "cell_barred": d.Barred == "barred",
			"intra_freq_reselection": d.Intra == "allowed", "q_rx_lev_min_dbm": d.QRxLevMin, "scheduled": sibs,
		})
	}
	return f
}

// TestOperatorsCellsAreInnocent judges what an independent decoder read of the
// operators' cells, one after another as one sensor would.
func TestOperatorsCellsAreInnocent(t *testing.T) {
	text, err := os.ReadFile(testdata.File(t, "lte-hackrf/truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var files map[string][]siTruth
	if err := json.Unmarshal(text, &files); err != nil {
		t.Fatal(err)
	}
	b, cells := newBench(Setup{}), 0
	for name, truths := range files {
		for _, s := range truths {
			cells++
			for i := range 30 {
				b.hear(noon.Add(time.Duration(i)*time.Second), 1e8*float64(cells), 15, s.fields())
			}
			e := heard(noon.Add(30*time.Second), 1e8*float64(cells), 15, s.fields())
			if v := b.last(t, e); v.Score > -2 {
				t.Errorf("%s: score %.1f: %+v", name, v.Score, v.Findings)
			}
		}
	}
	if len(b.said) > 0 || cells < 5 {
		t.Errorf("%d cells, said: %v", cells, b.said)
	}
}

// TestLaboratoryCellsAreNot: the two laboratory cells look like catchers, by what
// an independent decoder read of them.
func TestLaboratoryCellsAreNot(t *testing.T) {
	for _, e := range testdata.Index(t) {
		if !strings.Contains(e.Path, "amar") && !strings.Contains(e.Path, "srsran-n5-10MHz/ssb") {
			continue
		}
		var truth map[string][]fields
		var lists map[string]json.RawMessage
		if err := json.Unmarshal(e.Truth, &lists); err != nil {
			t.Fatal(err)
		}
		truth = map[string][]fields{}
		for _, k := range []string{"lte_cells", "nr_cells"} {
			var cells []fields
			if lists[k] != nil && json.Unmarshal(lists[k], &cells) == nil {
				truth[k] = cells
			}
		}
		var f fields
		if cells := truth["lte_cells"]; len(cells) > 0 {
			f = cells[0].with(fields{"rat": "lte", "plmns": cells[0]["plmn"], "scheduled": []string{"sib3"}})
		} else {
			// SIB1 of the n5 cell as published beside it: q-RxLevMin -70 × 2 dBm, no si-SchedulingInfo.
			f = truth["nr_cells"][0].with(fields{"rat": "nr", "plmns": truth["nr_cells"][0]["plmn"], "q_rx_lev_min_dbm": -140})
		}
		b := newBench(Setup{})
		b.hear(time.Unix(0, 0), 887050000, 13, f)
		if len(b.said) != 1 || b.said[0].Severity != detectors.Alert {
			t.Errorf("%s: said %+v", path.Base(e.Path), b.said)
			continue
		}
		t.Logf("%s: score %.1f: %+v", e.Path, b.said[0].Fields.(Fields).Score, b.said[0].Fields.(Fields).ids())
	}
}
