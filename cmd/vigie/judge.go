package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"vigie/detectors/rogue"
	"vigie/detectors/rogue/celldb"
)

// judgeFlags are what the owner of a sensor decides about the judge of cells.
type judgeFlags struct {
	Baseline   string  `help:"Baseline of the site (vigie baseline learn). One that is damaged is kept aside and not used." type:"path" placeholder:"FILE"`
	AlertScore float64 `default:"1" help:"Decimal logarithm of the odds from which a cell is an alert."`
	WatchScore float64 `default:"0" help:"The same for a watch."`
	Cells      string  `name:"cells" help:"Database of published cells (vigie cells import). One that is damaged is kept aside and not used." type:"path" placeholder:"FILE"`
	Exposure   bool    `help:"In captures of phones, judge the share of connections that expose an identity, too (Marlin)."`
	Position   string  `help:"Where the sensor stands, as LAT,LON in degrees: for what the database knows by place. It goes into no event." placeholder:"LAT,LON"`
	Home       string  `help:"Country code (MCC) of the site; learnt from the cells by default." placeholder:"MCC"`
}

// setup opens the baseline and the database. What is damaged or missing is told,
// and detection goes on without.
func (f *judgeFlags) setup(e *env) rogue.Setup {
	s := rogue.Setup{Alert: f.AlertScore, Watch: f.WatchScore, Home: f.Home}
	if s.Alert == 0 {
		s.Alert = math.SmallestNonzeroFloat64 // even odds: to the judge 0 is the default
	}
	f.openCells(e, &s)
	if f.Exposure {
		x := rogue.DefaultExposure()
		s.Exposure = &x
	}
	if f.Position != "" {
		s.Position, _ = position(f.Position)
	}
	if f.Baseline == "" {
		return s
	}
	l, _, aside, err := rogue.LoadBaseline(f.Baseline)
	switch {
	case aside != "":
		fmt.Fprintf(e.stderr, "vigie: %v; kept as %s, going on without a baseline\n", err, aside)
	case err != nil:
		fmt.Fprintf(e.stderr, "vigie: %v; going on without a baseline\n", err)
	default:
		s.Baseline = l
	}
	return s
}

// Validate says what is wrong with the flags.
func (f *judgeFlags) Validate() error {
	if f.Position == "" {
		return nil
	}
	_, err := position(f.Position)
	return err
}

// position reads "48.85,2.35".
func position(text string) (*rogue.Place, error) {
	north, east, _ := strings.Cut(text, ",")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(north), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(east), 64)
	if err1 != nil || err2 != nil || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180) {
		return nil, fmt.Errorf("--position: %q is no place; write degrees north and east, as 48.85,2.35", text)
	}
	return &rogue.Place{Lat: lat, Lon: lon}, nil
}

// openCells opens the database of published cells, which stays open as long as
// the program runs.
func (f *judgeFlags) openCells(e *env, s *rogue.Setup) {
	if f.Cells == "" {
		return
	}
	db, err := celldb.Open(f.Cells)
	switch {
	case err == nil:
		s.Database = db
	case errors.Is(err, celldb.ErrDamaged):
		aside := f.Cells + ".damaged"
		if err := os.Rename(f.Cells, aside); err != nil {
			aside = f.Cells
		}
		fmt.Fprintf(e.stderr, "vigie: %v; kept as %s, going on without published cells\n", err, aside)
	default:
		fmt.Fprintf(e.stderr, "vigie: %v; going on without published cells\n", err)
	}
}
