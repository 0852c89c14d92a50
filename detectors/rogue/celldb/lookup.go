package celldb

import (
	"database/sql"
	"errors"
	"fmt"
	"math"

	"vigie/detectors/rogue"
)

var _ rogue.Database = (*DB)(nil)

// ErrEmpty says that nothing of the kind was imported, so that nothing can be told.
var ErrEmpty = errors.New("celldb: nothing imported")

// Cell implements rogue.Database.
func (d *DB) Cell(rat, plmn string, area int, number int64) (p rogue.Published, listed bool, err error) {
	mcc, mnc, ok := network(plmn)
	k, fits := key(rat, mcc, mnc, area, number)
	if !d.cells || !ok || !fits {
		return p, false, ErrEmpty
	}
	switch err := d.cell.QueryRow(k).Scan(&p.Place.Lat, &p.Place.Lon, &p.RangeM); {
	case errors.Is(err, sql.ErrNoRows):
		return p, false, nil
	case err != nil:
		return p, false, fmt.Errorf("celldb: %w", err)
	}
	return p, true, nil
}

// Declared implements rogue.Database.
func (d *DB) Declared(rat, plmn string, band int, from rogue.Place, km float64) (n int, err error) {
	if !d.sites {
		return 0, ErrEmpty
	}
	const kmPerDegree = 111.2
	dLat := km / kmPerDegree
	dLon := dLat / math.Max(0.01, math.Cos(from.Lat*math.Pi/180))
	rows, err := d.near.Query(plmn, rat, band, from.Lat-dLat, from.Lat+dLat, from.Lon-dLon, from.Lon+dLon)
	if err != nil {
		return 0, fmt.Errorf("celldb: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at rogue.Place
		if err := rows.Scan(&at.Lat, &at.Lon); err != nil {
			return 0, fmt.Errorf("celldb: %w", err)
		}
		if at.KM(from) <= km {
			n++
		}
	}
	return n, rows.Err()
}

// Covers implements rogue.Database.
func (d *DB) Covers(plmn string) bool {
	var any bool
	err := d.db.QueryRow("SELECT EXISTS (SELECT 1 FROM sites WHERE plmn = ?)", plmn).Scan(&any)
	return err == nil && any
}
