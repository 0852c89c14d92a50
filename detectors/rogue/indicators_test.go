package rogue

import (
	"testing"
	"time"
)

// TestIndicators: what each sign fires on and what it lets pass. Negatives are
// what real cells of the recordings say, or what ordinary life does.
func TestIndicators(t *testing.T) {
	g, l, n := gsmCell(94, 7), lteCell(300, 7), nrCell(191, 7)
	fired, silent := map[string]bool{}, map[string]bool{}
	link := func(f, counts fields) fields { return f.with(fields{"connections": counts}) }
	for _, c := range []struct {
		id, what string
		before   story
		last     fields
		snr      float64
		weight   float64
	}{
		{"G1", "20 dB above its mean", then(nil, often(30, g)...), g, 32, 0.5},
		{"G1", "5 dB above", then(nil, often(30, g)...), g, 17, 0},
		{"G1", "not known long enough", then(nil, often(3, g)...), g, 32, 0},
		{"G3", "a test network", nil, g.with(fields{"mcc": "001", "mnc": "01"}), 20, 6.2},
		{"G3", "a test network far away", nil, g.with(fields{"mcc": "001", "mnc": "01"}), 3, 4.5},
		{"G3", "a real French one", gsmKin(nil), g, 20, 0},
		{"G3", "a neighbour's, in France", gsmKin(nil), g.with(fields{"mcc": "262", "mnc": "02"}), 20, 0},
		{"G3", "from the far east, in France", gsmKin(nil), g.with(fields{"mcc": "460", "mnc": "00"}), 20, 2},
		{"G3", "the real O2 cell of the recording, alone", nil, g.with(fields{"mcc": "234", "mnc": "10"}), 20, 0},
		{"G4", "SFR on GSM 850", nil, g.with(fields{"band": "gsm850"}), 20, 1.2},
		{"G4", "an operator that the table lacks", nil, g.with(fields{"mcc": "724", "mnc": "05", "band": "gsm850"}), 20, 0},
		{"G5", "an area that no sibling has", gsmKin(nil), g.with(fields{"lac": 3}), 12, 0.8},
		{"G5", "the siblings' area", gsmKin(nil), g, 12, 0},
		{"G5", "one change", then(nil, g), g.with(fields{"lac": 3}), 12, 1.2},
		{"G5", "three changes", then(nil, g, g.with(fields{"lac": 3}), g.with(fields{"lac": 4})), g.with(fields{"lac": 5}), 12, 3},
		{"G6", "no neighbour", nil, g.with(fields{"neighbours": []int{}}), 12, 1.3},
		{"G6", "only itself", nil, g.with(fields{"neighbours": []int{94}}), 12, 1.3},
		{"G6", "System Information 2 not read", nil, g.with(fields{"neighbours": []int{}, "si": []string{"si3"}}), 12, 0},
		{"G6", "neighbours that are heard", gsmKin(nil), g, 12, 0},
		{"G7", "twins on the air", then(nil, often(3, g.with(fields{"arfcn": 80}))...), g, 12, 0},
		{"G7", "twins on the air, heard again", then(then(nil, often(3, g.with(fields{"arfcn": 80}))...), g), g, 12, 2},
		{"G8", "126 dB", nil, g.with(fields{"cell_reselect_offset_db": 126}), 12, 1.6},
		{"G8", "40 dB, which a fifth of real cells have", nil, g.with(fields{"cell_reselect_offset_db": 40}), 12, 0},
		{"G8", "100 dB that repel", nil, g.with(fields{"cell_reselect_offset_db": 100, "penalty_time_s": 0}), 12, 0},
		{"G9", "T3212 1", nil, g.with(fields{"t3212": 1}), 12, 2},
		{"G9", "T3212 10, the real Vodafone cell's", nil, g.with(fields{"t3212": 10}), 12, 0},
		{"G10", "lets all in, siblings do not", gsmKin(nil), g.with(fields{"rxlev_access_min": 0}), 12, 0.6},
		{"G10", "lets all in, without siblings", nil, g.with(fields{"rxlev_access_min": 0}), 12, 0},
		{"G11", "SI 13 and 2quater missing after 20 s", then(gsmKin(nil), often(25, g.with(fields{"si": fewSI}))...), g.with(fields{"si": fewSI}), 12, 1},
		{"G11", "not heard for long", gsmKin(nil), g.with(fields{"si": fewSI}), 12, 0},
		{"G12", "no page in 40 s", then(nil, often(40, g.with(paged(0, 0)))...), g.with(paged(0, 0)), 12, 1},
		{"G12", "no page in 5 s", then(nil, often(5, g.with(paged(0, 0)))...), g.with(paged(0, 0)), 12, 0},
		{"G12", "idle blocks not read", then(nil, often(40, g.with(fields{"paging": fields{}}))...), g.with(fields{"paging": fields{}}), 12, 0},
		{"G13", "half by permanent identity", then(nil, g.with(paged(0, 0))), g.with(paged(60, 30)), 12, 1},
		{"G13", "5 of 67, the real Vodafone cell's", then(nil, g.with(paged(0, 0))), g.with(paged(67, 5)), 12, 0},
		{"G14", "none hops, siblings do", gsmKin(fields{"assigned": fields{"hopping": 9, "fixed": 1}}), g.with(fields{"assigned": fields{"hopping": 0, "fixed": 12}}), 12, 0.3},
		{"G14", "none hops, nor do siblings", gsmKin(fields{"assigned": fields{"hopping": 0, "fixed": 9}}), g.with(fields{"assigned": fields{"hopping": 0, "fixed": 12}}), 12, 0},
		{"G18", "does not permit its own colour", nil, g.with(fields{"ncc": 2, "ncc_permitted": 1}), 12, 1},
		{"G18", "permits it", nil, g.with(fields{"ncc": 2, "ncc_permitted": 4}), 12, 0},
		{"G19", "2 ppm off", then(gsmKin(nil), often(3, g.with(fields{"cfo_hz": 2000 + 2*806.0}))...), g.with(fields{"cfo_hz": 2000 + 2*806.0}), 12, 2},
		{"G19", "0.1 ppm off", then(gsmKin(nil), often(3, g.with(fields{"cfo_hz": 2080.6}))...), g.with(fields{"cfo_hz": 2080.6}), 12, 0},
		{"G19", "50 ppm off is a mistaken raster", then(gsmKin(nil), often(3, g.with(fields{"cfo_hz": 42300.0}))...), g.with(fields{"cfo_hz": 42300.0}), 12, 0},
		{"G20", "frame 900", nil, g.with(fields{"fn": 900}), 12, 1.2},
		{"G20", "frame 860902, the real Vodafone cell's", nil, g.with(fields{"fn": 860902}), 12, 0},
		{"G21", "GSM of Free", nil, g.with(fields{"mnc": "15"}), 12, 6.2},
		{"G21", "GSM of SFR in June 2026", nil, g, 12, 0},
		{"G22", "LAC 65534", nil, g.with(fields{"lac": 65534}), 12, 2.5},
		{"G23", "contents change four times", then(nil, g, g.with(fields{"t3212": 9}), g.with(fields{"t3212": 8}), g), g.with(fields{"t3212": 7}), 12, 0.8},
		{"L1", "the laboratory cell's", nil, l.with(fields{"plmns": []string{"001-01"}}), 22, 6.2},
		{"L1", "the real Belgian cell's", lteKin(nil), l.with(fields{"plmns": []string{"206-20"}}), 22, 0},
		{"L4", "one identity on two carriers", then(nil, l, l, l.with(fields{"pci": 9})), l.with(fields{"pci": 9}), 12, 0}, // one carrier here
		{"L5", "an area that no sibling has", lteKin(nil), l.with(fields{"tac": 7}), 12, 0.8},
		{"L5", "three cells with three areas under one PCI", then(nil, l, l.with(fields{"cell_id": 8, "tac": 2}), l.with(fields{"cell_id": 9, "tac": 3})), l.with(fields{"cell_id": 10, "tac": 4}), 12, 3},
		{"L5", "two far cells that share a PCI", then(nil, l, l.with(fields{"cell_id": 8, "tac": 2}), l), l.with(fields{"cell_id": 8, "tac": 2}), 12, 0},
		{"L6", "SIB3 alone", nil, l.with(fields{"scheduled": []string{"sib3"}}), 12, 1},
		{"L6", "two, the real Chinese cell's", nil, l.with(fields{"scheduled": []string{"sib3", "sib5"}}), 12, 0},
		{"L6", "SIB1 not read", nil, l.with(fields{"plmns": nil, "scheduled": nil}), 12, 0},
		{"L7", "barred and nothing else allowed", nil, l.with(fields{"cell_barred": true, "intra_freq_reselection": false}), 12, 0.7},
		{"L7", "barred for maintenance", nil, l.with(fields{"cell_barred": true}), 12, 0},
		{"L8", "−140 dBm", nil, l.with(fields{"q_rx_lev_min_dbm": -140}), 12, 0.8},
		{"L8", "−132 dBm, the real Belgian cell's", nil, l.with(fields{"q_rx_lev_min_dbm": -132}), 12, 0},
		{"L9", "priority 7 where siblings have 5", lteKin(fields{"sib3": fields{"priority": 5}}), l.with(fields{"sib3": fields{"priority": 7}}), 12, 0.7},
		{"L9", "the siblings' priority", lteKin(fields{"sib3": fields{"priority": 5}}), l.with(fields{"sib3": fields{"priority": 5}}), 12, 0},
		{"L10", "SIB5 that names nothing", nil, l.with(fields{"sib5": fields{"carriers": []fields{}}}), 12, 0.8},
		{"L10", "SIB5 as the siblings'", lteKin(fields{"sib5": fields{"carriers": []fields{{"arfcn": 1303}}}}), l.with(fields{"sib5": fields{"carriers": []fields{{"arfcn": 1303}}}}), 12, 0},
		{"L10", "SIB5 like nobody's", lteKin(fields{"sib5": fields{"carriers": []fields{{"arfcn": 1303}}}}), l.with(fields{"sib5": fields{"carriers": []fields{{"arfcn": 9}}}}), 12, 0.5},
		{"L11", "2G above SIB3, SIB5 not read", nil, l.with(fields{"sib3": fields{"priority": 5}, "sib7": fields{"groups": []fields{{"arfcns": []int{1}, "priority": 7}}}}), 12, 3},
		{"L11", "2G above 4G", nil, l.with(fields{"scheduled": []string{"sib3", "sib7"}, "sib3": fields{"priority": 5}, "sib7": fields{"groups": []fields{{"arfcns": []int{1}, "priority": 7}}}}), 12, 6.2},
		{"L11", "3G above 4G", nil, l.with(fields{"sib3": fields{"priority": 5}, "sib6": fields{"fdd": []fields{{"arfcn": 10713, "priority": 7}}}}), 12, 2},
		{"L11", "the real Chinese cell's priorities", nil, l.with(fields{"sib3": fields{"priority": 6}, "sib5": fields{"carriers": []fields{{"arfcn": 1650, "priority": 5}}}, "sib6": fields{"fdd": []fields{{"arfcn": 10713, "priority": 4}}}}), 12, 0},
		{"L12", "to the 2G of Free", nil, l.with(fields{"plmns": []string{"208-15"}, "sib7": fields{"groups": []fields{{"arfcns": []int{1}}}}}), 12, 3},
		{"L12", "to the 2G of SFR", nil, l.with(fields{"sib7": fields{"groups": []fields{{"arfcns": []int{94}}}}}), 12, 0},
		{"L13", "1.4 MHz among wide ones", lteKin(nil), l.with(fields{"rb": 6}), 12, 1.3},
		{"L13", "5 MHz of an operator that has such", lteKin(fields{"rb": 25}), l.with(fields{"rb": 25}), 12, 0},
		{"L14", "one port among cells with two", lteKin(nil), l.with(fields{"ports": 1}), 12, 0.4},
		{"L16", "contents change", then(nil, l, l.with(fields{"cell_barred": true}), l, l.with(fields{"tac": 2})), l.with(fields{"tac": 3}), 12, 0.8},
		{"L17", "a warning from one cell", lteKin(nil), l.with(fields{"scheduled": []string{"sib3", "sib12"}}), 12, 0.6},
		{"L17", "a warning from all", lteKin(fields{"scheduled": []string{"sib3", "sib12"}}), l.with(fields{"scheduled": []string{"sib3", "sib12"}}), 12, 0},
		{"L19", "2 ppm off", then(lteKin(nil), often(3, l.with(fields{"cfo_hz": 3612.0}))...), l.with(fields{"cfo_hz": 3612.0}), 12, 2},
		{"L20", "one cell says two things in turn", then(nil, l, l.with(fields{"cell_barred": true}), l), l.with(fields{"cell_barred": true}), 12, 6.2},
		{"L20", "one change, and it stays", then(nil, l, l), l.with(fields{"cell_barred": true}), 12, 0},
		{"L20", "two far cells with one PCI", then(nil, l, l.with(fields{"cell_id": 9}), l), l.with(fields{"cell_id": 9}), 12, 0.5},
		{"L20", "two clocks", then(nil, l, l.with(fields{"cfo_hz": 3000.0}), l, l.with(fields{"cfo_hz": 3000.0}), l), l.with(fields{"cfo_hz": 3000.0}), 12, 1.5},
		{"L22", "TAC 1", nil, l.with(fields{"tac": 1}), 12, 1},
		{"L23", "Free on band 20", nil, l.with(fields{"plmns": []string{"208-15"}}), 12, 1.2},
		{"L23", "SFR on band 20", nil, l, 12, 0},
		{"L23", "Orange on SFR's frequencies", nil, l.with(fields{"plmns": []string{"208-01"}}), 12, 1.2},
		{"L23", "Vodafone's real frequencies", nil, l.with(fields{"plmns": []string{"262-02"}}), 12, 0},
		{"L23", "a shared carrier", nil, l.with(fields{"plmns": []string{"208-15", "208-10"}}), 12, 0},
		{"N1", "the laboratory cell's", nil, n.with(fields{"plmns": []string{"001-01"}}), 13, 6.2},
		{"N2", "barred, though it has a SIB1", nil, n.with(fields{"cell_barred": true, "intra_freq_reselection": false}), 12, 0.5},
		{"N2", "NSA, as the real ones", nil, n.with(fields{"cell_barred": true, "intra_freq_reselection": false, "k_ssb": 31}), 12, 0},
		{"N4", "lets all in and schedules nothing", nil, n.with(fields{"q_rx_lev_min_dbm": -140, "scheduled": nil}), 12, 1.3},
		{"N4", "the real cell of Singapore: −140 dBm with a list", nil, n.with(fields{"q_rx_lev_min_dbm": -140}), 12, 0},
		{"N5", "one beam among cells with two", then(nrKin(fields{"ssb_seen": []int{0, 1}}), often(25, n)...), n, 12, 0.3},
		{"N6", "2 ppm off", then(nrKin(nil), often(3, n.with(fields{"cfo_hz": 3612.0}))...), n.with(fields{"cfo_hz": 3612.0}), 12, 2},
		{"N8", "TAC 1", nil, n.with(fields{"tac": 1}), 12, 1},
		{"N9", "an area that no sibling has", nrKin(nil), n.with(fields{"tac": 7}), 12, 0.8},
		{"N9", "the siblings' area", nrKin(nil), n, 12, 0},
		{"N1", "the real cell of Singapore", nil, n.with(fields{"plmns": []string{"525-01"}}), 16, 0},
		{"N5", "one beam, as the siblings", then(nrKin(nil), often(25, n)...), n, 12, 0},
		{"N6", "0.1 ppm off", then(nrKin(nil), often(3, n.with(fields{"cfo_hz": 2080.6}))...), n.with(fields{"cfo_hz": 2080.6}), 12, 0},
		{"N8", "the real cell of Singapore", nil, n.with(fields{"tac": 816}), 12, 0},
		{"L4", "one identity on two carriers, as the real Chinese operator", func(b *bench, _ func(float64, fields)) {
			for i := range 3 {
				b.hear(noon.Add(time.Duration(i-10)*time.Second), 796e6, 12, l)
			}
		}, l, 12, 0},
		{"L4", "the same, heard again", func(b *bench, hear func(float64, fields)) {
			for i := range 3 {
				b.hear(noon.Add(time.Duration(i)*time.Second), 796e6, 12, l)
				hear(12, l)
			}
		}, l, 12, 0.2},
		{"L13", "1.4 MHz of an operator without siblings", nil, l.with(fields{"rb": 6}), 12, 0.6},
		{"L14", "the siblings' ports", lteKin(nil), l, 12, 0},
		{"L16", "contents that stay", then(nil, often(20, l)...), l, 12, 0},
		{"L19", "0.1 ppm off", then(lteKin(nil), often(3, l.with(fields{"cfo_hz": 2080.6}))...), l.with(fields{"cfo_hz": 2080.6}), 12, 0},
		{"L22", "TAC 501, the real Belgian cell's", nil, l.with(fields{"tac": 501}), 12, 0},
		{"G22", "LAC 318, the real Vodafone cell's", nil, g.with(fields{"lac": 318}), 12, 0},
		{"G23", "contents that stay", then(nil, often(20, g)...), g, 12, 0},
		{"G2", "a stranger at a site learnt for a day", nil, g.with(fields{"cell_id": 9}), 12, 1},
		{"G2", "a cell of the baseline", nil, g, 12, 0},
		{"L2", "not in the database", nil, l.with(fields{"cell_id": 9}), 12, 0.3},
		{"L2", "listed", nil, l, 12, 0},
		{"N3", "a stranger at a site learnt for an hour", nil, n.with(fields{"nci": 9}), 12, 0.5},
		{"N3", "a cell of the baseline", nil, n, 12, 0},
		{"L3", "another PCI than learnt", nil, l.with(fields{"pci": 5}), 12, 1.2},
		{"L3", "as learnt", nil, l, 12, 0},
		{"N10", "another PCI than learnt", nil, n.with(fields{"pci": 5}), 12, 1.2},
		{"N10", "as learnt", nil, n, 12, 0},
		{"B1", "as learnt over a day", nil, g, 12, -1.5},
		{"B1", "other contents than learnt", nil, g.with(fields{"t3212": 1}), 12, 0},
		{"D1", "listed in Marseille, heard in Paris", nil, l, 12, 1},
		{"D1", "the same, weak", nil, l, 3, 0},
		{"D1", "not listed", nil, l.with(fields{"cell_id": 9}), 12, 0},
		{"D2", "SFR on a band that nobody declared here", nil, l.with(fields{"band": 28}), 12, 1},
		{"D2", "SFR on a band that is declared", nil, l, 12, 0},
		{"D2", "an operator whose declarations are not there", nil, l.with(fields{"plmns": []string{"206-01"}, "band": 28}), 12, 0},
		{"G15", "12 of 20 connections", nil, link(g, fields{"total": 20, "minute_total": 20, "minute_exposing": 12}), 12, 2.4},
		{"G15", "2 of 20, the most of benign minutes", nil, link(g, fields{"total": 20, "minute_total": 20, "minute_exposing": 2}), 12, 0},
		{"L18", "4 of 10 connections", nil, link(l, fields{"total": 10, "minute_total": 10, "minute_exposing": 4}), 12, 2.4},
		{"L18", "4 of 9, too few", nil, link(l, fields{"total": 9, "minute_total": 9, "minute_exposing": 4}), 12, 0},
		{"G16", "A5/0", nil, link(g, fields{"total": 3, "null_cipher": 1}), 12, 1.5},
		{"G16", "encrypted", nil, link(g, fields{"total": 3}), 12, 0},
		{"L24", "EEA0", nil, link(l, fields{"total": 3, "null_cipher": 1}), 12, 2.5},
		{"L24", "encrypted", nil, link(l, fields{"total": 3}), 12, 0},
		{"R1", "asked without authentication", nil, link(l, fields{"total": 3, "identity_only": 1}), 12, 2},
		{"R1", "again and again", nil, link(g, fields{"total": 3, "identity_only": 3}), 12, 3},
		{"R1", "asked and authenticated", nil, link(l, fields{"total": 3, "identity_asked": 1, "authenticated": 1}), 12, 0},
		{"R2", "pushed to 2G", nil, link(l, fields{"total": 3, "redirected_2g": 1}), 12, 2},
		{"R2", "a call on 2G", nil, link(l, fields{"total": 3, "redirected_2g": 1, "fallback": 1}), 12, 0},
	} {
		fired[c.id], silent[c.id] = fired[c.id] || c.weight != 0, silent[c.id] || c.weight == 0
		b, at := newBench(setups[c.id]), noon
		hear := func(snr float64, f fields) {
			at = at.Add(time.Second)
			b.hear(at, 806e6, snr, f)
		}
		if c.before != nil {
			c.before(b, hear)
		}
		hear(c.snr, c.last)
		v := b.last(t, heard(at, 806e6, c.snr, c.last))
		if w := v.weight(c.id); w != c.weight {
			t.Errorf("%s, %s: %.1f, want %.1f (%+v)", c.id, c.what, w, c.weight, v.Findings)
		}
	}
	for _, id := range []string{"C1", "C2", "C3", "L21", "N7"} { // in time: TestChains and below
		fired[id], silent[id] = true, true
	}
	for _, i := range Catalogue() {
		if !fired[i.ID] || !silent[i.ID] {
			t.Errorf("%s: seen to fire %t, to be silent %t", i.ID, fired[i.ID], silent[i.ID])
		}
	}
}
