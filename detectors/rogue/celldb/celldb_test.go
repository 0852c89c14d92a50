//go:build cgo

package celldb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vigie/detectors/rogue"
)

const heading = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\n"

// put writes a list into a file.
func put(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func squeeze(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// imported makes a database of lists, one after another.
func imported(t testing.TB, lists ...string) (path string, last Report) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "cells.db")
	for _, text := range lists {
		var err error
		if last, err = Import(t.Context(), path, []string{put(t, "list", text)}, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	return path, last
}

func use(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// lists are what TestImport takes: with and without a heading, compressed or not,
// with columns in another order.
func TestImport(t *testing.T) {
	row := "GSM,208,10,46509,26498,0,2.35,48.85,1200,9,1,1459692342,1459692342,0\n"
	moved := "mcc,net,radio,area,cell,lat,lon,range,samples,updated\n208,10,GSM,46509,26498,48.85,2.35,1200,9,1459692342\n"
	for name, text := range map[string]string{
		"with a heading": heading + row, "of one country": row, "compressed": squeeze(t, heading+row), "another order": moved, "from Windows": strings.ReplaceAll(heading+row, "\n", "\r\n"),
	} {
		path, report := imported(t, text)
		p, listed, err := use(t, path).Cell("gsm", "208-10", 46509, 26498)
		if want := (rogue.Published{Place: rogue.Place{Lat: 48.85, Lon: 2.35}, RangeM: 1200}); err != nil || !listed || p != want || report.Cells != 1 || report.Bad != 0 {
			t.Errorf("%s: %+v, listed %t, %v; %+v", name, p, listed, err, report)
		}
	}
}

func TestLookup(t *testing.T) {
	path, report := imported(t, heading+
		"LTE,208,01,4660,1234567,0,2,48,0,1,1,1,1,0\nNR,208,1,4660,68719476735,0,2,48,0,1,1,1,1,0\nUMTS,208,1,1,5,0,2,48,0,1,1,1,1,0\nGSM,310,260,7,8,0,2,48,0,1,1,1,1,0\n")
	if report.Cells != 3 || report.Passed != 1 || report.Kept != 3 {
		t.Errorf("%+v", report)
	}
	db := use(t, path)
	for _, c := range []struct {
		rat, plmn string
		area      int
		cell      int64
		listed    bool
		cannot    bool
	}{
		{"lte", "208-01", 4660, 1234567, true, false},
		{"lte", "208-01", 9, 1234567, true, false}, // an area that was planned anew
		{"lte", "208-10", 4660, 1234567, false, false},
		{"gsm", "208-01", 4660, 1234567, false, true}, // no number of GSM
		{"nr", "208-01", 1, 68719476735, true, false},
		{"gsm", "310-260", 7, 8, true, false},
		{"gsm", "310-260", 8, 8, false, false},
		{"lte", "x", 1, 1, false, true},
	} {
		_, listed, err := db.Cell(c.rat, c.plmn, c.area, c.cell)
		if listed != c.listed || (err != nil) != c.cannot {
			t.Errorf("%s %s %d %d: %t, %v", c.rat, c.plmn, c.area, c.cell, listed, err)
		}
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestBadRowsAreCountedByLine(t *testing.T) {
	_, report := imported(t, heading+
		"LTE,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n"+
		"LTE,208,1,abc,5,0,2.0,48.0,1,1,1,1,1,0\n"+
		"GSM,208,1,70000,5,0,2.0,48.0,1,1,1,1,1,0\n"+
		"LTE,208\n"+
		"FOO,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n"+
		"LTE,208,1,1,5,0,2.0,148.0,1,1,1,1,1,0\n"+
		"LTE,208,1,1,5,0,NaN,48.0,1,1,1,1,1,0\n"+
		"LTE,20,1,1,6,0,2.0,48.0,1,1,1,1,1,0\n")
	var lines []int
	for _, b := range report.Told {
		lines = append(lines, b.Line)
	}
	if fmt.Sprint(lines) != "[3 4 5 6 7 8 9]" || report.Bad != 7 || report.Kept != 1 {
		t.Errorf("%+v", report)
	}
}

// TestTheNewerRowCounts, in one list and over two imports, whatever the order.
func TestTheNewerRowCounts(t *testing.T) {
	old, fresh := "LTE,208,1,1,5,0,2.0,11.0,1,1,1,1,100,0\n", "LTE,208,1,1,5,0,2.0,22.0,1,1,1,1,200,0\n"
	for _, lists := range [][]string{{old + fresh}, {fresh + old}, {old, fresh}, {fresh, old}} {
		path, report := imported(t, lists...)
		if p, _, err := use(t, path).Cell("lte", "208-1", 1, 5); err != nil || p.Place.Lat != 22 || report.Kept != 1 {
			t.Errorf("%q: %+v, %v", lists, p, err)
		}
	}
}

const observatory = `id;adm_lb_nom;sup_id;emr_lb_systeme;emr_dt;generation;coordonnees;statut
1;ORANGE;1;LTE 800;2020-01-01;4G;48.856600, 2.352200;En service
2;ORANGE;1;5G NR 3500;;5G;48.856600, 2.352200;Projet approuvé
3;SRR;1;GSM 900;2020-01-01;2G;-20.9, 55.3;En service
4;FREE MOBILE;1;5G NR 700;2020-01-01;5G;x, 2.3;En service
5;SFR;1;GSM 900;2020-01-01;2G;48.9 2.3;En service
`

func TestDeclaredTransmitters(t *testing.T) {
	path, report := imported(t, observatory, heading+"LTE,208,1,1,5,0,2.0,11.0,1,1,1,1,100,0\n") // cells do not displace transmitters
	db := use(t, path)
	paris := rogue.Place{Lat: 48.85, Lon: 2.35}
	for _, c := range []struct {
		rat, plmn string
		band      int
		km        float64
		n         int
	}{
		{"lte", "208-01", 20, 5, 1}, {"lte", "208-01", 20, 0.1, 0}, {"lte", "208-01", 28, 50, 0}, {"nr", "208-01", 78, 5, 1}, {"gsm", "208-10", 900, 10, 1}, {"gsm", "208-10", 900, 2, 0},
	} {
		if n, err := db.Declared(c.rat, c.plmn, c.band, paris, c.km); n != c.n || err != nil {
			t.Errorf("%s of %s on %d within %g km: %d, %v", c.rat, c.plmn, c.band, c.km, n, err)
		}
	}
	if !db.Covers("208-01") || db.Covers("208-15") || report.Kept != 1 {
		t.Errorf("covers %t and %t, %+v", db.Covers("208-01"), db.Covers("208-15"), report)
	}
}

// TestAFailedImportChangesNothing: what was there stays, and nothing is left over.
func TestAFailedImportChangesNothing(t *testing.T) {
	good := heading + "LTE,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n"
	cut := squeeze(t, heading+strings.Repeat("LTE,208,1,1,6,0,2.0,48.0,1,1,1,1,1,0\n", 10000))
	for name, text := range map[string]string{"a gzip stream that was cut": cut[:len(cut)/2], "another file": "a;b;c\n1;2;3\n", "nothing": ""} {
		path, _ := imported(t, good)
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Import(t.Context(), path, []string{put(t, "list", text)}, nil, nil); err == nil {
			t.Errorf("%s: no error", name)
		}
		after, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the database changed (%v)", name, err)
		}
		if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
			t.Errorf("%s: left over: %v", name, files)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Import(stopped, filepath.Join(t.TempDir(), "x.db"), []string{put(t, "list", good)}, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestOnlySomeCountries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	list := put(t, "list", heading+"LTE,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\nLTE,262,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n")
	if r, err := Import(t.Context(), path, []string{list}, []int{262}, nil); err != nil || r.Cells != 1 || r.Passed != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestDamage: no octet of the file may be changed without Open or Check saying so,
// as far as it is one that SQLite reads; none makes a lookup panic.
func TestDamage(t *testing.T) {
	path, _ := imported(t, heading+strings.Repeat("LTE,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n", 10))
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"empty": {}, "text": []byte("garbage, and enough of it"), "half": good[:len(good)/2], "another's": append([]byte("SQLite format 3\x00"), make([]byte, 4096)...)} {
		if _, err := Open(put(t, "x.db", string(bad))); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 200 {
		bad := bytes.Clone(good)
		bad[r.IntN(len(bad))] ^= byte(1 + r.IntN(255))
		db, err := Open(put(t, "x.db", string(bad)))
		if err != nil {
			continue
		}
		if _, _, err := db.Cell("lte", "208-1", 1, 5); err == nil {
			_ = db.Check(t.Context())
		}
		db.Close()
	}
}

func BenchmarkCell(b *testing.B) {
	var text strings.Builder
	text.WriteString(heading)
	const n = 200_000
	for i := range n {
		fmt.Fprintf(&text, "LTE,208,1,1,%d,0,2.0,48.0,1,1,1,1,1,0\n", 7*i)
	}
	path, _ := imported(b, text.String())
	db := use(b, path)
	for i := 0; b.Loop(); i++ {
		if _, listed, err := db.Cell("lte", "208-01", 1, int64(7*(i*7919%n))); err != nil || !listed {
			b.Fatal(listed, err)
		}
	}
}

func FuzzRows(f *testing.F) {
	f.Add([]byte(heading + "LTE,208,1,1,5,0,2.0,48.0,1,1,1,1,1,0\n"))
	f.Add([]byte(observatory))
	f.Add([]byte("\x1f\x8b"))
	path := filepath.Join(f.TempDir(), "x.db")
	list := filepath.Join(f.TempDir(), "list")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(list, text, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Import(context.Background(), path, []string{list}, nil, nil)
		if err == nil && r.Kept > r.Cells {
			t.Errorf("%+v", r)
		}
		os.Remove(path)
	})
}
