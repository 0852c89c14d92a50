package rogue

import (
	"iter"
	"time"
)

// order puts a record where the time of its last sighting belongs: in front, but
// for a clock that goes back.
func (s *site) order(r *record) {
	s.unlink(r)
	var before *record // the next newer one
	after := s.newest
	for after != nil && after.last.After(r.last) {
		before, after = after, after.older
	}
	r.newer, r.older = before, after
	if before == nil {
		s.newest = r
	} else {
		before.older = r
	}
	if after == nil {
		s.oldest = r
	} else {
		after.newer = r
	}
}

// unlink takes a record out of the order, if it is in it.
func (s *site) unlink(r *record) {
	if r.newer != nil {
		r.newer.older = r.older
	} else if s.newest == r {
		s.newest = r.older
	}
	if r.older != nil {
		r.older.newer = r.newer
	} else if s.oldest == r {
		s.oldest = r.newer
	}
	r.newer, r.older = nil, nil
}

// since returns the records heard at a time or later, the newest first.
func (s *site) since(t time.Time) iter.Seq[*record] {
	return func(yield func(*record) bool) {
		for r := s.newest; r != nil && !r.last.Before(t); r = r.older {
			if !yield(r) {
				return
			}
		}
	}
}
