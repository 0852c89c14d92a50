package fhss

import "math"

// domain returns the Domain that a class's frequencies fit best, how much better
// than any frequencies, how many of its channels they are on, and the share of
// the channels that the receiver's window holds. It returns nil when none fits.
func (l *Linker) domain(s *System, c *class, m *measurement) (best *Domain, score float64, channels int, visible float64) {
	score = math.Inf(-1)
	for i := range s.Domains {
		d := &s.Domains[i]
		fit, n, seen := l.raster(d, s, c, m)
		if fit > score {
			best, score, channels, visible = d, fit, n, seen
		}
	}
	if score <= unfit {
		return nil, score, 0, 0
	}
	return best, score, channels, visible
}

// raster compares frequencies with one Domain. Where the receiver's own frequency
// is unknown, only the distances between channels count.
func (l *Linker) raster(d *Domain, s *System, c *class, m *measurement) (score float64, channels int, visible float64) {
	step := float64(d.Step)
	tolerance := math.Max(0.04*step, 6e3)
	most := tolerance + offsetPPM*1e-6*math.Max(float64(l.centre), 400e6)
	visible = math.Min(1, float64(l.width)/(step*float64(d.Count)))
	if l.centre != 0 {
		visible = float64(d.visible(l.centre, l.width, c.like.Bandwidth)) / float64(d.Count)
	}
	offset := c.offset(step, float64(d.First), l.centre == 0)
	if l.centre != 0 && math.Abs(offset) > most {
		return unfit, 0, visible
	}
	var seen [128]bool
	outside := 0
	for _, b := range c.recent {
		n, off := d.channel(b.Freq)
		if l.centre == 0 {
			n = int(math.Round((float64(b.Freq)-offset)/step)) + len(seen)/2
			off = float64(b.Freq) - step*float64(n-len(seen)/2)
		}
		if math.Abs(off-offset) > tolerance || n < 0 || n >= len(seen) {
			outside++
			continue
		}
		if !seen[n] {
			seen[n] = true
			channels++
		}
	}
	if 3*outside > len(c.recent) {
		return unfit, channels, visible
	}
	if l.centre != 0 && 2*most < step {
		score = math.Log(step / (2 * most))
	}
	score += 0.9 * float64(max(0, channels-1)) * math.Log(step/(2*tolerance))
	if s.Period > 0 && l.centre != 0 && visible > 0 {
		score += fill(c.slots(s.Period)*s.Period/m.elapsed, visible, float64(len(c.recent)))
	}
	return score, channels, visible
}

// fill weighs the share of slots that are used against the share of a Domain's
// channels that the receiver sees: a link uses all of its channels alike, so it
// cannot use more slots, and uses not many fewer.
func fill(used, visible, n float64) float64 {
	ratio := used / visible
	switch {
	case ratio > 1.3:
		return -n * math.Min(1, math.Log(ratio))
	case ratio < 0.25:
		return -2
	}
	return -math.Abs(math.Log(math.Min(1, ratio)))
}

// offset returns the mean distance of the recent bursts from multiples of a step
// above first, as an angle averages; where the receiver's own frequency is not
// known, first counts for nothing.
func (c *class) offset(step, first float64, free bool) float64 {
	if free {
		first = 0
	}
	var re, im float64
	for _, b := range c.recent {
		sin, cos := math.Sincos(2 * math.Pi * (float64(b.Freq) - first) / step)
		re, im = re+cos, im+sin
	}
	return math.Atan2(im, re) / (2 * math.Pi) * step
}
