package fhss

import (
	"math"
	"slices"
)

// Widths and weights of the tests. airtimeSpan is the range of lengths, as the
// logarithm of their ratio, that packets of any system have.
const (
	airtimeSpan  = 6.9  // ln 1000: 1 ms to 1 s
	airtimePart  = 0.03 // that a measured airtime may be off
	airtimeCount = 3.   // bursts of one emitter count as no more than so many
	offsetPPM    = 60   // of both crystals
	wordWeight   = 4.   // of synchronisation words
	unfit        = -20. // for what cannot be
)

// weigh compares a class with a System.
func (l *Linker) weigh(s *System, c *class, m *measurement) verdict {
	v := verdict{system: s, agrees: BySlope}
	if s.Kind == Unknown {
		v.agrees = 0
	}
	worst := 0.
	take := func(score float64, reason failing, measured float64) {
		v.score += score
		v.out = v.out || score <= unfit
		if score < worst {
			worst, v.reason, v.measured = score, reason, measured
		}
	}
	share, score := s.airtime(c)
	take(score, wrongAirtime, m.airtime)
	if s.Airtime[0] == s.Airtime[1] && share >= 0.5 {
		v.agrees |= ByAirtime
	}
	if n, share := s.words(c); n > 0 && s.Words != nil {
		take(wordWeight*(2*share-1), wrongWord, 0)
	}
	if s.Period > 0 && !s.Shared && m.airtime > 1.05*s.Period {
		take(unfit, wrongAirtime, m.airtime)
	}
	if !s.inBand(c, l) {
		take(unfit, wrongBand, 0)
	}
	if s.Period > 0 && len(c.recent) < fewest {
		take(unfit, tooFew, 0)
		return v
	}
	if s.Period > 0 {
		r := s.lattice(c)
		switch {
		case r >= latticeShare*float64(len(c.recent)) && chance(r, m.trials) < latticeChance:
			v.agrees |= ByLattice
			take(math.Min(r-math.Log(float64(m.trials)), mostLattice), noLattice, r)
		default:
			take(-16, noLattice, r)
		}
	} else if m.period > 0 {
		take(-math.Min(m.r, mostLattice), fitsWorse, m.r)
	}
	l.weighPlace(s, c, m, &v, take)
	return v
}

// airtime returns the share of bursts whose length is a System's, and how much
// better that fits than any length does.
func (s *System) airtime(c *class) (share, score float64) {
	symbol := 0.
	if c.like.Kind == Chirp {
		symbol = math.Exp2(float64(c.like.SF)) / float64(c.like.Bandwidth)
	}
	low := s.Airtime[0] - math.Max(1.5*symbol, airtimePart*s.Airtime[0])
	high := s.Airtime[1] + math.Max(1.5*symbol, airtimePart*s.Airtime[1])
	n := 0.
	for _, b := range c.recent {
		if b.Duration >= low && b.Duration <= high {
			n++
		}
	}
	share = n / float64(len(c.recent))
	expected := math.Min(0.9, math.Log(high/math.Max(low, 1e-4))/airtimeSpan)
	hit, miss := math.Log(0.85/expected), math.Log(0.15/(1-expected))
	return share, math.Min(airtimeCount, float64(len(c.recent))) * (share*hit + (1-share)*miss)
}

// words returns how many bursts have a synchronisation word that is known, and the
// share of them that have one of a System's.
func (s *System) words(c *class) (n int, share float64) {
	mine := 0
	for _, b := range c.recent {
		if b.Word != 0 {
			n++
			if slices.Contains(s.Words, b.Word) {
				mine++
			}
		}
	}
	return n, float64(mine) / math.Max(1, float64(n))
}

// inBand reports whether more than half of the bursts lie in a System's bands.
func (s *System) inBand(c *class, l *Linker) bool {
	if s.Bands == nil || l.centre == 0 {
		return true
	}
	n := 0
	for _, b := range c.recent {
		for _, band := range s.Bands {
			if float64(b.Freq) >= band[0] && float64(b.Freq) <= band[1] {
				n++
				break
			}
		}
	}
	return 2*n > len(c.recent)
}

// lattice returns R at a System's period; when both ends send in one period, also
// at half of it.
func (s *System) lattice(c *class) float64 {
	r := rayleigh(c.instants, s.Period)
	if s.Shared {
		r = math.Max(r, rayleigh(c.instants, s.Period/2))
	}
	return r
}

// weighPlace adds what channels, fill and dwell say.
func (l *Linker) weighPlace(s *System, c *class, m *measurement, v *verdict, take func(float64, failing, float64)) {
	visible := 1.
	if s.Domains != nil {
		p := l.domain(s, c, m)
		if p.domain == nil {
			take(unfit, wrongRaster, 0)
			return
		}
		v.domain = p.domain
		take(p.score, wrongRaster, 0)
		if p.channels > 1 && p.score > 1 {
			v.agrees |= ByRaster
		}
		visible = p.visible
	}
	if s.Period > 0 {
		fill := c.slots(s.Period) * s.Period / m.elapsed / math.Max(visible, 0.02)
		if fill >= s.Fill[0]*0.4 && fill <= s.Fill[1]*1.4 {
			v.agrees |= ByFill
			take(1, wrongFill, fill)
		} else {
			take(-3, wrongFill, fill)
		}
	} else if m.duty > s.Fill[1] {
		take(-4, wrongFill, m.duty)
	}
	if s.Dwell > 0 && s.Period > 0 {
		stay, pairs := c.stays(s.Period)
		switch {
		case pairs < 4:
		case (s.Dwell > 1) == (stay >= 0.4):
			if m.channels > 1 {
				v.agrees |= ByDwell
			}
			take(1.5, wrongDwell, stay)
		default:
			take(-3, wrongDwell, stay)
		}
	}
}

// slots returns in how many slots of a period there is a burst.
func (c *class) slots(period float64) (n float64) {
	last := math.Inf(-1)
	for _, t := range c.instants {
		if t-last > period/2 {
			n++
			last = t
		}
	}
	return n
}

// stays returns the share of bursts in adjacent slots that are on one channel.
func (c *class) stays(period float64) (share float64, pairs int) {
	n := 0.
	for i := 1; i < len(c.recent); i++ {
		if d := c.instants[i] - c.instants[i-1]; math.Abs(d-period) > 0.15*period {
			continue
		}
		pairs++
		if math.Abs(float64(c.recent[i].Freq-c.recent[i-1].Freq)) < math.Max(20e3, 0.2*float64(c.like.Bandwidth)) {
			n++
		}
	}
	return n / math.Max(1, float64(pairs)), pairs
}
