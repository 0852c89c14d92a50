package fhss

import (
	"math"
	"slices"
)

// Bounds of the judgement.
const (
	leastAgreements = 3
	leastScore      = 8.   // of a drone's link: e⁸ times better than chance
	latticeChance   = 1e-4 // that a lattice counts from
	latticeShare    = 0.3  // of the bursts that must be on it
	mostLattice     = 30.
)

// judge fills k with what a class is taken for.
func (l *Linker) judge(c *class, now float64, k *Link) {
	verdicts := k.verdicts[:0]
	from := c.lately(now - span)
	if len(c.recent) < sparse {
		from = c.lately(now - longest)
	}
	newest := c.bursts[(c.count-1)%remember]
	if len(c.recent) == 0 { // it came late
		c.lately(newest.Start)
	}
	from = max(from, l.start)
	*k = Link{Newest: newest, Bursts: len(c.recent), Proof: c.proof, Proofs: c.proofs}
	m := l.measure(c, now, from)
	k.Airtime, k.Duty, k.Channels = m.airtime, m.duty, m.channels
	best := -1
	for i := range Systems {
		if s := &Systems[i]; s.fits(&c.like) && s.Period > 0 {
			m.trials++
		}
	}
	for i := range Systems {
		s := &Systems[i]
		if !s.fits(&c.like) {
			continue
		}
		v := l.weigh(s, c, &m)
		verdicts = append(verdicts, v)
		if v.acceptable() && (best < 0 || v.score > verdicts[best].score) {
			best = len(verdicts) - 1
		}
	}
	k.verdicts = verdicts
	k.PFA = 1
	if c.like.Kind != Chirp && l.echoes(c) > mostEchoes*len(c.recent)/100 {
		c.stated = 0
		return
	}
	if best >= 0 {
		v := &verdicts[best]
		k.System, k.Score, k.Agreements = v.system, v.score, v.agrees
		if v.domain != nil && l.centre != 0 {
			k.Domain = v.domain.Name
		}
		k.Period = v.system.Period
	} else if m.period > 0 && m.channels > 1 {
		k.Period, m.trials = m.period, steps
	}
	if k.Period > 0 {
		k.Rayleigh = rayleigh(c.instants, k.Period)
		if k.System != nil {
			k.Rayleigh = k.System.lattice(c)
		}
		k.PFA = chance(k.Rayleigh, m.trials)
	}
	if k.Proved() {
		k.Agreements |= ByProof
	}
	if !k.odd() && (k.System == nil || !k.System.Drone) {
		c.stated = 0
		return
	}
	if c.stated == 0 {
		c.stated = now
	}
	k.Lasting = now - c.stated
}

// fits reports whether bursts have a System's modulation.
func (s *System) fits(b *Burst) bool {
	if s.Kind != b.Kind {
		return false
	}
	switch b.Kind {
	case Chirp:
		return (s.SF == 0 || s.SF == b.SF) && (s.Bandwidth == 0 || near(s.Bandwidth, float64(b.Bandwidth), 0.1))
	case FSK:
		return b.DeviationHz >= s.Deviation[0] && b.DeviationHz <= s.Deviation[1] && b.BitRate >= s.BitRate[0] && b.BitRate <= s.BitRate[1]
	}
	return true
}

// acceptable reports whether a System may be named.
func (v *verdict) acceptable() bool {
	if v.out {
		return false
	}
	if !v.system.Drone {
		return v.score > 0
	}
	return v.score >= leastScore && v.agrees.Count() >= leastAgreements && (v.system.Period == 0 || v.agrees&ByLattice != 0)
}

// A measurement is what all Systems are compared with.
type measurement struct {
	airtime  float64 // median
	duty     float64
	elapsed  float64
	channels int
	period   float64 // that the bursts offer, 0 for none
	r        float64 // its R
	trials   int     // periods of the systems of this modulation
}

func (l *Linker) measure(c *class, now, from float64) (m measurement) {
	m.elapsed = max(now-from, 0.1)
	var lengths [remember]float64
	for i, b := range c.recent {
		lengths[i] = b.Duration
		m.duty += b.Duration / m.elapsed
	}
	n := len(c.recent)
	slices.Sort(lengths[:n])
	m.airtime = lengths[n/2]
	m.channels = c.distinct()
	if n >= fewest {
		if p, r := findPeriod(c.instants); r >= latticeShare*float64(n) && chance(r, steps) < latticeChance {
			m.period, m.r = p, r
		}
	}
	return m
}

// distinct returns how many channels the recent bursts are on, at most 64.
func (c *class) distinct() (n int) {
	var seen [64]float64
	apart := math.Max(20e3, 0.3*float64(c.like.Bandwidth))
next:
	for _, b := range c.recent {
		for _, f := range seen[:n] {
			if math.Abs(f-float64(b.Freq)) < apart {
				continue next
			}
		}
		if n == len(seen) {
			break
		}
		seen[n] = float64(b.Freq)
		n++
	}
	return n
}

// mostEchoes is the share in percent of a class's bursts that may be chirps which
// another finder has seen too.
const mostEchoes = 30

// echoes returns how many of a class's recent bursts are also chirps.
func (l *Linker) echoes(c *class) (n int) {
	for _, b := range c.recent {
		if l.isChirp(b) {
			n++
		}
	}
	return n
}

// isChirp reports whether a chirp was on the air for half of a burst, at its place.
func (l *Linker) isChirp(b *Burst) bool {
	for i := range l.all[:l.used] {
		c := &l.all[i]
		if c.like.Kind != Chirp {
			continue
		}
		for j := max(0, c.count-remember); j < c.count; j++ {
			a := &c.bursts[j%remember]
			within := math.Min(a.Start+a.Duration, b.Start+b.Duration) - math.Max(a.Start, b.Start)
			if within > b.Duration/2 && math.Abs(float64(a.Freq-b.Freq)) < float64(a.Bandwidth)/2 {
				return true
			}
		}
	}
	return false
}
