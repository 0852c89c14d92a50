package rogue

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"vigie/internal/testdata"
)

func TestExposure(t *testing.T) {
	for _, c := range []struct {
		connections, exposing int
		exposes               bool
	}{{10, 2, true}, {9, 9, false}, {20, 3, false}, {20, 4, true}, {0, 0, false}} {
		if got := DefaultExposure().Exposes(c.connections, c.exposing); got != c.exposes {
			t.Errorf("%d of %d: %t", c.exposing, c.connections, got)
		}
	}
}

// TestExposureOnThePublishedMinutes: Marlin's own counts.
func TestExposureOnThePublishedMinutes(t *testing.T) {
	file, err := os.Open(testdata.File(t, "tables/marlin_minutes.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	minutes, hits := map[string]int{}, map[string]int{}
	for _, row := range rows[1:] {
		connections, err1 := strconv.Atoi(row[4])
		exposing, err2 := strconv.Atoi(row[5])
		if err1 != nil || err2 != nil {
			t.Fatalf("row %v", row)
		}
		if connections < DefaultExposure().Least {
			continue
		}
		minutes[row[2]]++
		if DefaultExposure().Exposes(connections, exposing) {
			hits[row[2]]++
		}
	}
	t.Logf("minutes judged %v, exposing %v", minutes, hits)
	if hits["benign"] != 0 || minutes["benign"] < 1000 {
		t.Errorf("%d of %d benign minutes expose", hits["benign"], minutes["benign"])
	}
	for label, n := range hits {
		if label != "benign" && n == 0 {
			t.Errorf("no %s minute exposes", label)
		}
	}
}
