package rogue

import (
	"fmt"
	"math"
	"slices"
	"time"

	"vigie/detectors"
)

// Bounds of memory.
const (
	maxCells    = 10_000
	maxSiblings = 256 // looked at among an operator's cells
	maxPlaces   = 4096
)

// A site is all that was heard of cells here.
type site struct {
	now     time.Time
	records []*record
	newest  *record // heard last; older ones follow
	oldest  *record
	byKey   map[string]*record
	places  map[string]*place
	byName  map[string][]*record // by identity
	kin     map[string][]*record // by RAT and operator
	heard   map[string]time.Time // when a RAT, and a place of one on the air, was first heard
	swept   time.Time
	country map[string]int // cells by country code
}

func newSite() *site {
	return &site{
		byKey: map[string]*record{}, places: map[string]*place{}, byName: map[string][]*record{}, kin: map[string][]*record{},
		heard: map[string]time.Time{}, country: map[string]int{},
	}
}

// sight notes a sighting and returns the cell's record.
func (s *site) sight(e *detectors.Event, c Cell) *record {
	if e.Time.After(s.now) {
		s.now = e.Time
	}
	r := s.find(e, &c)
	s.listen(e, c.RAT)
	before := r.cell.identity()
	r.sight(e, c)
	s.order(r)
	if now := r.cell.identity(); now != before {
		s.unlist(r, before)
		s.list(r, now)
	}
	return r
}

// find returns the record of a cell, new if need be. A cell that has not said who
// it is belongs to the last one that did at its place; the first that does gives
// its name to what was heard there before.
func (s *site) find(e *detectors.Event, c *Cell) *record {
	name := c.place(e)
	at := s.places[name]
	if at == nil {
		at = &place{name: name}
	}
	key := name + "/" + c.number()
	if c.number() == "" && at.last != nil {
		key = at.last.key
	}
	r := s.byKey[key]
	if r == nil && at.last != nil && !at.last.cell.spoken() {
		r = at.last
		delete(s.byKey, r.key)
		r.key = key
		s.byKey[key] = r
	}
	if r == nil {
		s.makeRoom()
		r = &record{key: key, on: at, isNew: s.watched(e, c.RAT), index: len(s.records)}
		at.cells++
		s.places[name] = at
		s.byKey[key] = r
		s.records = append(s.records, r)
	}
	at.last = r
	return r
}

// Spans after which a place counts as watched, so that a cell that appears there
// is new: the place itself when something was heard there before, or a round of
// any plan of tunings.
const (
	placeWatched = time.Minute
	roundWatched = 10 * time.Minute
	placeWidth   = 5e6 // Hz
)

// watched reports whether a cell that is heard for the first time would have
// been heard before, had it been there.
func (s *site) watched(e *detectors.Event, rat string) bool {
	if at, ok := s.heard[window(e, rat)]; ok && e.Time.Sub(at) >= placeWatched {
		return true
	}
	at, ok := s.heard[rat]
	return ok && e.Time.Sub(at) >= roundWatched
}

// listen notes that cells of a RAT are heard there.
func (s *site) listen(e *detectors.Event, rat string) {
	for _, name := range [2]string{rat, window(e, rat)} {
		if _, known := s.heard[name]; !known && len(s.heard) < maxPlaces {
			s.heard[name] = e.Time
		}
	}
}

// window names five megahertz of a RAT.
func window(e *detectors.Event, rat string) string {
	return fmt.Sprintf("%s@%.0f", rat, math.Floor(float64(e.Freq)/placeWidth))
}

// list files a record under its identity and its operator.
func (s *site) list(r *record, identity string) {
	if identity == "" {
		return
	}
	s.byName[identity] = append(s.byName[identity], r)
	r.operator = r.cell.RAT + r.cell.operator()
	s.kin[r.operator] = append(s.kin[r.operator], r)
	s.country[countryOf(r.cell.operator())]++
}

func (s *site) unlist(r *record, identity string) {
	if identity == "" {
		return
	}
	s.byName[identity] = without(s.byName[identity], r)
	if len(s.byName[identity]) == 0 {
		delete(s.byName, identity)
	}
	s.kin[r.operator] = without(s.kin[r.operator], r)
	if len(s.kin[r.operator]) == 0 {
		delete(s.kin, r.operator)
	}
	country := countryOf(r.operator[len(r.cell.RAT):])
	if s.country[country]--; s.country[country] <= 0 {
		delete(s.country, country)
	}
}

func without(list []*record, r *record) []*record {
	if i := slices.Index(list, r); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// makeRoom forgets the cell that was heard longest ago when there are too many.
func (s *site) makeRoom() {
	if len(s.records) < maxCells {
		return
	}
	r := s.oldest
	s.unlink(r)
	s.unlist(r, r.cell.identity())
	delete(s.byKey, r.key)
	if r.on.cells--; r.on.cells == 0 {
		delete(s.places, r.on.name)
	} else if r.on.last == r {
		r.on.last = nil
	}
	last := len(s.records) - 1
	s.records[r.index] = s.records[last]
	s.records[r.index].index = r.index
	s.records[last] = nil
	s.records = s.records[:last]
}

// sweepEvery is how often the site looks for cells that have fallen silent, longest
// how far back: what was silent for longer when it looked last was told then, or
// was silent because nobody listened.
const (
	sweepEvery = 10 * time.Second
	longest    = 4*mostGap*time.Second + 2*sweepEvery
)

// sweep calls visit with the cells that have fallen silent since it last did.
func (s *site) sweep(visit func(*record)) {
	if s.now.Sub(s.swept) < sweepEvery {
		return
	}
	s.swept = s.now
	for r := range s.since(s.now.Add(-longest)) {
		if !r.gone && r.seen >= 5 && s.now.Sub(r.last).Seconds() > math.Max(120, 4*r.gap) {
			r.gone = true
			visit(r)
		}
	}
}

// home returns the country code of most cells, when there are several cells and
// most agree.
func (s *site) home() (mcc string, ok bool) {
	total := 0
	for c, n := range s.country {
		total += n
		if n > s.country[mcc] || n == s.country[mcc] && c < mcc {
			mcc = c
		}
	}
	return mcc, total >= 3 && 2*s.country[mcc] > total
}

// countryOf returns the country code of a network "mcc-mnc".
func countryOf(plmn string) string {
	if len(plmn) < 3 {
		return ""
	}
	return plmn[:3]
}
