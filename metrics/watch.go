package metrics

import (
	"cmp"
	"slices"
	"time"

	"vigie/sdr"
)

// maxWindows bounds how many tunings of a receiver are remembered; the one
// unseen for longest goes first.
const maxWindows = 1024

// absence is the gap between two Blocks of one window that counts as a leave:
// Blocks last 3 to 55 ms, so a shorter gap is no hop.
const absence = 250 * time.Millisecond

// A watch remembers when each window of spectrum was last looked at, by the
// process clock.
//
// Coverage of a band is the share of its width that lies in windows seen within
// the horizon: one round of the plan and half as much again for retuning, at
// least StaleAfter. Revisit is the longest time that a window in the band was
// left alone: between its last two visits, or since its last one, or since the
// start when there was none.
type watch struct {
	windows []window
	at      int // the newest one seen
	horizon time.Duration
}

// A window is the spectrum that one tuning covers.
type window struct {
	centre, width sdr.Hz
	seen          time.Duration // uptime of the last Block there; 0 for none
	gap           time.Duration // between the last two visits
}

func newWatch(plan *sdr.Plan) watch {
	w := watch{horizon: StaleAfter}
	if plan != nil {
		w.horizon = max(w.horizon, plan.Round()*3/2)
		for _, d := range plan.Dwells() {
			w.index(d.Centre)
		}
	}
	return w
}

// see notes a Block of this width around centre.
func (w *watch) see(centre, width sdr.Hz, now time.Duration) {
	if len(w.windows) == 0 || w.windows[w.at].centre != centre {
		w.at = w.index(centre)
	}
	win := &w.windows[w.at]
	if away := now - win.seen; away > absence {
		win.gap = away
	} else if len(w.windows) == 1 {
		win.gap = 0
	}
	win.width, win.seen = width, now
}

// index returns the place of the window around centre, made when it is new.
func (w *watch) index(centre sdr.Hz) int {
	i := slices.IndexFunc(w.windows, func(win window) bool { return win.centre == centre })
	if i >= 0 {
		return i
	}
	if len(w.windows) < maxWindows {
		w.windows = append(w.windows, window{centre: centre})
		return len(w.windows) - 1
	}
	oldest := 0
	for i, win := range w.windows {
		if win.seen < w.windows[oldest].seen {
			oldest = i
		}
	}
	w.windows[oldest] = window{centre: centre}
	return oldest
}

// A span is a range of frequencies.
type span struct{ low, high sdr.Hz }

// fresh appends the parts of the band that were seen within the horizon.
func (w *watch) fresh(dst []span, band sdr.Band, now time.Duration) []span {
	for _, win := range w.windows {
		if win.seen == 0 || now-win.seen > w.horizon {
			continue
		}
		s := span{max(band.Low, win.centre-win.width/2), min(band.High, win.centre+win.width/2)}
		if s.low < s.high {
			dst = append(dst, s)
		}
	}
	return dst
}

// revisit returns the longest absence from a window that touches the band, and
// whether there is such a window.
func (w *watch) revisit(band sdr.Band, now time.Duration) (longest time.Duration, ok bool) {
	for _, win := range w.windows {
		if win.centre+win.width/2 < band.Low || win.centre-win.width/2 > band.High {
			continue
		}
		ok = true
		longest = max(longest, win.gap)
		if away := now - win.seen; away > absence {
			longest = max(longest, away)
		}
	}
	return longest, ok
}

// covered returns the total width of the spans, overlaps counted once. It
// sorts them.
func covered(spans []span) (total sdr.Hz) {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.low, b.low) })
	reached := sdr.Hz(0)
	for _, s := range spans {
		total += max(0, s.high-max(s.low, reached))
		reached = max(reached, s.high)
	}
	return total
}
