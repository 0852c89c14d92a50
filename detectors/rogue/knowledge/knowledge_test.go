package knowledge

import (
	"encoding/csv"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigie/internal/testdata"
)

func TestSwitchOffs(t *testing.T) {
	at := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		what, rat, plmn string
		when            time.Time
		off, partial    bool
	}{
		{"Free never had GSM", "gsm", "208-15", at(2024, 1, 1), true, false},
		{"Orange still has, on the day this was written", "gsm", "208-01", at(2026, 11, 22), false, false},
		{"Orange has announced an end", "gsm", "208-01", at(2027, 2, 1), true, true},
		{"AT&T", "gsm", "310-410", at(2020, 1, 1), true, false},
		{"AT&T before", "gsm", "310-410", at(2016, 12, 31), false, false},
		{"a whole country", "gsm", "525-05", at(2026, 1, 1), true, false},
		{"LTE is not GSM", "lte", "525-05", at(2026, 1, 1), false, false},
		{"nothing known", "gsm", "262-02", at(2026, 1, 1), false, false},
		{"a recording without a date", "gsm", "208-15", time.Unix(0, 0), false, false},
	} {
		s, off := Off(c.rat, c.plmn, c.when)
		if off != c.off || s.Partial != c.partial {
			t.Errorf("%s: off %t partial %t", c.what, off, s.Partial)
		}
	}
	for _, s := range SwitchOffs() {
		if len(s.Source) < 20 {
			t.Errorf("%s: no source", s.PLMN)
		}
	}
}

func TestAdjacentCountries(t *testing.T) {
	for _, c := range []struct {
		home, other     string
		adjacent, known bool
	}{
		{"FR", "BE", true, true}, {"FR", "FR", true, true}, {"FR", "SE", false, true}, {"GB", "FR", true, true}, {"ZZ", "FR", false, false},
	} {
		if a, k := Adjacent(c.home, c.other); a != c.adjacent || k != c.known {
			t.Errorf("%s beside %s: %t %t", c.other, c.home, a, k)
		}
	}
}

func TestEveryOperatorIsWellFormed(t *testing.T) {
	shape := regexp.MustCompile(`^\d{3}-\d{2,3}$`)
	if len(byPLMN) < 30 {
		t.Fatalf("only %d operators", len(byPLMN))
	}
	for plmn, o := range byPLMN {
		if _, ok := Country(plmn[:3]); !shape.MatchString(plmn) || !ok || o.Name == "" || len(o.LTE) == 0 {
			t.Errorf("%q: %+v", plmn, o)
		}
	}
	if o, ok := OperatorOf("208-15"); !ok || o.UsesGSM("gsm900") || o.UsesLTE(20) || !o.UsesLTE(28) {
		t.Errorf("Free: %+v", o)
	}
}

// TestCountriesAgreeWithAPublishedTable compares with a list that others keep.
func TestCountriesAgreeWithAPublishedTable(t *testing.T) {
	file, err := os.Open(testdata.File(t, "tables/mcc-mnc-table.musalbas.MIT.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// Codes that the list gives to a territory with its own ISO code.
	shared := map[string]string{"340": "mq gf bl mf", "362": "bq an sx", "425": "ps", "647": "yt tf", "310": "gu mp as", "311": "gu", "234": "gg je im", "505": "nf"}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		mcc, iso := row[0], strings.ToLower(row[4])
		ours, ok := Country(mcc)
		if !ok && !seen[mcc] && mcc != "001" && mcc != "999" {
			t.Errorf("MCC %s (%s) is missing", mcc, row[5])
		}
		if ok && !seen[mcc] && iso != "" && iso != "n/a" && iso != strings.ToLower(ours) && !strings.Contains(shared[mcc], iso) && ours != "international" {
			t.Errorf("MCC %s: %s here, %s (%s) there", mcc, ours, iso, row[5])
		}
		seen[mcc] = true
	}
	if len(seen) < 200 {
		t.Fatalf("only %d codes in the list", len(seen))
	}
}

// TestBlocksDoNotOverlap: within a country and band each frequency is one
// operator's, under however many codes.
func TestBlocksDoNotOverlap(t *testing.T) {
	if len(byHolding) < 30 {
		t.Fatalf("only %d blocks", len(byHolding))
	}
	for a, x := range byHolding {
		o, known := OperatorOf(a.plmn)
		if x.LowMHz >= x.HighMHz || !known || !o.UsesLTE(a.band) {
			t.Errorf("%v: %v, operator %+v", a, x, o)
		}
		for b, y := range byHolding {
			if a.plmn[:2] == b.plmn[:2] && a.band == b.band && x != y && x.LowMHz < y.HighMHz && y.LowMHz < x.HighMHz {
				t.Errorf("%v %v and %v %v", a, x, b, y)
			}
		}
	}
	if b, ok := BlockOf("208-10", 20); !ok || !b.Holds(806) || b.Holds(816) {
		t.Errorf("SFR at 800 MHz: %v", b)
	}
}
