// Package celldb keeps what others have published about cells, in one SQLite file
// that is imported once and then only read: the cells of OpenCelliD and of the
// Mozilla Location Service, which share one CSV format, and the transmitters that
// operators declared to the French frequency agency (ANFR).
//
// Nothing is fetched: the files are given. They are streamed, compressed or not,
// so that tens of millions of rows need no memory, and the new file takes the
// place of the old one only when it is whole. A cell is found by one integer, the
// key of the table: system, country, network, and the number that names the cell
// within it.
//
// SQLite is C: a program built without cgo says so when a database is opened.
package celldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// ErrDamaged is wrapped by the error of a file that is no sound database of cells.
var ErrDamaged = errors.New("no database of cells, or a damaged one")

// errNoC is told by a program that has no SQLite in it.
var errNoC = errors.New("celldb: this program was built without cgo, which the database of cells needs")

// applicationID marks the file in SQLite's header: "vigi".
const applicationID = 0x76696769

const schema = `
PRAGMA application_id = 0x76696769;
CREATE TABLE cells (key INTEGER PRIMARY KEY, lat REAL, lon REAL, range_m INTEGER, samples INTEGER, updated INTEGER);
CREATE TABLE sites (plmn TEXT, rat TEXT, band INTEGER, lat REAL, lon REAL);
`

const siteIndex = `CREATE INDEX site_place ON sites (plmn, rat, band, lat)`

// A DB answers what was published of a cell.
type DB struct {
	db    *sql.DB
	cell  *sql.Stmt
	near  *sql.Stmt
	sites bool
	cells bool
}

// open returns a connection to a file.
func open(path, options string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+options)
	if err != nil {
		return nil, fmt.Errorf("celldb: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// Open opens a database that Import made. Nothing is ever written to it.
func Open(path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("celldb: %w", err)
	}
	db, err := open(path, "?mode=ro&immutable=1&_query_only=1")
	if err != nil {
		return nil, err
	}
	d := &DB{db: db}
	if err := d.prepare(); err != nil {
		db.Close()
		return nil, fmt.Errorf("celldb: %s: %w", path, err)
	}
	return d, nil
}

// prepare looks whether the file is what it should be.
func (d *DB) prepare() (err error) {
	ctx := context.Background()
	var id int
	if err := d.db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		if strings.Contains(err.Error(), "CGO_ENABLED=0") {
			return errNoC
		}
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if id != applicationID {
		return fmt.Errorf("%w: application id %#x", ErrDamaged, id)
	}
	if d.cell, err = d.db.PrepareContext(ctx, "SELECT lat, lon, range_m FROM cells WHERE key = ?"); err == nil {
		d.near, err = d.db.PrepareContext(ctx, "SELECT lat, lon FROM sites WHERE plmn = ? AND rat = ? AND band = ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?")
	}
	if err == nil {
		err = d.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM cells), EXISTS (SELECT 1 FROM sites)").Scan(&d.cells, &d.sites)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// Close ends the use of the file.
func (d *DB) Close() error { return d.db.Close() }

// Check reads the whole file and tells whether it is sound.
func (d *DB) Check(ctx context.Context) error {
	var said string
	if err := d.db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("celldb: %w: %w", ErrDamaged, err)
	}
	if said != "ok" {
		return fmt.Errorf("celldb: %w: %s", ErrDamaged, said)
	}
	return nil
}

// Codes of the systems in a key.
var systems = map[string]int64{"gsm": 1, "lte": 2, "nr": 3}

// Largest numbers: of a location area and a cell within it (TS 23.003 clause 4),
// of an E-UTRAN cell (clause 19.6) and of an NR cell (clause 19.6A).
const (
	largestArea = 1<<16 - 1
	largestGSM  = 1<<16 - 1
	largestLTE  = 1<<28 - 1
	largestNR   = 1<<36 - 1
)

// key returns the number of a cell in the table. In 4G and 5G the cell's number
// is unique within the network, whatever the area.
func key(rat string, mcc, mnc, area int, cell int64) (k int64, ok bool) {
	largest := map[string]int64{"gsm": largestGSM, "lte": largestLTE, "nr": largestNR}[rat]
	if mcc < 200 || mcc > 999 || mnc < 0 || mnc > 999 || cell < 0 || cell > largest {
		return 0, false
	}
	if rat == "gsm" {
		if area < 0 || area > largestArea {
			return 0, false
		}
		cell |= int64(area) << 16
	}
	return systems[rat]<<56 | int64(mcc)<<46 | int64(mnc)<<36 | cell, true
}

// network takes "mcc-mnc" apart.
func network(plmn string) (mcc, mnc int, ok bool) {
	a, b, _ := strings.Cut(plmn, "-")
	mcc, err1 := strconv.Atoi(a)
	mnc, err2 := strconv.Atoi(b)
	return mcc, mnc, err1 == nil && err2 == nil
}
