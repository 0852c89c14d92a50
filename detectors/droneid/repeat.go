package droneid

import (
	"math"

	"vigie/detectors/ofdm"
)

// Bounds of what counts as a repetition.
const (
	repeatSeconds = 0.640
	clockPPM      = 40 // of drone and receiver together
	mostGaps      = 1  // repetitions that may be missing between two
	remember      = 64 // bursts
	sameHz        = 10e3
	mostOften     = 3 // bursts of one centre within a period; more are OcuSync's
)

// A memory holds the newest bursts.
type memory struct {
	bursts [remember]ofdm.Burst
	count  int // ever kept
}

// matches returns how many of the bursts remembered b repeats, and how many of
// its centre came within the last period.
func (m *memory) matches(b ofdm.Burst) (repeated, lately int) {
	for _, a := range m.bursts[:min(m.count, remember)] {
		apart := b.Seconds - a.Seconds
		if math.Abs(a.Offset-b.Offset) > sameHz || apart < 0 {
			continue
		}
		if repeats(apart) {
			repeated++
		}
		if apart < 0.9*repeatSeconds {
			lately++
		}
	}
	return repeated, lately
}

func (m *memory) keep(b ofdm.Burst) {
	m.bursts[m.count%remember] = b
	m.count++
}

// repeats reports whether a time in seconds is one to mostGaps+1 periods.
func repeats(apart float64) bool {
	periods := math.Round(apart / repeatSeconds)
	return periods >= 1 && periods <= mostGaps+1 && math.Abs(apart-periods*repeatSeconds) <= apart*clockPPM*1e-6
}
