package rotor

import "vigie/detectors"

// A Class is what kind of aircraft is heard.
type Class uint8

// The classes, in the order of the model's votes.
const (
	None Class = iota
	Helicopter
	FixedWing
	Multirotor
	Classes = 4
)

// names are those of the event contract.
var names = [Classes]string{"none", "helicopter", "fixed-wing", "multirotor"}

// String returns the name in the event contract.
func (c Class) String() string { return names[c] }

// Fields says of an aircraft what is heard of its rotors, and nothing of what
// else there was to hear.
type Fields struct {
	Class       string   `json:"class"`                 // "multirotor", "helicopter" or "fixed-wing"
	Probability float64  `json:"probability"`           // of it, in quarters, 0.95 at most
	F0Hz        float64  `json:"f0_hz,omitempty"`       // blades passing, to a semitone; 0 unless it stood still for two seconds
	BearingDeg  *float64 `json:"bearing_deg,omitempty"` // from straight ahead of a pair, towards its second microphone; as well behind it
	SpeedMS     float64  `json:"speed_ms,omitempty"`    // of one that flew by at constant revolutions
	ClosestM    float64  `json:"closest_m,omitempty"`   // distance at which it did
}

// Same reports whether the same aircraft is heard from the same direction.
func (f Fields) Same(other detectors.Fields) bool {
	o, ok := other.(Fields)
	if !ok || f.Class != o.Class || (f.BearingDeg == nil) != (o.BearingDeg == nil) || (f.SpeedMS == 0) != (o.SpeedMS == 0) {
		return false
	}
	return f.BearingDeg == nil || *f.BearingDeg == *o.BearingDeg
}
