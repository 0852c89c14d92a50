package detectors

import "vigie/acoustic"

// An Ear is a Detector for sound: Hear is called with every Block of one
// microphone in order, under the rules that Detect has.
type Ear interface {
	Hear(b *acoustic.Block, emit func(Event))
}

// An EarSetup is what an Ear may know of its microphone when it is made.
type EarSetup struct {
	Channels int     // 1, or 2 for a pair
	SpacingM float64 // between the pair, metres
	Live     bool    // false in a replay
}
