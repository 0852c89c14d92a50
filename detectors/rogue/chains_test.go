package rogue

import (
	"testing"
	"time"
)

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
