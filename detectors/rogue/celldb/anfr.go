package celldb

import (
	"errors"
	"fmt"
	"strings"
)

// anfr reads the observatory of mobile networks of the French frequency agency
// (data.gouv.fr, Licence Ouverte 2.0): one row an operator, mast and system, on
// the air or to come. The columns are known by their names.
type anfr struct {
	to                         *writer
	operator, system, place, n int
}

// declarants are the operators of metropolitan France as ANFR names them.
var declarants = map[string]string{
	"ORANGE": "208-01", "SFR": "208-10", "BOUYGUES TELECOM": "208-20", "FREE MOBILE": "208-15",
}

// A radioSystem is a system and band as ANFR names it; bands by their 3GPP
// numbers, those of GSM by its name in MHz.
type radioSystem struct {
	rat  string
	band int
}

var radioSystems = map[string]radioSystem{
	"GSM 900": {"gsm", 900}, "GSM 1800": {"gsm", 1800},
	"LTE 700": {"lte", 28}, "LTE 800": {"lte", 20}, "LTE 900": {"lte", 8}, "LTE 1800": {"lte", 3}, "LTE 2100": {"lte", 1}, "LTE 2600": {"lte", 7}, "LTE 3500": {"lte", 42},
	"5G NR 700": {"nr", 28}, "5G NR 800": {"nr", 20}, "5G NR 900": {"nr", 8}, "5G NR 1800": {"nr", 3}, "5G NR 2100": {"nr", 1}, "5G NR 2600": {"nr", 7}, "5G NR 3500": {"nr", 78},
}

func newANFR(columns map[string]int, to *writer) (t taker, ok bool) {
	a := &anfr{to: to}
	for name, at := range map[string]*int{"adm_lb_nom": &a.operator, "emr_lb_systeme": &a.system, "coordonnees": &a.place} {
		i, has := columns[name]
		if !has {
			return nil, false
		}
		*at = i
		a.n = max(a.n, i+1)
	}
	return a, true
}

// take reads one declaration.
func (a *anfr) take(row []string) (kept bool, err error) {
	if len(row) < a.n {
		return false, fmt.Errorf("%d fields, want %d", len(row), a.n)
	}
	operator := strings.ToUpper(strings.TrimSpace(row[a.operator]))
	system := strings.ToUpper(strings.TrimSpace(row[a.system]))
	if operator == "" || system == "" {
		return false, errors.New("no operator or no system")
	}
	plmn, known := declarants[operator]
	s, decoded := radioSystems[system]
	if !known || !decoded || !a.to.wants(208) {
		return false, nil
	}
	north, east, ok := strings.Cut(row[a.place], ",")
	if !ok {
		north, east, _ = strings.Cut(strings.TrimSpace(row[a.place]), " ")
	}
	var f fieldReader
	r := siteRow{plmn: plmn, rat: s.rat, band: s.band, lat: f.real(north, 90), lon: f.real(east, 180)}
	if f.err != nil {
		return false, f.err
	}
	return true, a.to.site(r)
}
