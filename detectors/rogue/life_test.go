package rogue

import (
	"testing"
	"time"

	"vigie/detectors"
)

// ordinaryLife adds to a town what happens to cells without any catcher.
func ordinaryLife(w *world) {
	hour := time.Hour
	lte := func(f fields) fields { return lteCell(w.random.IntN(504), int64(500_000+w.random.IntN(1<<20))).with(f) }
	// A new sector of an operator.
	w.add(&transmitter{says: lte(nil), freq: 806e6, snr: 14, fade: 3, on: from(4 * hour)})
	// One cell identity on two carriers, as a real operator does.
	double := lte(fields{"plmns": []string{"208-20"}, "tac": 9040})
	w.add(&transmitter{says: double, freq: 796e6, snr: 12, fade: 3}, &transmitter{says: double.with(fields{"pci": 77, "band": 28}), freq: 775.5e6, snr: 9, fade: 3})
	// Refarming: two GSM carriers stop, and a 5 MHz LTE carrier comes.
	for i, arfcn := range []int{113, 116} {
		w.add(&transmitter{says: gsmCell(arfcn, 9000+i).with(fields{"lac": 46509}), freq: 935e6 + 2e5*float64(arfcn), snr: 12, fade: 3, pages: 8, booted: -hour, on: func(t time.Duration) bool { return t < 6*hour }})
	}
	w.add(&transmitter{says: lte(fields{"rb": 25, "band": 8}), freq: 957.5e6, snr: 12, fade: 3, on: from(6*hour + 10*time.Minute)})
	// A femtocell: an area of its own, one port, a clock that is 0.2 ppm off, on in the evening.
	w.add(&transmitter{says: lte(fields{"tac": 777, "ports": 1, "q_rx_lev_min_dbm": -132}), freq: 806e6, snr: 16, fade: 4, clock: 0.2, on: from(7 * hour)})
	// A border: cells of two neighbours, weak and coming and going.
	w.add(&transmitter{says: lte(fields{"plmns": []string{"206-01"}, "tac": 501}), freq: 806e6, snr: 0, fade: 6})
	w.add(&transmitter{says: gsmCell(55, 11225).with(fields{"mcc": "262", "mnc": "02", "lac": 318, "t3212": 10}), freq: 946e6, snr: 1, fade: 6, pages: 9, booted: -2 * hour})
	// An NSA 5G cell: barred, no SIB1.
	w.add(&transmitter{says: fields{"rat": "nr", "pci": 500, "scs_khz": 30, "cell_barred": true, "intra_freq_reselection": true, "k_ssb": 31, "ssb_seen": []int{0, 1}}, freq: 780e6, snr: 15, fade: 3})
	// A private network of a factory.
	w.add(&transmitter{says: lte(fields{"plmns": []string{"999-40"}, "tac": 1, "rb": 25, "scheduled": []string{"sib3"}}), freq: 738e6, snr: 6, fade: 3})
	// Maintenance at night: off, barred with nothing allowed, then another area code, once.
	w.add(&transmitter{
		says: lte(nil), freq: 806e6, snr: 13, fade: 3, on: except(15*hour, 15*hour+12*time.Minute),
		talk: func(t time.Duration, f fields) fields {
			switch {
			case t > 16*hour:
				return f.with(fields{"tac": 9341})
			case t > 15*hour:
				return f.with(fields{"cell_barred": true, "intra_freq_reselection": false})
			}
			return f
		},
	})
	// A power failure: a site with nine cells is gone for 20 minutes.
	for i := range 3 {
		dark := except(9*hour, 9*hour+20*time.Minute)
		w.add(&transmitter{says: lte(nil), freq: 806e6, snr: 15, fade: 2, on: dark}, &transmitter{says: lte(fields{"band": 28}), freq: 760.5e6, snr: 15, fade: 2, on: dark},
			&transmitter{says: gsmCell(88+3*i, 9100+i).with(nil), freq: 935e6 + 2e5*float64(88+3*i), snr: 15, fade: 2, pages: 9, booted: 9*hour + 20*time.Minute, on: dark})
	}
	// Capacity cells that sleep at night.
	for range 3 {
		w.add(&transmitter{says: lte(fields{"band": 28}), freq: 760.5e6, snr: 16, fade: 3, on: except(13*hour, 18*hour)})
	}
	// Two far cells with one PCI, now one, now the other.
	a, b := lte(fields{"pci": 42, "band": 28}), lte(fields{"pci": 42, "band": 28, "tac": 9999})
	w.add(&transmitter{says: a, freq: 768e6, snr: 1, fade: 5, talk: func(time.Duration, fields) fields {
		if w.random.IntN(2) == 0 {
			return a.with(fields{"plmns": []string{"208-01"}})
		}
		return b.with(fields{"plmns": []string{"208-01"}})
	}})
	// A 2G cell that pages nobody at night, and an indoor cell without neighbours.
	quiet := gsmCell(100, 9200).with(nil)
	w.add(&transmitter{says: quiet, freq: 955e6, snr: 8, fade: 3, pages: 0, booted: -hour})
	w.add(&transmitter{says: gsmCell(103, 9300).with(fields{"neighbours": []int{}, "lac": 46510}), freq: 955.6e6, snr: 18, fade: 2, pages: 6, booted: -hour})
	// A macro cell that draws phones in with an offset of 40 dB, and one of 60.
	w.add(&transmitter{says: gsmCell(106, 9400).with(fields{"cell_reselect_offset_db": 60}), freq: 956.2e6, snr: 10, fade: 2, pages: 6, booted: -hour})
	// A cell that appears for an event with an operator's lorry, for two hours.
	w.add(&transmitter{says: lte(fields{"plmns": []string{"208-01"}}), freq: 816e6, snr: 20, fade: 2, on: func(t time.Duration) bool { return t > 8*hour && t < 10*hour }})
	// A rural cell of the shared network, on another operator's frequencies under its own name.
	w.add(&transmitter{says: lte(fields{"plmns": []string{"208-20"}, "tac": 9040, "ports": 1}), freq: 806e6, snr: 12, fade: 2, on: from(5 * hour)})
	// Something drives past: a cell is 15 dB louder for three minutes.
	loud := &transmitter{says: lte(nil), freq: 806e6, snr: 8, fade: 1}
	loud.talk = func(t time.Duration, f fields) fields {
		loud.loss = 0
		if t > 11*hour && t < 11*hour+3*time.Minute {
			loud.loss = -15
		}
		return f
	}
	w.add(loud)
}

// lived is what a day of ordinary life came to.
type lived struct {
	hours           float64
	events          int
	watches, alerts map[string]bool // tracks
}

// live runs a town for a span, with a sensor that comes round every so often.
func live(seed uint64, span, round time.Duration) lived {
	w := newWorld(seed, Setup{})
	w.round = round
	town(w)
	ordinaryLife(w)
	w.run(span)
	l := lived{hours: span.Hours(), events: w.events, watches: map[string]bool{}, alerts: map[string]bool{}}
	for _, e := range w.said {
		if e.Severity == detectors.Alert {
			l.alerts[e.Track+" "+e.Reason] = true
		} else {
			l.watches[e.Track] = true
		}
	}
	return l
}

// TestADayOfOrdinaryLifeRaisesNoAlert is a model of events, not of samples. make
// evaluate lives through more days, with a faster sensor.
func TestADayOfOrdinaryLifeRaisesNoAlert(t *testing.T) {
	span := 24 * time.Hour
	if racing {
		span = 2 * time.Hour
	}
	l := live(1, span, time.Minute)
	t.Logf("%.0f h, %d events, %d watches", l.hours, l.events, len(l.watches))
	for a := range l.alerts {
		t.Errorf("alert: %s", a)
	}
	for a := range l.watches {
		t.Logf("watch: %s", a)
	}
}
