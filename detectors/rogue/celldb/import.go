package celldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// A cellRow and a siteRow are rows of the tables.
type cellRow struct {
	key                     int64
	lat, lon                float64
	reach, samples, updated int64
}

type siteRow struct {
	plmn, rat string
	band      int
	lat, lon  float64
}

// Import reads files into the database at a path, beside what is there already;
// of two rows about one cell the newer counts. A list of transmitters takes the
// place of the one before. With countries, only cells of these country codes are
// kept. progress, when not nil, is told now and then how many rows were taken.
//
// The database is written anew, sorted, and then put in the old one's place, so
// that an import which fails leaves everything as it was.
func Import(ctx context.Context, path string, files []string, countries []int, progress func(rows int64)) (report Report, err error) {
	fresh, staged := path+".new", path+".rows"
	for _, name := range []string{fresh, staged} {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return report, fmt.Errorf("celldb: %w", err)
		}
		defer os.Remove(name)
	}
	db, err := open(fresh, "?_journal_mode=OFF&_synchronous=OFF&_cache_size=-65536")
	if err != nil {
		return report, err
	}
	defer db.Close()
	w := &writer{ctx: ctx, db: db, countries: countries, progress: progress}
	if err := w.begin(path, staged); err != nil {
		return report, err
	}
	for _, name := range files {
		if err := w.file(name, &report); err != nil {
			return report, fmt.Errorf("celldb: %s: %w", name, err)
		}
	}
	report.Cells, report.Sites = w.cells, w.sites
	if report.Kept, err = w.finish(); err != nil {
		return report, fmt.Errorf("celldb: %w", err)
	}
	if err := db.Close(); err != nil {
		return report, fmt.Errorf("celldb: %w", err)
	}
	return report, os.Rename(fresh, path)
}

// A writer puts rows into a database, many at a time.
type writer struct {
	ctx       context.Context
	db        *sql.DB
	tx        *sql.Tx
	insert    *sql.Stmt
	countries []int
	progress  func(int64)
	old       bool // there was a database before

	values       []any // of cells not yet written
	cells, sites int64
}

// together is how many rows one statement writes.
const (
	together    = 128
	cellColumns = 6
	toldEvery   = 1 << 17
)

func (w *writer) begin(path, staged string) error {
	if err := w.exec(schema); err != nil {
		if strings.Contains(err.Error(), "CGO_ENABLED=0") {
			return errNoC
		}
		return err
	}
	if err := w.exec("ATTACH DATABASE ? AS staged", staged); err != nil {
		return err
	}
	if err := w.exec("PRAGMA staged.journal_mode = OFF; PRAGMA staged.synchronous = OFF; CREATE TABLE staged.rows (key INTEGER, lat REAL, lon REAL, range_m INTEGER, samples INTEGER, updated INTEGER)"); err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		before, err := Open(path) // what is no database of cells is not written over
		if err != nil {
			return err
		}
		before.Close()
		w.old = true
		if err := w.exec("ATTACH DATABASE ? AS old", path); err != nil {
			return err
		}
	}
	var err error
	if w.tx, err = w.db.BeginTx(w.ctx, nil); err == nil {
		row := "(?" + strings.Repeat(",?", cellColumns-1) + ")"
		w.insert, err = w.tx.PrepareContext(w.ctx, "INSERT INTO staged.rows VALUES "+row+strings.Repeat(","+row, together-1))
	}
	if err != nil {
		return fmt.Errorf("celldb: %w", err)
	}
	return nil
}

func (w *writer) exec(text string, args ...any) error {
	if _, err := w.db.ExecContext(w.ctx, text, args...); err != nil {
		return fmt.Errorf("celldb: %w", err)
	}
	return nil
}

// file reads one file.
func (w *writer) file(name string, report *Report) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return rows(reader{w.ctx, f}, w, report)
}

// A reader stops when it is told to.
type reader struct {
	ctx context.Context
	io.Reader
}

func (r reader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(b)
}

func (w *writer) wants(mcc int) bool {
	return len(w.countries) == 0 || slices.Contains(w.countries, mcc)
}

// cell writes a row, sooner or later.
func (w *writer) cell(r cellRow) error {
	w.values = append(w.values, r.key, r.lat, r.lon, r.reach, r.samples, r.updated)
	if w.cells++; w.progress != nil && w.cells%toldEvery == 0 {
		w.progress(w.cells)
	}
	if len(w.values) < together*cellColumns {
		return nil
	}
	_, err := w.insert.ExecContext(w.ctx, w.values...)
	w.values = w.values[:0]
	return wrapWrite(err)
}

func wrapWrite(err error) error {
	if err != nil {
		return fmt.Errorf("%w: %w", errWrite, err)
	}
	return nil
}

// site writes a row of transmitters.
func (w *writer) site(r siteRow) error {
	w.sites++
	_, err := w.tx.ExecContext(w.ctx, "INSERT INTO sites VALUES (?,?,?,?,?)", r.plmn, r.rat, r.band, r.lat, r.lon)
	return wrapWrite(err)
}

// finish sorts the rows into their table and returns how many cells are there.
func (w *writer) finish() (kept int64, err error) {
	for v := w.values; len(v) > 0; v = v[cellColumns:] {
		if _, err := w.tx.ExecContext(w.ctx, "INSERT INTO staged.rows VALUES (?,?,?,?,?,?)", v[:cellColumns]...); err != nil {
			return 0, err
		}
	}
	from := "SELECT * FROM staged.rows"
	if w.old {
		from += " UNION ALL SELECT * FROM old.cells"
		if w.sites == 0 {
			if _, err := w.tx.ExecContext(w.ctx, "INSERT INTO sites SELECT * FROM old.sites"); err != nil {
				return 0, err
			}
		}
	}
	if _, err := w.tx.ExecContext(w.ctx, "INSERT OR REPLACE INTO cells SELECT * FROM ("+from+") ORDER BY key, updated"); err != nil {
		return 0, err
	}
	if _, err := w.tx.ExecContext(w.ctx, siteIndex); err != nil {
		return 0, err
	}
	if err := w.tx.QueryRowContext(w.ctx, "SELECT count(*) FROM cells").Scan(&kept); err != nil {
		return 0, err
	}
	return kept, w.tx.Commit()
}
