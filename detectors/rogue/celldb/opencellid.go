package celldb

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// cells reads the common format of OpenCelliD and the Mozilla Location Service:
//
//	radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal
//
// Files of one country come without the heading.
type cells struct {
	to                                                                *writer
	radio, mcc, net, area, cell, lon, lat, reach, samples, updated, n int
}

// radios are the systems, as these files name them. 3G and CDMA are passed over:
// no decoder here reads them.
var radios = map[string]string{"GSM": "gsm", "LTE": "lte", "NR": "nr", "UMTS": "", "CDMA": "", "NBIOT": "lte"}

func newCells(columns map[string]int, first []string, to *writer) (t taker, heading bool, err error) {
	names := strings.Split("radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averagesignal", ",")
	if _, heading = columns["radio"]; !heading {
		if _, known := radios[strings.ToUpper(first[0])]; !known || len(first) < len(names)-1 {
			return nil, false, ErrUnknown
		}
		columns = map[string]int{}
		for i, n := range names {
			columns[n] = i
		}
	}
	c := &cells{to: to}
	for name, at := range map[string]*int{
		"radio": &c.radio, "mcc": &c.mcc, "net": &c.net, "area": &c.area, "cell": &c.cell, "lon": &c.lon, "lat": &c.lat,
		"range": &c.reach, "samples": &c.samples, "updated": &c.updated,
	} {
		i, ok := columns[name]
		if !ok {
			return nil, false, fmt.Errorf("no column %q: %w", name, ErrUnknown)
		}
		*at = i
		c.n = max(c.n, i+1)
	}
	return c, heading, nil
}

// take reads one cell.
func (c *cells) take(row []string) (kept bool, err error) {
	if len(row) < c.n {
		return false, fmt.Errorf("%d fields, want %d", len(row), c.n)
	}
	rat, known := radios[strings.ToUpper(row[c.radio])]
	if !known {
		return false, fmt.Errorf("radio %q", row[c.radio])
	}
	if rat == "" {
		return false, nil
	}
	var f fieldReader
	mcc, mnc, area := f.number(row[c.mcc]), f.number(row[c.net]), f.number(row[c.area])
	cell := f.number(row[c.cell])
	lat, lon := f.real(row[c.lat], 90), f.real(row[c.lon], 180)
	r := cellRow{lat: lat, lon: lon, reach: f.number(row[c.reach]), samples: f.number(row[c.samples]), updated: f.number(row[c.updated])}
	if f.err != nil {
		return false, f.err
	}
	var ok bool
	if r.key, ok = key(rat, int(mcc), int(mnc), int(area), cell); !ok {
		return false, fmt.Errorf("%s %d-%d, area %d, cell %d is outside what the standard allows", rat, mcc, mnc, area, cell)
	}
	if !c.to.wants(int(mcc)) {
		return false, nil
	}
	return true, c.to.cell(r)
}

// A fieldReader reads numbers and keeps the first error.
type fieldReader struct{ err error }

func (f *fieldReader) number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("%q is no whole number", text)
	}
	return n
}

func (f *fieldReader) real(text string, most float64) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if f.err == nil && (err != nil || !(v >= -most && v <= most)) {
		f.err = fmt.Errorf("%q is no angle up to %g", text, most)
	}
	return v
}

// errWrite is wrapped by what the database itself refuses, as when the disk is full.
var errWrite = errors.New("database")
