package detectors

import (
	"errors"
	"slices"
	"time"

	"vigie/sdr"
)

// A Detector finds one kind of emitter in the Frames of one receiver.
//
// Detect is called with every Frame in order. It must not keep the Frame or its
// samples, allocate in steady state, or read a clock. It emits what it found
// from within the call.
type Detector interface {
	Detect(f *Frame, emit func(Event))
}

// A Flusher is a Detector that holds samples back: Flush finishes with what it
// has when no further Frame will come.
type Flusher interface {
	Flush(emit func(Event))
}

// A Judge looks at what detectors report, not at samples. Its events are held to
// the same rules as theirs. One Judge serves all receivers of a sensor.
type Judge interface {
	// Spec describes the judge as a detector; its New is nil.
	Spec() *Spec
	// See is shown every event of every detector, those included that are no
	// news and leave the process no second time, in each receiver's order and
	// from its goroutine. It must not keep e. It emits from within the call.
	See(e *Event, emit func(Event))
}

// A Text is written for people, in both languages of the project.
type Text struct {
	EN string `json:"en"`
	FR string `json:"fr"`
}

// In returns the text in a language: "fr", or English for anything else.
func (t Text) In(lang string) string {
	if lang == "fr" {
		return t.FR
	}
	return t.EN
}

// A Setup is what a detector may know of its receiver when it is made.
type Setup struct {
	Rate sdr.Hz // samples a second
	Live bool   // false in a replay: every sample may be searched, no deadline holds

	// Dwell, unless nil, asks for one stay of the receiver elsewhere, when its
	// current one ends. It may be refused; ask again later.
	Dwell func(sdr.Dwell) (granted bool)

	// Broadcast, unless nil, takes what cells broadcast, as they sent it.
	Broadcast func(*Broadcast)

	shared map[any]any // see Share
}

// Share returns what the detectors of one receiver have in common under a key: what
// make returned when the first of them asked. A Setup that comes from no Receiver
// shares nothing.
func Share[T any](s Setup, key any, make func() (T, error)) (T, error) {
	if v, ok := s.shared[key]; ok {
		return v.(T), nil
	}
	v, err := make()
	if err == nil && s.shared != nil {
		s.shared[key] = v
	}
	return v, err
}

// A Broadcast is a message that a cell sends to everybody: for sinks that hand
// it to other programs. None that could name a subscriber is ever in one.
type Broadcast struct {
	Time    time.Time
	Freq    sdr.Hz  // of the carrier on the air, 0 when unknown
	RAT     string  // "gsm", "lte"
	Channel string  // "bcch"; LTE: "bcch-dl-sch"
	ARFCN   int     // -1 when unknown
	FN      uint32  // frame number, GSM: of the block's first burst
	Level   float64 // dB of full scale
	SNR     float64 // dB
	Octets  []byte  // GSM: the layer 2 frame; LTE: the transport block; it is the caller's again when the call returns
}

// A Spec describes a detector to people and to the program. Documentation,
// configuration check, metric labels and page are made from it.
type Spec struct {
	Name      string   // the metric label and the --detectors name
	Version   int      // raised when its events change
	Finds     Text     // what it reports
	Bands     Text     // where it looks
	LooksLike Text     // what else can look like it, and what was done about it
	CannotSee Text     // what it will never report
	Reaches   Evidence // the highest rung of evidence
	Types     []Type   // of its events
	Fields    []Fields // zero values of what its events carry

	// New makes the detector for one receiver. An error that wraps ErrBlind
	// says why it cannot work there; the others go on. It is nil when the Spec
	// describes a Judge or an Ear.
	New func(Setup) (Detector, error)

	// NewEar makes the detector for one microphone; nil for all that is no Ear.
	NewEar func(EarSetup) (Ear, error)
}

// ErrBlind is wrapped by Spec.New when the receiver cannot give what the
// detector needs, such as a sample rate.
var ErrBlind = errors.New("blind")

// Radio returns those of specs that work on samples of radio: detectors and the
// judge of what they report.
func Radio(specs []Spec) []Spec {
	return slices.DeleteFunc(slices.Clone(specs), func(s Spec) bool { return s.NewEar != nil })
}

// Ears returns those of specs that work on sound.
func Ears(specs []Spec) []Spec {
	return slices.DeleteFunc(slices.Clone(specs), func(s Spec) bool { return s.NewEar == nil })
}
