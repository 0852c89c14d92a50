package fpv

import (
	"fmt"
	"math"
	"slices"

	"vigie/detectors"
)

// Fields says what was recognised of analogue video, never what it shows.
type Fields struct {
	System   string   `json:"system"`             // "pal" or "ntsc"
	Channels []string `json:"channels,omitempty"` // that it may be on
	LineHz   float64  `json:"line_hz"`
}

// Same reports whether the same kind of video is seen from the same tuning.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	return ok && f.System == o.System && slices.Equal(f.Channels, o.Channels)
}

// Confidence of the rungs: what else has eight lines at multiples of a television
// line is rare, but not nothing.
const (
	likely = 0.95
	sure   = 0.99
)

// event says what the windows so far show.
func (d *Detector) event(s score) detectors.Event {
	name := systems[s.system].name
	f := Fields{System: name, Channels: candidates(d.block.Centre), LineHz: math.Round(10*s.lineHz) / 10}
	e := detectors.Event{
		Time: d.block.Time(d.next), Type: detectors.DroneVideo, Severity: detectors.Watch, Evidence: detectors.Waveform, Confidence: likely,
		Freq: d.block.Centre, Duration: math.Round(10*float64(d.next-d.began)/float64(d.block.Rate)) / 10,
		Track:     "fpv-" + name,
		Reason:    fmt.Sprintf("analogue video: eight harmonics of the %s line frequency in the envelope", name),
		Statistic: &detectors.Statistic{Name: "line_comb", Value: math.Round(10*s.value) / 10, Threshold: leastScore, PFA: chance(s.value)},
		Fields:    f,
	}
	if d.held >= lasting && d.fields/float64(d.held) >= leastFields {
		e.Severity, e.Evidence, e.Confidence = detectors.Alert, detectors.Link, sure
		e.Reason = fmt.Sprintf("analogue video (%s) for %.1f s: line and field frequency in the envelope", name, e.Duration)
	}
	return e
}

// chance bounds the probability that noise gives a window this score: the sum of
// eight exponential variables, tried at as many line frequencies of two systems.
func chance(value float64) float64 {
	x := value * harmonics
	term, sum := 1., 1.
	for k := 1; k < harmonics; k++ {
		term *= x / float64(k)
		sum += term
	}
	const tries = 2 * 2 * 15734 * crystalPPM * 1e-6 / (envelopeHz / bins / harmonics / stepsAPerBin)
	return math.Min(1, tries*math.Exp(-x)*sum)
}
