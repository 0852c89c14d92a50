//go:build cgo && portaudio && linux

package microphone

/*
#cgo pkg-config: portaudio-2.0
#cgo LDFLAGS: -lasound
#include <alsa/asoundlib.h>
#include <portaudio.h>
#include <stdlib.h>

// PortAudio tries every device there could be, and ALSA complains of each. So does
// JACK, whose functions are there when this PortAudio has it.
void jack_set_error_function(void (*)(const char *)) __attribute__((weak));
void jack_set_info_function(void (*)(const char *)) __attribute__((weak));

static void vigie_mute(const char *text)
{
}

static void vigie_silent(const char *file, int line, const char *function, int err, const char *fmt, ...)
{
}

static PaError vigie_pa_begin(void)
{
	snd_lib_error_set_handler(vigie_silent);
	if (jack_set_error_function)
		jack_set_error_function(vigie_mute);
	if (jack_set_info_function)
		jack_set_info_function(vigie_mute);
	setenv("JACK_NO_START_SERVER", "1", 0); // to look for microphones starts no server
	return Pa_Initialize();
}

static PaError vigie_pa_open(PaStream **stream, int device, int channels, double latency, double rate)
{
	PaStreamParameters in = { device, channels, paInt16, latency, NULL };

	return Pa_OpenStream(stream, &in, NULL, rate, paFramesPerBufferUnspecified, paNoFlag, NULL, NULL);
}

static PaError vigie_pa_supported(int device, int channels, double latency, double rate)
{
	PaStreamParameters in = { device, channels, paInt16, latency, NULL };

	return Pa_IsFormatSupported(&in, NULL, rate);
}
*/
import "C"

import (
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"vigie/sdr"
)

// library guards what PortAudio does not: opening, closing and asking for devices.
var library sync.Mutex

// begin starts PortAudio, or counts one more user. It looks for devices only when
// nobody else uses it.
func begin() error { return failure(C.vigie_pa_begin()) }

func end() { C.Pa_Terminate() }

// failure returns the error of a code, nil for none.
func failure(code C.PaError) error {
	switch {
	case code >= 0:
		return nil
	case code == C.paUnanticipatedHostError:
		if host := C.Pa_GetLastHostErrorInfo(); host != nil && C.GoString(host.errorText) != "" {
			return errors.New(C.GoString(host.errorText))
		}
	}
	return errors.New(C.GoString(C.Pa_GetErrorText(code)))
}

// input is a device that sound can come from.
type input struct {
	Info
	index   C.int
	latency float64 // seconds that it shall hold
}

// held is how much sound a device shall hold while the computer is busy, seconds.
const held = 0.5

// inputs lists them. The library is in use.
func inputs() (all []input) {
	chosen := C.Pa_GetDefaultInputDevice()
	for i := C.int(0); i < C.Pa_GetDeviceCount(); i++ {
		d := C.Pa_GetDeviceInfo(i)
		if d == nil || d.maxInputChannels < 1 {
			continue
		}
		in := input{index: i, latency: max(held, float64(d.defaultHighInputLatency))}
		in.Name, in.Channels, in.Rate, in.Default = C.GoString(d.name), int(d.maxInputChannels), sdr.Hz(d.defaultSampleRate), i == chosen
		if api := C.Pa_GetHostApiInfo(d.hostApi); api != nil {
			in.System = C.GoString(api.name)
		}
		all = append(all, in)
	}
	return all
}

// supports reports whether a device gives so many channels at a rate.
func (in input) supports(channels int, rate sdr.Hz) bool {
	return C.vigie_pa_supported(in.index, C.int(channels), C.double(in.latency), C.double(rate)) == C.paFormatIsSupported
}

// stream is an open device that gives sound.
type stream struct {
	pa       unsafe.Pointer
	channels int
}

func (in input) open(channels int, rate sdr.Hz) (stream, error) {
	s := stream{channels: channels}
	if err := failure(C.vigie_pa_open(&s.pa, in.index, C.int(channels), C.double(in.latency), C.double(rate))); err != nil {
		return s, fmt.Errorf("%d channels at %v: %w", channels, rate, err)
	}
	if err := failure(C.Pa_StartStream(s.pa)); err != nil {
		s.close()
		return s, fmt.Errorf("start: %w", err)
	}
	return s, nil
}

// rate returns the rate that the device truly has.
func (s stream) rate() sdr.Hz {
	if info := C.Pa_GetStreamInfo(s.pa); info != nil {
		return sdr.Hz(info.sampleRate)
	}
	return 0
}

// available returns how many frames can be read without waiting.
func (s stream) available() (int, error) {
	n := C.Pa_GetStreamReadAvailable(s.pa)
	return int(max(0, n)), failure(C.PaError(min(0, n)))
}

// read fills buf with whole frames. An overflow is no error: what is missing is
// before what was read.
func (s stream) read(buf []int16) error {
	code := C.Pa_ReadStream(s.pa, unsafe.Pointer(&buf[0]), C.ulong(len(buf)/s.channels))
	if code == C.paInputOverflowed {
		return nil
	}
	return failure(code)
}

func (s stream) close() error { return failure(C.Pa_CloseStream(s.pa)) }
