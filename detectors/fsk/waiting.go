package fsk

import "vigie/detectors/fhss"

// What is known of chirps comes late: an emission waits for it.
const (
	waitSeconds  = 60e-3 // from an emission's end on
	mostWaiting  = 128
	mostChirps   = 64
	slackSeconds = 1e-3 // by which an emission may be longer than its chirp
	slackHz      = 40e3 // and wider
)

// A waiting emission has ended and is to be measured.
type waiting struct {
	from, to  uint64  // samples, with what surrounds it
	begin     float64 // seconds
	end       float64
	offset    float64 // of its middle from the centre, hertz
	bandwidth float64
	noise     float64 // power of the floor a hertz there
}

// chirps holds what another finder has heard lately: a piece of a chirp is not worth
// the measuring.
type chirps struct {
	heard [mostChirps]fhss.Burst
	count int
}

func (c *chirps) add(b *fhss.Burst) {
	c.heard[c.count%mostChirps] = *b
	c.count++
}

// explain reports whether all of an emission lies in a chirp.
func (c *chirps) explain(w *waiting, centre float64) bool {
	low, high := centre+w.offset-w.bandwidth/2, centre+w.offset+w.bandwidth/2
	for i := range c.heard[:min(c.count, mostChirps)] {
		b := &c.heard[i]
		middle, half := float64(b.Freq), float64(b.Bandwidth)/2+slackHz
		if w.begin > b.Start-slackSeconds && w.end < b.Start+b.Duration+slackSeconds && low > middle-half && high < middle+half {
			return true
		}
	}
	return false
}
