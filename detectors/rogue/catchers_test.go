package rogue

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/detectors"
)

// A catcher is one modelled device with the traits of commercial and published
// ones, put into a town that the sensor has heard for a quarter of an hour.
type catcher struct {
	name  string
	build func(w *world, t0 time.Duration) // adds the transmitters, on from t0
}

// clone copies a cell of SFR under another carrier; every catcher starts from it.
func clone(changes fields) fields { return gsmCell(94, 1007).with(changes) }

func cloneLTE(changes fields) fields {
	return lteCell(481, 700_001).with(fields{"tac": 9076, "sib3": fields{"priority": 5}}).with(changes)
}

func cloneNR(changes fields) fields { return nrCell(901, 800_001).with(changes) }

// fromNow makes a transmitter that starts its counters when it is switched on.
func fromNow(t0 time.Duration, says fields, freq, snr, clock float64) *transmitter {
	return &transmitter{says: says, freq: freq, snr: snr, clock: clock, fade: 2, on: from(t0), booted: t0}
}

// at2G, at4G and at5G are catchers of one transmitter.
func at2G(name string, snr, clock float64, changes fields) catcher {
	return catcher{name, func(w *world, t0 time.Duration) { w.add(fromNow(t0, clone(changes), 953.8e6, snr, clock)) }}
}

func at4G(name string, freq, snr, clock float64, changes fields) catcher {
	return catcher{name, func(w *world, t0 time.Duration) { w.add(fromNow(t0, cloneLTE(changes), freq, snr, clock)) }}
}

func at5G(name string, snr, clock float64, changes fields) catcher {
	return catcher{name, func(w *world, t0 time.Duration) { w.add(fromNow(t0, cloneNR(changes), 777e6, snr, clock)) }}
}

var (
	noNeighbours = []int{}
	fewSI        = []string{"si1", "si2", "si3", "si4"}
)

// turning sets a field to values in turn, a step apart.
func turning(key string, step time.Duration, values ...int) func(time.Duration, fields) fields {
	return func(t time.Duration, f fields) fields {
		return f.with(fields{key: values[int(t/step)%len(values)]})
	}
}

// family are the modelled catchers.
func family() []catcher {
	return []catcher{
		// 2G: the classic devices.
		at2G("2G OpenBTS as delivered: 001-01, no neighbours", 20, 1.2, fields{"mcc": "001", "mnc": "01", "lac": 1000, "neighbours": noNeighbours, "si": fewSI, "t3212": 0}),
		at2G("2G YateBTS as delivered: 001-01, far", 6, 0.6, fields{"mcc": "001", "mnc": "01", "lac": 1000, "neighbours": noNeighbours, "si": fewSI, "t3212": 6}),
		at2G("2G clone: reselection offset 126 dB, other LAC, no neighbours", 22, 0, fields{"lac": 666, "cell_reselect_offset_db": 126, "neighbours": noNeighbours, "t3212": 4}),
		at2G("2G clone: offset 60 dB, other LAC, no neighbours, T3212 2", 18, 0, fields{"lac": 3, "cell_reselect_offset_db": 60, "neighbours": noNeighbours, "t3212": 2}),
		at2G("2G software radio: other LAC, no neighbours, few SI, clock 1.5 ppm", 20, 1.5, fields{"lac": 12, "neighbours": noNeighbours, "si": fewSI}),
		at2G("2G software radio on the move: T3212 1, few SI, clock 2.5 ppm", 14, -2.5, fields{"t3212": 1, "si": fewSI, "neighbours": noNeighbours}),
		at2G("2G open door: access level 0, no neighbours, T3212 3, other LAC", 16, 0, fields{"rxlev_access_min": 0, "neighbours": noNeighbours, "t3212": 3, "lac": 777}),
		at2G("2G of an operator without 2G (Free)", 15, 0, fields{"mcc": "208", "mnc": "15", "lac": 100}),
		at2G("2G of an operator without 2G (Free), weak", 3, 0, fields{"mcc": "208", "mnc": "15", "lac": 100}),
		at2G("2G of a far country for visitors", 18, 0.8, fields{"mcc": "510", "mnc": "10", "lac": 50, "neighbours": noNeighbours, "si": fewSI}),
		at2G("2G of an unassigned country, no neighbours", 18, 0, fields{"mcc": "299", "mnc": "01", "lac": 50, "neighbours": noNeighbours}),
		at2G("2G reserved LAC 65534, no neighbours, offset 100 dB", 18, 0, fields{"lac": 65534, "neighbours": noNeighbours, "cell_reselect_offset_db": 100}),
		at2G("2G foreign colour not permitted, other LAC, T3212 4, clock 1 ppm", 18, 1.1, fields{"lac": 70, "ncc": 5, "ncc_permitted": 4, "t3212": 4}),
		{"2G rotating LAC, offset 100 dB", func(w *world, t0 time.Duration) {
			c := fromNow(t0, clone(fields{"cell_reselect_offset_db": 100, "neighbours": noNeighbours}), 953.8e6, 20, 0)
			c.talk = turning("lac", 20*time.Second, 101, 102, 103, 104, 105)
			w.add(c)
		}},
		{"2G rotating LAC, few SI, clock 0.5 ppm", func(w *world, t0 time.Duration) {
			c := fromNow(t0, clone(fields{"si": fewSI, "neighbours": noNeighbours}), 953.8e6, 12, 0.5)
			c.talk = turning("lac", 15*time.Second, 11, 12, 13, 14)
			w.add(c)
		}},
		{"2G twin of a cell on the air, offset 126 dB, no neighbours", func(w *world, t0 time.Duration) {
			w.add(&transmitter{says: gsmCell(79, 1007), freq: 950.8e6, snr: 12, fade: 2, pages: 9, booted: -time.Hour})
			w.add(fromNow(t0, clone(fields{"cell_reselect_offset_db": 126, "neighbours": noNeighbours}), 953.8e6, 24, 0.4))
		}},
		{"2G hunter: pages by permanent identity, other LAC, offset 60 dB", func(w *world, t0 time.Duration) {
			c := fromNow(t0, clone(fields{"lac": 42, "cell_reselect_offset_db": 60, "neighbours": noNeighbours, "t3212": 3}), 953.8e6, 18, 0)
			c.pages, c.long = 5, 0.9
			w.add(c)
		}},
		// 4G.
		at4G("4G srsRAN as delivered: 001-01, TAC 1", 806e6, 20, 0.8, fields{"plmns": []string{"001-01"}, "tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{"sib3"}, "rb": 25, "ports": 1}),
		at4G("4G srsRAN as delivered, far", 806e6, 3, 0.8, fields{"plmns": []string{"001-01"}, "tac": 7, "q_rx_lev_min_dbm": -140, "scheduled": []string{"sib3"}, "rb": 6, "ports": 1}),
		at4G("4G srsRAN with the operator's code", 806e6, 20, 1.4, fields{"tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{"sib3"}, "rb": 15, "ports": 1}),
		at4G("4G OpenAirInterface with the operator's code", 806e6, 18, 2, fields{"tac": 1, "scheduled": []string{}, "rb": 25, "ports": 1, "q_rx_lev_min_dbm": -140}),
		at4G("4G 1.4 MHz, other TAC, one SI, lets all in, clock 1 ppm", 811e6, 16, 1.1, fields{"tac": 65534, "scheduled": []string{"sib3"}, "rb": 6, "ports": 1, "q_rx_lev_min_dbm": -140}),
		at4G("4G pushing to 2G: SIB7 above all", 806e6, 18, 0, fields{"sib5": fields{"carriers": []fields{{"arfcn": 1300, "priority": 6}}}, "sib7": fields{"groups": []fields{{"arfcns": []int{94}, "priority": 7}}}}),
		at4G("4G pushing to 3G: SIB6 above all, other TAC, 3 MHz", 806e6, 18, 1, fields{"tac": 5, "rb": 15, "ports": 1, "sib6": fields{"fdd": []fields{{"arfcn": 10713, "priority": 7}}}}),
		at4G("4G reserved TAC, one SI, priority 7, empty SIB5", 806e6, 18, 0.5, fields{"tac": 0, "scheduled": []string{"sib5"}, "sib3": fields{"priority": 7}, "sib5": fields{"carriers": []fields{}}, "q_rx_lev_min_dbm": -140}),
		at4G("4G of a far country, one SI, clock 1.6 ppm, TAC 1", 806e6, 18, 1.6, fields{"plmns": []string{"460-00"}, "tac": 1, "scheduled": []string{"sib3"}}),
		at4G("4G on a band the operator has not, one SI, TAC 1, clock 1 ppm", 2140e6, 18, 1.2, fields{"band": 38, "tac": 1, "scheduled": []string{"sib3"}, "rb": 25, "q_rx_lev_min_dbm": -140}),
		{"4G rotating TAC, lets all in", func(w *world, t0 time.Duration) {
			c := fromNow(t0, cloneLTE(fields{"q_rx_lev_min_dbm": -140, "rb": 25, "ports": 1, "scheduled": []string{"sib3"}}), 806e6, 18, 0)
			c.talk = turning("tac", 15*time.Second, 51, 52, 53, 54)
			w.add(c)
		}},
		{"4G overshadowing: SIB1 of a real cell written over", func(w *world, t0 time.Duration) {
			w.add(&transmitter{says: cloneLTE(nil), freq: 806e6, snr: 12, fade: 1, talk: func(t time.Duration, f fields) fields {
				if t >= t0 && t/w.round%2 == 0 {
					return f.with(fields{"tac": 1, "cell_barred": true})
				}
				return f
			}})
		}},
		{"4G overshadowing of the schedule alone", func(w *world, t0 time.Duration) {
			w.add(&transmitter{says: cloneLTE(nil), freq: 806e6, snr: 12, fade: 1, talk: func(t time.Duration, f fields) fields {
				if t >= t0 && t/w.round%2 == 0 {
					return f.with(fields{"scheduled": []string{"sib3", "sib12"}})
				}
				return f
			}})
		}},
		{"4G twin of a cell, clock 0.8 ppm, TAC changed, lets all in, one SI", func(w *world, t0 time.Duration) {
			w.add(&transmitter{says: cloneLTE(fields{"pci": 12}), freq: 796e6, snr: 10, fade: 2})
			w.add(fromNow(t0, cloneLTE(fields{"tac": 2, "q_rx_lev_min_dbm": -140, "scheduled": []string{"sib3"}, "ports": 1, "rb": 25}), 806e6, 22, 0.8))
		}},
		// Chains.
		{"blaster: 4G falls, new 1.4 MHz 4G, new 2G ten seconds later", func(w *world, t0 time.Duration) { blaster(w, t0, 10*time.Second, 6, 9) }},
		{"blaster: 4G falls, new 5 MHz 4G, new 2G at once", func(w *world, t0 time.Duration) { blaster(w, t0, 0, 25, 9) }},
		{"blaster of Free's 2G", func(w *world, t0 time.Duration) {
			blaster(w, t0, 10*time.Second, 15, 0)
			w.cells[len(w.cells)-1].says = w.cells[len(w.cells)-1].says.with(fields{"mnc": "15"})
		}},
		{"jammer of 4G and 5G with a 2G cell: other LAC, offset 60 dB", func(w *world, t0 time.Duration) {
			for _, c := range w.cells {
				if c.says["rat"] != "gsm" {
					c.on = func(t time.Duration) bool { return t < t0-20*time.Second }
				}
			}
			w.add(fromNow(t0, clone(fields{"lac": 8, "cell_reselect_offset_db": 60, "neighbours": noNeighbours, "t3212": 4}), 953.8e6, 20, 0))
		}},
		// 5G.
		at5G("5G srsRAN as delivered: 001-01, TAC 1", 15, 0.3, fields{"plmns": []string{"001-01"}, "tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{}}),
		at5G("5G with the operator's code: TAC 1, nothing scheduled, lets all in, clock 1.5 ppm", 18, 1.5, fields{"tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{}}),
		at5G("5G of an unassigned country, nothing scheduled, lets all in", 18, 0, fields{"plmns": []string{"299-01"}, "tac": 1, "q_rx_lev_min_dbm": -140, "scheduled": []string{}}),
	}
}

// blaster adds an SMS blaster: the operators' 4G cells near it fall, a narrow 4G
// cell catches, a 2G cell receives.
func blaster(w *world, t0, later time.Duration, rb int, fall float64) {
	for _, c := range w.cells {
		if c.says["rat"] == "lte" {
			c.talk = func(t time.Duration, f fields) fields {
				c.loss = 0
				if t >= t0-5*time.Second {
					c.loss = fall
				}
				return f
			}
		}
	}
	w.add(fromNow(t0, cloneLTE(fields{"rb": rb, "tac": 321, "ports": 1}), 806e6, 22, 0))
	w.add(fromNow(t0+later, clone(fields{"lac": 321, "neighbours": noNeighbours, "si": fewSI}), 953.8e6, 22, 0))
}

// A caught catcher: how it ended.
type caught struct {
	name     string
	severity detectors.Severity
	after    time.Duration // from switching on to the gravest statement
	score    float64
	signs    []string
}

// hunt lets a catcher work for a minute in a town, as heard by a sensor that goes
// round in a few seconds.
func hunt(seed uint64, c catcher) caught {
	w := newWorld(seed, Setup{})
	w.round = 20 * time.Second
	town(w)
	t0 := 16 * time.Minute
	c.build(w, t0)
	w.run(t0 - 2*time.Minute)
	w.round = 5 * time.Second
	w.run(2 * time.Minute)
	before := len(w.said)
	w.run(time.Minute)
	out := caught{name: c.name, severity: detectors.Info, score: -99}
	for _, e := range w.said[before:] {
		f := e.Fields.(Fields)
		if e.Severity == detectors.Alert && out.severity != detectors.Alert || out.severity == detectors.Info {
			out.severity, out.after = e.Severity, e.Time.Sub(w.start.Add(t0))
		}
		if f.Score > out.score {
			out.score, out.signs = f.Score, f.ids()
		}
	}
	return out
}

func TestTheModelledCatchersAreCaughtWithinAMinute(t *testing.T) {
	all := family()
	if len(all) < 30 {
		t.Fatalf("only %d catchers", len(all))
	}
	if racing {
		all = all[:5]
	}
	missed := 0
	for i, c := range all {
		r := hunt(uint64(100+i), c)
		if r.severity != detectors.Alert {
			missed++
			t.Logf("%s: %s, score %.1f, signs %s", r.name, r.severity, r.score, strings.Join(r.signs, " "))
		}
	}
	if caught := len(all) - missed; float64(caught) < 0.95*float64(len(all)) {
		t.Errorf("%d of %d caught", caught, len(all))
	} else {
		t.Logf("%d of %d caught", caught, len(all))
	}
}

// TestAPerfectCloneStaysInvisible: the limit that the documentation states.
func TestAPerfectCloneStaysInvisible(t *testing.T) {
	for _, c := range perfect() {
		if r := hunt(7, c); r.severity == detectors.Alert {
			t.Errorf("%s: %s by %v: the documentation says it is invisible", c.name, r.severity, r.signs)
		}
	}
}

func perfect() []catcher {
	return []catcher{
		{"perfect clone of a 4G cell, ordinary level", func(w *world, t0 time.Duration) {
			i := slices.IndexFunc(w.cells, func(c *transmitter) bool { return c.says["rat"] == "lte" })
			w.add(fromNow(t0, w.cells[i].says, w.cells[i].freq, 12, 0))
		}},
		{"perfect clone of a 2G cell, ordinary level", func(w *world, t0 time.Duration) {
			i := slices.IndexFunc(w.cells, func(c *transmitter) bool { return c.says["rat"] == "gsm" })
			w.add(fromNow(t0, w.cells[i].says, w.cells[i].freq, 12, 0))
		}},
	}
}
