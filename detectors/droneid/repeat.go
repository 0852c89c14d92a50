package droneid

import "math"

// Bounds of what counts as a burst and as its repetition.
const (
	logAlone  = 29.9 // -ln(10⁻¹³) a sample: one burst says it alone, by chance once in 48 days
	logOne    = 16.1 // -ln(10⁻⁷): one of a pair
	logDoubt  = 10   // from which a burst's first symbol is looked at
	clockPPM  = 40   // of drone and receiver together
	mostGaps  = 3    // repetitions that may be missing between two
	remember  = 64   // bursts
	sameHz    = 10e3
	burstSpan = 1e-3 // seconds within which hits are one burst
)

// A burst is a hit in seconds of this stretch and hertz from the receiver's
// centre.
type burst struct {
	seconds float64
	offset  float64
	log     float64
	share   float64
}

// A memory holds the newest bursts.
type memory struct {
	bursts [remember]burst
	count  int // ever kept
	loud   int // of those, that say it alone
}

// matches returns how many of the bursts remembered b repeats.
func (m *memory) matches(b burst) (n int) {
	for i := range min(m.count, remember) {
		if repeats(m.bursts[i], b) {
			n++
		}
	}
	return n
}

func (m *memory) keep(b burst) {
	m.bursts[m.count%remember] = b
	m.count++
	if b.log >= logAlone {
		m.loud++
	}
}

// repeats reports whether b comes one to mostGaps+1 periods after a, from the
// same centre.
func repeats(a, b burst) bool {
	if math.Abs(a.offset-b.offset) > sameHz {
		return false
	}
	apart := b.seconds - a.seconds
	periods := math.Round(apart / repeatSeconds)
	return periods >= 1 && periods <= mostGaps+1 && math.Abs(apart-periods*repeatSeconds) <= apart*clockPPM*1e-6
}
