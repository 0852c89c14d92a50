package fhss

import (
	"cmp"
	"math"
	"slices"
)

// remember is how many bursts of a class are kept.
const remember = 512

// A class holds the newest bursts of one kind and form.
type class struct {
	like   Burst // the first of them
	bursts [remember]Burst
	count  int     // ever kept
	since  float64 // start of the first one of this activity
	last   float64 // start of the newest
	judged int     // count when it was last judged

	stated float64 // when its link was first stated, 0 before
	proof  Proof   // of the newest packet whose checksum passed
	proofs int     // that agree
	proved float64 // mark of that packet

	instants []float64 // scratch of lately
	recent   []*Burst
}

// fits reports whether a burst is of the class.
func (c *class) fits(b *Burst) bool {
	a := &c.like
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Chirp:
		return a.SF == b.SF && near(float64(a.Bandwidth), float64(b.Bandwidth), 0.1)
	case FSK:
		return near(a.BitRate, b.BitRate, 0.15) && near(a.DeviationHz, b.DeviationHz, 0.2)
	}
	return near(float64(a.Bandwidth), float64(b.Bandwidth), 0.3)
}

// near reports whether two values differ by no more than a part of the larger.
func near(a, b, part float64) bool {
	return math.Abs(a-b) <= part*math.Max(math.Abs(a), math.Abs(b))
}

// restart empties the class for another form.
func (c *class) restart(b *Burst) {
	c.like, c.count, c.judged = *b, 0, 0
	c.since, c.stated = b.Start, 0
	c.proof, c.proofs = Proof{}, 0
}

// add keeps a burst.
func (c *class) add(b *Burst) {
	if b.Start-c.last > quiet {
		c.restart(b)
	}
	c.bursts[c.count%remember] = *b
	c.count++
	c.last = b.Start
	if b.Proof.System != "" {
		c.prove(b)
	}
}

// prove takes a packet whose checksum passed. Chance passes now and then; two that
// agree on what binds the link, and whose counters differ by as many packets as
// the time between them holds, do not come by chance.
func (c *class) prove(b *Burst) {
	p, mark := b.Proof, b.Start+b.Mark
	apart := (mark - c.proved) * p.RateHz
	n := math.Round(apart)
	same := c.proofs > 0 && p.Binding == c.proof.Binding && p.Version == c.proof.Version &&
		math.Abs(apart-n) < 0.1 && int(math.Mod(n, 256)) == (p.Nonce-c.proof.Nonce)&255
	switch {
	case same:
		c.proofs++
	case c.proofs > 1 && mark-c.proved < quiet:
		return // one that disagrees with several is chance's
	default:
		c.proofs = 1
	}
	c.proof, c.proved = p, mark
}

// lately collects the bursts that began after a time, sorted by their marks, and
// returns from when on all are there.
func (c *class) lately(after float64) float64 {
	c.recent, c.instants = c.recent[:0], c.instants[:0]
	if c.count > remember {
		after = max(after, c.bursts[c.count%remember].Start)
	}
	for i := max(0, c.count-remember); i < c.count; i++ {
		if b := &c.bursts[i%remember]; b.Start >= after {
			c.recent = append(c.recent, b)
		}
	}
	slices.SortFunc(c.recent, func(a, b *Burst) int { return cmp.Compare(a.Start+a.Mark, b.Start+b.Mark) })
	for _, b := range c.recent {
		c.instants = append(c.instants, b.Start+b.Mark)
	}
	return after
}
