package rotor

import (
	"math"
	"slices"

	"vigie/detectors/rotor/timbre"
)

// The decision: the mean of the last looks, in which agree of them concur, or the
// same part of fewer.
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

// Shares returns the mean share of the votes of the last looks, for each class.
func (w *Window) Shares() (shares [Classes]float64) {
	for i := range w.n {
		for c, v := range w.votes[i] {
			shares[c] += v / float64(w.n)
		}
	}
	return shares
}

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

// most returns the share that six of eight looks reach, or as large a part of
// fewer.
func (w *Window) most() [Classes]float64 { return w.reached((w.n*agree + looks - 1) / looks) }

// An Opinion is what a Model makes of a Window.
type Opinion struct {
	Probability [Classes]float64
	Class       Class // heard, or None
}

// Judge gives the probabilities of a Window's classes and the class that is heard:
// over its threshold, and over it by more than any other, while six of eight
// looks by themselves find it likelier than not.
func (m *Model) Judge(w *Window) Opinion { return m.judge(w, m.thresholds()) }

// judge is Judge with the odds that each class must reach.
func (m *Model) judge(w *Window, bars [Classes]float64) Opinion {
	var o Opinion
	highest := 0.
	shares, agreed := w.Shares(), w.most()
	for c := Helicopter; c < Classes; c++ {
		k := m.Calibration[c]
		o.Probability[c] = k.Probability(shares[c])
		over := Logit(o.Probability[c]) - bars[c]
		if over >= 0 && k.Probability(agreed[c]) >= 0.5 && (o.Class == None || over > highest) {
			o.Class, highest = c, over
		}
	}
	return o
}

// thresholds are the odds that each class must reach where nothing is known of
// the site.
func (m *Model) thresholds() (bars [Classes]float64) {
	bars[None] = math.Inf(1)
	for c := Helicopter; c < Classes; c++ {
		bars[c] = Logit(m.Calibration[c].Threshold)
	}
	return bars
}

// Vote lets the model's trees vote on a look: the forest on every class, and on
// multirotors, with half of the say, the boosted trees.
func (m *Model) Vote(votes *[Classes]float64, look timbre.Vector, codes []uint8) {
	m.Scale.Code(codes, look)
	m.Forest.Vote(votes[:], codes)
	votes[Multirotor] = (votes[Multirotor] + m.Boosted.Probability(codes)) / 2
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
