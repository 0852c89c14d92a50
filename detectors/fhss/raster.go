package fhss

import "math"

// A place is what a class's frequencies say of a Domain.
type place struct {
	domain   *Domain
	score    float64 // how much better it fits than any frequencies
	channels int     // of it that the bursts are on
	visible  float64 // share of the link's channels that these are
}

// domain returns the Domain that a class's frequencies fit best; its domain is nil
// when none fits.
func (l *Linker) domain(s *System, c *class, m *measurement) (best place) {
	best.score = unfit
	for i := range s.Domains {
		if p := l.raster(&s.Domains[i], s, c, m); p.score > best.score {
			best = p
		}
	}
	return best
}

// raster compares frequencies with one Domain. Where the receiver's own frequency
// is unknown, only the distances between channels count.
func (l *Linker) raster(d *Domain, s *System, c *class, m *measurement) (p place) {
	step := float64(d.Step)
	tolerance := math.Max(0.04*step, 6e3)
	most := tolerance + offsetPPM*1e-6*math.Max(float64(l.centre), 400e6)
	offset := c.offset(step, float64(d.First), l.centre == 0)
	if l.centre != 0 && math.Abs(offset) > most {
		return place{score: unfit}
	}
	var seen [128]bool
	outside := 0.
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
			p.channels++
		}
	}
	p.domain = d
	p.score = -d.Rare
	p.visible = math.Min(1, float64(p.channels)/float64(d.used()))
	n := float64(len(c.recent))
	if 3*outside > n || p.channels > d.used() {
		return place{score: unfit}
	}
	if outside > ghosts*n+1 {
		p.score -= 10
	}
	if l.centre != 0 && 2*most < step {
		p.score += math.Log(step / (2 * most))
	}
	p.score += 0.9 * float64(max(0, p.channels-1)) * math.Log(step/(2*tolerance))
	if s.Period > 0 && !s.Shared && l.centre != 0 {
		p.score += fill(c.slots(s.Period)*s.Period/m.elapsed/s.Fill[1], p.visible, c.follows(s, p.visible), n/math.Max(1, float64(s.Dwell)))
	}
	return p
}

// ghosts is the share of bursts whose frequency may be wrong by half a bandwidth.
const ghosts = 0.08

// fill weighs the share of slots that are used against the share of a link's
// channels that the receiver sees, given the share of packets that it finds: a link
// uses all of its channels alike, so it does not use many more slots, nor many
// fewer. stays is how many stays on a channel that rests on.
func fill(used, visible, found, stays float64) float64 {
	ratio := used / found / math.Max(visible, 0.01)
	switch {
	case ratio > 1.4:
		return -math.Min(15, stays*math.Log(ratio))
	case ratio < 0.6:
		return -math.Min(8, 0.4*stays*math.Log(1/ratio))
	}
	return 0
}

// follows estimates the share of packets that are found: that of the bursts behind
// which there is another in the next slot, against the share of packets that stay
// on the channel or go to another that is seen.
func (c *class) follows(s *System, visible float64) float64 {
	n := 0.
	for i := 1; i < len(c.instants); i++ {
		if d := c.instants[i] - c.instants[i-1]; math.Abs(d-s.Period) < 0.15*s.Period {
			n++
		}
	}
	dwell := math.Max(1, float64(s.Dwell))
	share := n / math.Max(1, float64(len(c.instants)-1)) / ((dwell - 1 + visible) / dwell)
	return math.Max(0.15, math.Min(1, share))
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
