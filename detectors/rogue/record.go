package rogue

import (
	"math"
	"time"

	"vigie/detectors"
)

// Lengths of what is kept of each cell.
const (
	keptChanges = 8
	keptClocks  = 8
)

// A record is one transmitter as the site knows it.
type record struct {
	key      string // place, and the cell's number once it is known
	on       *place
	operator string // under which it is listed, "" for none yet
	cell     Cell   // what it last said in full
	event    detectors.Event

	first, last time.Time
	seen        int
	gap         float64 // longest usual seconds between sightings
	isNew       bool    // came while its place on the air was being watched
	index       int     // among the site's records
	newer       *record // in the order of last
	older       *record
	gone        bool

	snr, spread float64 // mean and mean deviation, dB
	lastSNR     float64
	firstSNR    float64 // of the first sightings
	firstFN     int     // GSM frame number when first heard, or -1
	hours       uint32  // bit n: heard in hour n of the day, UTC

	areas    history
	contents history
	clocks   [keptClocks]clock
	pages    pages

	published published
}

// A place is a carrier and colour on the air, with the cells that said they are
// there: one as a rule, two when far cells share it, many when a catcher changes
// its name.
type place struct {
	name    string
	last    *record
	cells   int
	numbers history
	areas   history
}

// A clock is one measurement of a cell's carrier against the receiver's.
type clock struct {
	when     time.Time
	receiver string
	ppm      float64
}

// A change is a value and when it began to hold.
type change struct {
	when  time.Time
	value string
}

// A history keeps the last values of something that should not change.
type history struct {
	changes [keptChanges]change
	n       int // ever
}

// add notes a value and reports whether it is another than before.
func (h *history) add(when time.Time, value string) bool {
	if h.n > 0 && h.at(h.n-1).value == value {
		return false
	}
	h.changes[h.n%keptChanges] = change{when, value}
	h.n++
	return h.n > 1
}

func (h *history) at(i int) change { return h.changes[i%keptChanges] }

// since calls visit with the kept changes after a time, oldest first; the first
// value is a change from nothing and not shown.
func (h *history) since(after time.Time, visit func(change)) {
	for i := max(1, h.n-keptChanges); i < h.n; i++ {
		if c := h.at(i); c.when.After(after) {
			visit(c)
		}
	}
}

// all calls visit with every kept value, oldest first.
func (h *history) all(visit func(value string)) {
	for i := max(0, h.n-keptChanges); i < h.n; i++ {
		visit(h.at(i).value)
	}
}

// count returns how many changes came after a time, and to how many values.
func (h *history) count(after time.Time) (changes, values int) {
	var known [keptChanges]string
	h.since(after, func(c change) {
		changes++
		for _, k := range known[:values] {
			if k == c.value {
				return
			}
		}
		known[values] = c.value
		values++
	})
	return changes, values
}

// alternates reports whether a value came back after another one had taken its
// place, twice, within a span: A, B, A, B.
func (h *history) alternates(now time.Time, within time.Duration) bool {
	if h.n < 4 {
		return false
	}
	a, b, c, d := h.at(h.n-4), h.at(h.n-3), h.at(h.n-2), h.at(h.n-1)
	return a.value == c.value && b.value == d.value && now.Sub(b.when) <= within
}

// pages are counts of paging over a window.
type pages struct {
	began time.Time
	start Paging
	now   Paging
	when  time.Time
}

// take notes the decoder's running counts; a decoder that begins anew begins a
// new window.
func (p *pages) take(when time.Time, now Paging, again bool) {
	if again || p.began.IsZero() || now.total() < p.now.total() || when.Sub(p.began) > 10*time.Minute {
		p.began, p.start = when, now
	}
	p.now, p.when = now, when
}

// span returns the seconds observed and what was paged in them.
func (p *pages) span() (seconds float64, all, permanent uint64) {
	return p.when.Sub(p.began).Seconds(), p.now.total() - p.start.total(), p.now.Permanent - min(p.now.Permanent, p.start.Permanent)
}

// Gains of the running means: the first sightings count fully.
const (
	levelGain  = 1. / 32
	leastLevel = 20  // sightings before a level is known
	mostGap    = 300 // seconds: longer ones are an absence
)

// sight notes one sighting.
func (r *record) sight(e *detectors.Event, c Cell) {
	back := e.Time.Before(r.last)
	gap := e.Time.Sub(r.last).Seconds()
	if r.seen == 0 {
		r.first, r.snr, r.firstSNR, r.firstFN = e.Time, e.SNR, e.SNR, -1
		if c.FN != nil {
			r.firstFN = *c.FN
		}
	} else if !back {
		r.gap = math.Min(math.Max(gap, r.gap+(gap-r.gap)/64), mostGap)
	}
	r.seen++
	r.hours |= 1 << e.Time.UTC().Hour()
	rate := math.Max(levelGain, 1/float64(r.seen))
	off := e.SNR - r.snr
	if r.seen <= leastLevel || math.Abs(off) < levelJump { // a jump must not teach
		r.snr += rate * off
		r.spread += rate * (math.Abs(off) - r.spread)
	}
	r.lastSNR = e.SNR
	if !back {
		r.last = e.Time
	}
	r.gone = false
	if e.Freq > 0 && c.CFO != nil {
		r.clocks[r.seen%keptClocks] = clock{e.Time, e.Receiver, *c.CFO / float64(e.Freq) * 1e6}
	}
	if c.RAT == gsmRAT {
		r.pages.take(e.Time, c.Paging, gap > 30)
	}
	if c.spoken() {
		if area := c.area(); area >= 0 {
			r.areas.add(e.Time, show(&area))
		}
		r.contents.add(e.Time, c.contents())
		r.on.numbers.add(e.Time, c.number())
		if area := c.area(); area >= 0 {
			r.on.areas.add(e.Time, show(&area))
		}
	}
	r.merge(c)
	fields := e.Fields
	r.event = *e
	r.event.Fields = fields
}

// merge keeps what the cell said before where a sighting says less, as when a
// receiver comes back to it and has read nothing yet.
func (r *record) merge(c Cell) {
	if !c.spoken() && r.cell.spoken() {
		old := r.cell
		old.CFO, old.SFN, old.FN = c.CFO, c.SFN, c.FN
		r.cell = old
		return
	}
	r.cell = c
}

// clockOf returns the median of the cell's clock error at a receiver since a
// time, and from how many measurements.
func (r *record) clockOf(receiver string, since time.Time) (ppm float64, n int) {
	var values [keptClocks]float64
	for _, c := range r.clocks {
		if c.receiver == receiver && c.when.After(since) {
			values[n] = c.ppm
			n++
		}
	}
	return median(values[:n]), n
}

// age is how long the cell has been known.
func (r *record) age(now time.Time) time.Duration { return now.Sub(r.first) }

// silent reports whether the cell has missed several of its usual sightings.
func (r *record) silent(now time.Time) bool {
	return r.seen >= 5 && now.Sub(r.last).Seconds() > math.Max(5, 4*r.gap)
}
