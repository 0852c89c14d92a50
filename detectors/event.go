// Package detectors turns Blocks of samples into Events.
//
// A [Receiver] reads one source, makes a [Frame] of each Block and shows it to
// every [Detector]; what they emit passes the [Tracker], which knows emitters
// again, and leaves in order. Detectors keep no clock, no goroutine and no
// logger: the same samples give the same events, however they are cut.
package detectors

import (
	"time"

	"vigie/sdr"
)

// A Type says what kind of thing an Event is about.
type Type string

// The types of the event contract.
const (
	Cell       Type = "cell"        // one broadcasting cell, repeated when what it says changes
	CellAlert  Type = "cell_alert"  // a cell that behaves like an IMSI catcher
	DroneLink  Type = "drone_link"  // control, telemetry or data link of an aircraft
	DroneVideo Type = "drone_video" // analogue video of an aircraft
	DroneID    Type = "drone_id"    // electronic signalling of an aircraft
	Rotor      Type = "rotor"       // an aircraft heard
	Emitter    Type = "emitter"     // unclassified but odd
	Sensor     Type = "sensor"      // health of this sensor
	Summary    Type = "summary"     // last event of a replayed recording
)

// Types lists every Type.
func Types() []Type {
	return []Type{Cell, CellAlert, DroneLink, DroneVideo, DroneID, Rotor, Emitter, Sensor, Summary}
}

// A Severity says what a person should do about an Event.
type Severity string

// The severities, lowest first.
const (
	Info  Severity = "info"  // seen; ordinary or not yet sure
	Watch Severity = "watch" // a watcher is likely
	Alert Severity = "alert" // act on it: lasting or corroborated
)

// Severities lists every Severity, lowest first.
func Severities() []Severity { return []Severity{Info, Watch, Alert} }

// Evidence is the rung of the ladder that an Event stands on.
type Evidence string

// The rungs, lowest first. An alert needs Link.
const (
	Energy   Evidence = "energy"   // more power than the floor
	Waveform Evidence = "waveform" // a known modulation
	Link     Evidence = "link"     // a known timing and channel structure
	Decoded  Evidence = "decoded"  // a checksum passed
)

// carriesAlert reports whether an alert may stand on this rung.
func (e Evidence) carriesAlert() bool { return e == Link || e == Decoded }

// A Statistic is the test that an Event passed.
type Statistic struct {
	Name      string  `json:"name"`
	Value     float64 `json:"value"`
	Threshold float64 `json:"threshold"`
	PFA       float64 `json:"pfa"` // probability that noise alone passes, per try
}

// Fields is what one type of Event says of its emitter. Implementations are
// structs with JSON tags, listed in their detector's Spec.
type Fields interface {
	// Same reports whether other says the same of the same emitter, apart
	// from what moves by itself (frame numbers, levels, offsets).
	Same(other Fields) bool
}

// An Event is one statement about one emitter: the contract with every sink.
type Event struct {
	Time       time.Time  `json:"time"` // of the sample it rests on, UTC
	Seq        uint64     `json:"seq"`  // counts a sensor's events from 1
	Sensor     string     `json:"sensor"`
	Receiver   string     `json:"receiver"`
	Detector   string     `json:"detector,omitempty"`
	Version    int        `json:"version,omitempty"` // of the detector
	Type       Type       `json:"type"`
	Severity   Severity   `json:"severity"`
	Evidence   Evidence   `json:"evidence,omitempty"`
	Confidence float64    `json:"confidence,omitempty"` // probability that the statement is true
	Freq       sdr.Hz     `json:"freq_hz,omitempty"`    // on the air
	Bandwidth  sdr.Hz     `json:"bandwidth_hz,omitempty"`
	SNR        float64    `json:"snr_db,omitempty"`
	Duration   float64    `json:"duration_s,omitempty"`
	Track      string     `json:"track,omitempty"` // one emitter keeps one track
	Count      uint64     `json:"count,omitempty"` // sightings of the track so far, this one included
	Reason     string     `json:"reason"`
	Statistic  *Statistic `json:"statistic,omitempty"`
	Fields     Fields     `json:"fields,omitempty"`
	Recording  string     `json:"recording,omitempty"` // file name, in a replay
}
