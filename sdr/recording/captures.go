package recording

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"vigie/sdr"
)

// A capture is one of SigMF's, its values parsed.
type capture struct {
	start       int64 // core:sample_start
	header      int64
	centre      sdr.Hz
	date        time.Time // zero without one
	resolution  time.Duration
	globalIndex int64 // -1 without one
}

// maxSpan bounds the time that samples, present or lost, may last: 31 years.
const maxSpan = 1e9 // seconds

// parseCaptures returns the captures in the order of their samples, at least one.
func (l *layout) parseCaptures(list []captureJSON) ([]capture, error) {
	captures := make([]capture, 0, len(list)+1)
	for i := range list {
		c, err := l.parseCapture(&list[i])
		if err != nil {
			return nil, fmt.Errorf("capture %d: %w", i+1, err)
		}
		captures = append(captures, c)
	}
	byStart := func(a, b capture) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(captures, byStart) {
		l.warn("the captures are out of order; read in the order of core:sample_start")
		slices.SortStableFunc(captures, byStart)
	}
	return l.cut(captures), nil
}

func (l *layout) parseCapture(j *captureJSON) (c capture, err error) {
	if c.start, err = natural("core:sample_start", j.SampleStart); err != nil {
		return c, err
	}
	if float64(c.start)/float64(l.rate) > maxSpan {
		return c, fmt.Errorf("core:sample_start is %d: years after the first sample", c.start)
	}
	if c.header, err = natural("core:header_bytes", j.HeaderBytes); err != nil {
		return c, err
	}
	c.globalIndex = -1
	if j.GlobalIndex != "" {
		if c.globalIndex, err = natural("core:global_index", j.GlobalIndex); err != nil {
			return c, err
		}
	}
	if c.centre, err = hertz(j.Frequency); err == nil {
		err = checkCentre(c.centre)
	}
	if err != nil {
		return c, fmt.Errorf("core:frequency: %w", err)
	}
	if j.Datetime != "" {
		var bad error
		if c.date, c.resolution, bad = parseDatetime(j.Datetime); bad != nil {
			l.warn("%v; taken as undated", bad)
		}
	}
	return c, nil
}

// cut makes the captures begin with the dataset's first sample, core:offset: of
// a recording split over files, the later ones may name captures that began in
// the earlier ones.
func (l *layout) cut(captures []capture) []capture {
	for len(captures) > 1 && captures[1].start <= l.offset && captures[0].start < l.offset {
		captures = captures[1:]
	}
	if len(captures) == 0 || captures[0].start > l.offset {
		return slices.Insert(captures, 0, capture{start: l.offset, globalIndex: -1})
	}
	first := &captures[0]
	if early := l.offset - first.start; early > 0 {
		first.start, first.header = l.offset, 0
		if !first.date.IsZero() {
			first.date = first.date.Add(l.rate.Duration(uint64(early)))
		}
		if first.globalIndex >= 0 {
			first.globalIndex += early
		}
	}
	return captures
}

// A layout lays captures out as segments on one sample clock.
type layout struct {
	rate   sdr.Hz
	offset int64 // core:offset
	warn   func(format string, args ...any)
	gaps   float64 // samples lost so far
}

// segments dates the captures. Time runs with the samples; it jumps ahead, and
// samples count as lost, where core:global_index says so or where dates leave
// a gap that they are fine enough to show. It never runs back.
func (l *layout) segments(captures []capture) []segment {
	segments := make([]segment, len(captures))
	clock := l.anchor(captures)
	for i, c := range captures {
		seg := &segments[i]
		*seg = segment{header: c.header, samples: -1, first: uint64(c.start), start: clock, centre: c.centre}
		if i > 0 {
			before := captures[i-1]
			seg.lost = l.lost(before, c, clock)
			if seg.lost > 0 {
				seg.start = clock.Add(l.rate.Duration(seg.lost))
			}
			if gap := c.date.Sub(clock); seg.lost > 0 && c.globalIndex < 0 && gap > 0 {
				seg.start = c.date
			}
			if !c.date.IsZero() && c.date.Before(clock.Add(-tolerance(before, c))) {
				l.warn("capture %d is dated before the end of the one before it; its time follows the sample clock", i+1)
			}
		}
		if i+1 < len(captures) {
			seg.samples = captures[i+1].start - c.start
			clock = seg.start.Add(l.rate.Duration(uint64(seg.samples)))
		}
	}
	return segments
}

// anchor returns the time of the first sample: that of the first dated capture,
// less the samples before it.
func (l *layout) anchor(captures []capture) time.Time {
	for _, c := range captures {
		if !c.date.IsZero() {
			return c.date.Add(-l.rate.Duration(uint64(c.start - captures[0].start)))
		}
	}
	return epoch
}

// lost returns how many samples are missing before c, whose first sample would
// otherwise be at clock.
func (l *layout) lost(before, c capture, clock time.Time) uint64 {
	lost := 0.0
	switch {
	case before.globalIndex >= 0 && c.globalIndex >= 0:
		lost = float64((c.globalIndex - before.globalIndex) - (c.start - before.start))
	case c.date.Sub(clock) > tolerance(before, c) && !c.date.IsZero():
		lost = math.Round(c.date.Sub(clock).Seconds() * float64(l.rate))
	}
	switch {
	case lost < 0:
		l.warn("core:global_index runs back at sample %d; ignored there", c.start)
		return 0
	case (l.gaps+lost)/float64(l.rate) > maxSpan || l.gaps+lost > maxCount:
		l.warn("gaps of years before sample %d; ignored", c.start)
		return 0
	}
	l.gaps += lost
	return uint64(lost)
}

// tolerance is the gap between two captures that their dates are too coarse to show.
func tolerance(a, b capture) time.Duration {
	return max(a.resolution, b.resolution, time.Microsecond)
}
