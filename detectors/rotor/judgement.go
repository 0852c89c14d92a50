package rotor

import (
	"slices"

	"vigie/detectors/rotor/timbre"
)

// The decision: agree of the last looks, or the same part of fewer.
const (
	looks   = 8
	agree   = 6
	suspect = 3 // of the last looks are a suspicion
	Stride  = 3 // hops between looks, 0.384 s
)

// LookSeconds is the time between looks.
const LookSeconds = Stride * timbre.Hop / float64(timbre.RateHz)

// A Window is the votes of the last looks, of which it makes probabilities.
type Window struct {
	votes [looks][Classes]float64
	n     int // looks so far, at most looks
	at    int
}

// Add takes a look's votes.
func (w *Window) Add(votes *[Classes]float64) {
	w.votes[w.at] = *votes
	w.at = (w.at + 1) % looks
	w.n = min(w.n+1, looks)
}

// Reset forgets all looks.
func (w *Window) Reset() { *w = Window{} }

// Full reports whether as many looks are there as a decision rests on.
func (w *Window) Full() bool { return w.n == looks }

// Decisive reports whether there are enough looks to decide before the end.
func (w *Window) Decisive() bool { return w.n >= agree }

// Shares returns the share of the votes that six in eight looks reach, for each
// class.
func (w *Window) Shares() [Classes]float64 { return w.reached((w.n*agree + looks - 1) / looks) }

// reached returns the share of the votes that this many looks reach.
func (w *Window) reached(need int) (shares [Classes]float64) {
	if w.n == 0 || need > w.n {
		return shares
	}
	var sorted [looks]float64
	for c := range shares {
		for i := range w.n {
			sorted[i] = w.votes[i][c]
		}
		slices.Sort(sorted[:w.n])
		shares[c] = sorted[w.n-need]
	}
	return shares
}

// An Opinion is what a Model makes of a Window.
type Opinion struct {
	Probability [Classes]float64
	Class       Class // heard, or None
}

// Judge gives the probabilities of shares of the votes and the class that is
// heard: over its threshold, and over it by more than any other.
func (m *Model) Judge(shares [Classes]float64) Opinion {
	var none site
	none.start(m)
	return m.judge(shares, none.bars(m))
}

// judge is Judge with the odds that each class must reach.
func (m *Model) judge(shares, bars [Classes]float64) Opinion {
	var o Opinion
	most := 0.
	for c := Helicopter; c < Classes; c++ {
		o.Probability[c] = m.Calibration[c].Probability(shares[c])
		if over := Logit(o.Probability[c]) - bars[c]; over >= 0 && (o.Class == None || over > most) {
			o.Class, most = c, over
		}
	}
	return o
}

// Vote lets the model's trees vote on a look.
func (m *Model) Vote(votes *[Classes]float64, look timbre.Vector, codes []uint8) {
	m.Scale.Code(codes, look)
	m.Forest.Vote(votes[:], codes)
}

// A Pace says when it is time for a look: when the last second is whole, and
// every Stride hops from there.
type Pace struct{ since int }

// Due is asked once a hop.
func (p *Pace) Due(a *timbre.Analyser) bool {
	p.since++
	if !a.Whole() {
		p.since = Stride
		return false
	}
	if p.since < Stride {
		return false
	}
	p.since = 0
	return true
}

func (w *Window) MeanLab() (s [Classes]float64) {
	for i := range w.n {
		for c := range s {
			s[c] += w.votes[i][c] / float64(w.n)
		}
	}
	return
}
