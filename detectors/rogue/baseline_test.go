package rogue

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigie/detectors"
)

// learntTown is a town that a sensor has heard for a span.
func learntTown(span time.Duration) *Learnt {
	w := newWorld(1, Setup{})
	w.round = time.Minute
	town(w)
	w.run(span)
	return w.Learn()
}

func TestABaselineComesBackAsItWas(t *testing.T) {
	dir := t.TempDir()
	key, err := SensorKey(filepath.Join(dir, "keys", "sensor.key"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := SensorKey(filepath.Join(dir, "keys", "sensor.key"))
	if err != nil || !bytes.Equal(key, again) {
		t.Fatalf("another key the second time (%v)", err)
	}
	l := learntTown(time.Hour)
	path := filepath.Join(dir, "roof.baseline")
	if err := SaveBaseline(path, l, key); err != nil {
		t.Fatal(err)
	}
	got, signer, _, err := LoadBaseline(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Cells) != len(l.Cells) || len(got.Cells) < 30 || !signer.Equal(key.Public()) || len(Diff(l, got)) != 0 {
		t.Errorf("%d cells of %d, %d differences", len(got.Cells), len(l.Cells), len(Diff(l, got)))
	}
	if d := got.Days() * 24; d < 0.9 || d > 1.1 {
		t.Errorf("learnt for %.2f hours", d)
	}
	usual, ok := got.Known(l.Cells[0].Name)
	if !ok || len(usual.Carriers) == 0 || len(usual.Contents) == 0 {
		t.Errorf("%s: %+v", l.Cells[0].Name, usual)
	}
}

// TestADamagedBaselineIsKeptAside: any octet that changed is noticed.
func TestADamagedBaselineIsKeptAside(t *testing.T) {
	_, key, _ := ed25519.GenerateKey(nil)
	good, err := learntTown(10 * time.Minute).Seal(key)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(good); i += 97 {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if _, _, err := OpenSealed(bad); !errors.Is(err, ErrBaseline) {
			t.Fatalf("octet %d changed: %v", i, err)
		}
	}
	for _, text := range [][]byte{nil, []byte("x"), good[:len(good)/2]} {
		path := filepath.Join(t.TempDir(), "roof.baseline")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, aside, err := LoadBaseline(path)
		if !errors.Is(err, ErrBaseline) || aside == "" {
			t.Fatalf("%d octets: %v", len(text), err)
		}
		if kept, err := os.ReadFile(aside); err != nil || !bytes.Equal(kept, text) {
			t.Errorf("not kept aside: %v", err)
		}
	}
}

// TestABaselineSharpensTheJudgement: the same new cell with and without.
func TestABaselineSharpensTheJudgement(t *testing.T) {
	if racing {
		t.Skip("a day takes minutes under the race detector")
	}
	l := learntTown(25 * time.Hour)
	lists := func(setup Setup, f fields) Verdict {
		b := newBench(setup)
		b.hear(noon, 806e6, 12, f)
		return b.last(t, heard(noon, 806e6, 12, f))
	}
	stranger := lteCell(17, 999_999)
	if w := lists(Setup{Baseline: l}, stranger).weight("L2"); w != 1 {
		t.Errorf("a stranger weighs %.1f", w)
	}
	if w := lists(Setup{}, stranger).weight("L2"); w != 0 {
		t.Errorf("without a baseline it weighs %.1f", w)
	}
	w := newWorld(1, Setup{Baseline: l})
	w.round = time.Minute
	town(w)
	w.run(10 * time.Minute)
	familiar := 0
	for _, c := range w.cells {
		e := heard(noon.Add(w.at), c.freq, c.snr, c.says)
		cell, _ := cellOf(e)
		if at := w.site.places[cell.place(e)]; at != nil && w.last(t, e).weight("B1") == -1.5 {
			familiar++
		}
	}
	if familiar < 20 {
		t.Errorf("only %d cells are familiar", familiar)
	}
}

func TestDiff(t *testing.T) {
	then, w := learntTown(10*time.Minute), newWorld(1, Setup{})
	w.round = time.Minute
	town(w)
	w.cells = w.cells[1:]
	w.add(&transmitter{says: lteCell(17, 999_999), freq: 806e6, snr: 20})
	for _, c := range w.cells {
		c.snr = 15
	}
	w.run(10 * time.Minute)
	count := map[string]int{}
	for _, d := range Diff(then, w.Learn()) {
		count[d.What]++
	}
	if count["new"] < 1 || count["gone"] != 1 {
		t.Errorf("%v", count)
	}
}

func FuzzOpenSealed(f *testing.F) {
	_, key, _ := ed25519.GenerateKey(nil)
	good, _ := (&Learnt{}).Seal(key)
	f.Add(good)
	f.Add([]byte("vigie-baseline-1 00 00\n{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if l, _, err := OpenSealed(data); (l == nil) == (err == nil) {
			t.Error("neither a baseline nor an error")
		}
	})
}

func FuzzReadEvent(f *testing.F) {
	f.Add([]byte(`{"time":"2026-06-01T12:00:00Z","type":"cell","freq_hz":8e8,"fields":{"rat":"lte","pci":1}}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := ReadEvent(line)
		if err != nil {
			return
		}
		New(Setup{}).See(&e, func(detectors.Event) {})
	})
}
