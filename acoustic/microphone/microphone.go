// Package microphone listens with whatever PortAudio has a device for: sound
// cards, USB and I²S microphones, PulseAudio and PipeWire.
//
// It is built in with the tag portaudio, for which portaudio19-dev must be there;
// without it Open says so. The binding is vigie's own and has no function that
// plays sound, which a test of the program's symbols proves; that of
// gordonklaus/portaudio links the playing half too, allocates at every callback
// and ends under the race detector.
//
// A goroutine polls the device and copies what has come, as 16-bit samples, into
// a ring of two seconds (sdr.Feed): sixteen times a second, since waking up costs
// more than what is then done. The ring and the buffers behind it lie in
// memory that is locked against swapping and left out of core dumps; each piece is
// zeroed as soon as it was read, and everything at the end. Only the resampler's
// few milliseconds of history lie outside it, and are zeroed at the end too.
//
// Loss. PortAudio reports an overflow but not its length. The sample clock
// measures it, as for radio (sdr.Clock).
package microphone

import (
	"errors"
	"fmt"
	"strings"

	"vigie/sdr"
)

// Options say which device to open.
type Options struct {
	Microphone string // label for the Blocks
	Device     string // name as List gives it, or a part of it; "" is the system's default
	Channels   int    // 1 or 2; a device that has fewer gives what it has
	Rate       sdr.Hz // of the device; 0 takes the one it prefers
}

func (o Options) check() error {
	switch {
	case o.Channels < 1 || o.Channels > 2:
		return fmt.Errorf("microphone: %d channels; one microphone or a pair is possible", o.Channels)
	case o.Rate != 0 && !(o.Rate >= 8000 && o.Rate <= 384000):
		return fmt.Errorf("microphone: rate %.6g; 8000 to 384000 are possible", float64(o.Rate))
	}
	return nil
}

// An Info describes a device that sound can come from.
type Info struct {
	Name     string
	System   string // "ALSA", "JACK", "Core Audio"
	Channels int    // most that it gives
	Rate     sdr.Hz // that it prefers
	Default  bool   // the system's choice
}

// ErrNoDevice is wrapped by the error of Open when no device has the name.
var ErrNoDevice = errors.New("no such device")

// choose finds the device that a name means: the only one that has it, or else
// the only one whose name contains it.
func choose(all []Info, name string) (int, error) {
	if len(all) == 0 {
		return 0, fmt.Errorf("microphone: %w: no microphone at all; plug one in and see vigie run --list-microphones", ErrNoDevice)
	}
	var parts []int
	for i, d := range all {
		switch {
		case name == "" && d.Default, name != "" && d.Name == name:
			return i, nil
		case name != "" && strings.Contains(strings.ToLower(d.Name), strings.ToLower(name)):
			parts = append(parts, i)
		}
	}
	switch {
	case name == "":
		return 0, nil
	case len(parts) == 1:
		return parts[0], nil
	}
	var known []string
	for _, d := range all {
		known = append(known, fmt.Sprintf("%q", d.Name))
	}
	why := "none is named so"
	if len(parts) > 1 {
		why = fmt.Sprintf("%d are named so", len(parts))
	}
	return 0, fmt.Errorf("microphone: %w: %q: %s among %s", ErrNoDevice, name, why, strings.Join(known, ", "))
}
