package fhss

import "vigie/sdr"

// Bounds of a Linker's memory.
const (
	classes = 16
	span    = 4.  // seconds of bursts that a lattice is looked for in
	longest = 12. // or so many, when there are no more than
	sparse  = 40  // bursts
	quiet   = 10. // seconds without a burst after which a link is another
	fewest  = 6   // bursts that a lattice is looked for in
)

// A Linker joins the bursts of one receiver to links.
type Linker struct {
	centre sdr.Hz // of the receiver, 0 when unknown
	width  sdr.Hz // that bursts are found in
	start  float64
	all    [classes]class
	used   int
	links  []Link
}

// NewLinker returns a Linker without bursts.
func NewLinker() *Linker {
	l := &Linker{links: make([]Link, 0, classes)}
	for i := range l.links[:classes] {
		l.links[:classes][i].verdicts = make([]verdict, 0, len(Systems))
	}
	for i := range l.all {
		l.all[i].recent = make([]*Burst, 0, remember)
		l.all[i].instants = make([]float64, 0, remember)
	}
	return l
}

// Tune says that the receiver has seen this window from a time on, and forgets
// all bursts. centre is 0 when the frequency on the air is unknown.
func (l *Linker) Tune(centre, width sdr.Hz, now float64) {
	l.centre, l.width, l.start, l.used = centre, width, now, 0
}

// Add takes a burst. Bursts come about in the order of their starts: one that
// began a second before another may come after it, not more.
func (l *Linker) Add(b *Burst) {
	oldest := 0
	for i := range l.all[:l.used] {
		c := &l.all[i]
		if c.fits(b) {
			c.add(b)
			return
		}
		if c.last < l.all[oldest].last {
			oldest = i
		}
	}
	if l.used < classes {
		oldest = l.used
		l.used++
	}
	c := &l.all[oldest]
	c.restart(b)
	c.add(b)
}

// Judge returns what the bursts are at a time in seconds: one Link a class that
// has had bursts since the last call. They are valid until the next call.
func (l *Linker) Judge(now float64) []Link {
	l.links = l.links[:0]
	for i := range l.all[:l.used] {
		c := &l.all[i]
		if c.judged == c.count {
			continue
		}
		c.judged = c.count
		l.links = l.links[:len(l.links)+1]
		l.judge(c, now, &l.links[len(l.links)-1])
	}
	return l.links
}
