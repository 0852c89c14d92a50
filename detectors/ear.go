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

// A Summarizer is an Ear that has something to say of a whole recording: it is
// asked once, after its last Block and its Flush.
type Summarizer interface {
	Summarize(s *SummaryFields)
}

// A RotorSummary says how much a recording sounded like an aircraft with rotors.
type RotorSummary struct {
	MaxProbability  float64 `json:"max_probability"`
	MeanProbability float64 `json:"mean_probability"`
	Seconds         float64 `json:"seconds"` // that were judged
}
