package rogue

import "math"

// A Place is a position on the earth, in degrees.
type Place struct{ Lat, Lon float64 }

// earthKM is the mean radius of the earth.
const earthKM = 6371

// KM returns the distance along the surface, in kilometres.
func (p Place) KM(q Place) float64 {
	const rad = math.Pi / 180
	dLat, dLon := (q.Lat-p.Lat)*rad, (q.Lon-p.Lon)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(p.Lat*rad)*math.Cos(q.Lat*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earthKM * math.Asin(math.Min(1, math.Sqrt(h)))
}

// Published is what others have reported of a cell.
type Published struct {
	Place  Place
	RangeM float64 // how far around it was heard, in metres; 0 for unknown
}

// A Database has the cells and transmitters that others have published. An error
// says that it cannot tell.
type Database interface {
	// Cell reports whether a cell is listed: network "mcc-mnc", area, number.
	Cell(rat, plmn string, area int, number int64) (p Published, listed bool, err error)
	// Declared returns how many transmitters of an operator, system and band
	// (3GPP number; of GSM the name in MHz) are declared within a distance.
	Declared(rat, plmn string, band int, from Place, km float64) (n int, err error)
	// Covers reports whether the declarations of an operator are there at all.
	Covers(plmn string) bool
}

// A published is what the database said of a cell, asked once.
type published struct {
	identity string
	known    bool // the database could tell
	listed   bool
	Published
}

// published asks the database about the cell.
func (v *view) published() published {
	c, r := v.cell, v.record
	id := c.CellID
	if c.RAT == nrRAT {
		id = c.NCI
	}
	if v.setup.Database == nil || id == nil || c.identity() == "" {
		return published{}
	}
	if r.published.identity == c.identity() {
		return r.published
	}
	p := published{identity: c.identity()}
	for _, plmn := range c.plmns() {
		where, listed, err := v.setup.Database.Cell(c.RAT, plmn, c.area(), *id)
		p.known = err == nil
		if p.listed = listed; listed || err != nil {
			p.Published = where
			break
		}
	}
	r.published = p
	return p
}
