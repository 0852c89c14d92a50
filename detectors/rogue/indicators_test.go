package rogue

import (
	"testing"
	"time"
)

// A story is what a sensor hears before a verdict on its last cell.
type story func(b *bench, hear func(snr float64, f fields))

// siblings hears n other cells of the operator, thirty times each.
func siblings(n int, f fields, change func(i int) fields) story {
	return func(_ *bench, hear func(float64, fields)) {
		for range 30 {
			for i := range n {
				hear(12, f.with(change(i)))
			}
		}
	}
}

func gsmKin(extra fields) story {
	return siblings(4, gsmCell(79, 0), func(i int) fields {
		return fields{"arfcn": 79 + 2*i, "cell_id": 100 + i}.with(extra)
	})
}

func lteKin(extra fields) story {
	return siblings(4, lteCell(0, 0), func(i int) fields { return fields{"pci": 10 + i, "cell_id": 100 + i}.with(extra) })
}

func nrKin(extra fields) story {
	return siblings(4, nrCell(0, 0), func(i int) fields { return fields{"pci": 10 + i, "nci": 100 + i}.with(extra) })
}

// then hears more after a story.
func then(s story, more ...fields) story {
	return func(b *bench, hear func(float64, fields)) {
		if s != nil {
			s(b, hear)
		}
		for _, f := range more {
			hear(12, f)
		}
	}
}

// often hears the same cell n times.
func often(n int, f fields) []fields {
	list := make([]fields, n)
	for i := range list {
		list[i] = f
	}
	return list
}

func paged(n, permanent int) fields {
	return fields{"paging": fields{"none": 200, "permanent": permanent, "temporary": n - permanent, "other": 0}}
}

// TestIndicators: what each sign fires on and what it lets pass. Negatives are
// what real cells of the recordings say, or what ordinary life does.
func TestIndicators(t *testing.T) {
	g, l, n := gsmCell(94, 7), lteCell(300, 7), nrCell(191, 7)
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
		{"G3", "a test network far away", nil, g.with(fields{"mcc": "001", "mnc": "01"}), 5, 4.5},
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
		{"L11", "2G above 4G", nil, l.with(fields{"sib3": fields{"priority": 5}, "sib7": fields{"groups": []fields{{"arfcns": []int{1}, "priority": 7}}}}), 12, 6.2},
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
	} {
		b, at := newBench(Setup{}), noon
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
}

// TestChains: sequences in time that single sightings do not show.
func TestChains(t *testing.T) {
	if racing {
		t.Skip("the towns take minutes under the race detector")
	}
	settle := func(w *world) {
		w.round = 5 * time.Second
		town(w)
		for _, c := range w.cells {
			if c.says["rat"] == "nr" {
				c.snr = 14 // steady, for N7
			}
		}
		w.run(12 * time.Minute)
	}
	for _, c := range []struct {
		id, what string
		build    func(w *world, t0 time.Duration)
		fires    bool
	}{
		{"L21", "a blaster", func(w *world, t0 time.Duration) { blaster(w, t0, 10*time.Second, 6, 9) }, true},
		{"L21", "a new 4G cell alone", func(w *world, t0 time.Duration) { w.add(fromNow(t0, cloneLTE(fields{"rb": 25}), 806e6, 20, 0)) }, false},
		{"L21", "a site of nine cells that comes back", func(w *world, t0 time.Duration) {
			for i := range 5 {
				w.add(fromNow(t0, cloneLTE(fields{"rb": 25, "pci": i, "cell_id": 900 + i}), 806e6, 20, 0), fromNow(t0, clone(fields{"arfcn": 90 + i, "cell_id": 900 + i}), 953e6, 20, 0))
			}
		}, false},
		{"C1", "4G and 5G fall silent, 2G comes", func(w *world, t0 time.Duration) {
			for _, c := range w.cells {
				if c.says["rat"] != "gsm" {
					c.on = func(t time.Duration) bool { return t < t0-20*time.Second }
				}
			}
			w.add(fromNow(t0, clone(nil), 953.8e6, 20, 0))
		}, true},
		{"C1", "a new 2G cell alone", func(w *world, t0 time.Duration) { w.add(fromNow(t0, clone(nil), 953.8e6, 20, 0)) }, false},
		{"N7", "5G falls silent, a 4G cell comes", func(w *world, t0 time.Duration) {
			for _, c := range w.cells {
				if c.says["rat"] == "nr" {
					c.on = func(t time.Duration) bool { return t < t0-20*time.Second }
				}
			}
			w.add(fromNow(t0, cloneLTE(nil), 806e6, 20, 0))
		}, true},
		{"C3", "new and strong", func(w *world, t0 time.Duration) { w.add(fromNow(t0, clone(nil), 953.8e6, 20, 0)) }, true},
		{"C3", "new and weak", func(w *world, t0 time.Duration) { w.add(fromNow(t0, clone(nil), 953.8e6, 2, 0)) }, false},
	} {
		w := newWorld(3, Setup{Watch: -3.9}) // all that weighs anything is said
		settle(w)
		t0 := w.at + 30*time.Second
		c.build(w, t0)
		before := len(w.said)
		w.run(90 * time.Second)
		fired := false
		for _, e := range w.said[before:] {
			for _, id := range e.Fields.(Fields).ids() {
				fired = fired || id == c.id
			}
		}
		if fired != c.fires {
			t.Errorf("%s, %s: fired %t", c.id, c.what, fired)
		}
	}
}

// TestAShortLivedCellIsToldWhenItIsGone covers C2.
func TestAShortLivedCellIsToldWhenItIsGone(t *testing.T) {
	if racing {
		t.Skip("the towns take minutes under the race detector")
	}
	for _, c := range []struct {
		what  string
		span  time.Duration
		fires bool
	}{
		{"four minutes", 4 * time.Minute, true},
		{"forty minutes", 40 * time.Minute, false},
	} {
		w := newWorld(4, Setup{Watch: -3.9})
		town(w)
		t0 := 12 * time.Minute
		w.add(&transmitter{says: cloneLTE(nil), freq: 806e6, snr: 20, fade: 1, on: func(t time.Duration) bool { return t >= t0 && t < t0+c.span }})
		w.run(t0 + c.span + 10*time.Minute)
		fired := false
		for _, e := range w.said {
			for _, id := range e.Fields.(Fields).ids() {
				fired = fired || id == "C2"
			}
		}
		if fired != c.fires {
			t.Errorf("%s on the air: fired %t", c.what, fired)
		}
	}
}
