//go:build !cgo || !portaudio || !linux

package microphone

import (
	"errors"

	"vigie/acoustic"
)

var errAbsent = errors.New("microphone: this vigie was built without PortAudio: on Linux install portaudio19-dev and a C compiler and build with CGO_ENABLED=1 and -tags portaudio (make build does it), or send sound to vigie replay --pcm s16 -")

// Built reports whether this build can open microphones.
const Built = false

// Open says that this build has no PortAudio.
func Open(o Options) (acoustic.Source, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	return nil, errAbsent
}

// List says that this build has no PortAudio.
func List() ([]Info, error) { return nil, errAbsent }
