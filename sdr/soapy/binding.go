//go:build cgo && soapy

package soapy

/*
#cgo LDFLAGS: -lSoapySDR
#include <SoapySDR/Device.h>
#include <SoapySDR/Formats.h>
#include <stdlib.h>

static int vigie_soapy_read(SoapySDRDevice *d, SoapySDRStream *s, void *buffer, size_t samples, long timeout_us)
{
	void *buffers[1] = { buffer };
	int flags = 0;
	long long when = 0;

	return SoapySDRDevice_readStream(d, s, buffers, samples, &flags, &when, timeout_us);
}
*/
import "C"

import (
	"errors"
	"fmt"
	"slices"
	"unsafe"

	"vigie/sdr"
)

const receive = C.SOAPY_SDR_RX

// What readStream returns besides a number of samples.
const (
	errTimeout  = C.SOAPY_SDR_TIMEOUT
	errOverflow = C.SOAPY_SDR_OVERFLOW
)

// radio is one receiving channel of an open device.
type radio struct {
	device  *C.SoapySDRDevice
	stream  *C.SoapySDRStream
	channel C.size_t
}

// withString calls f with a C copy of text. Soapy's calls keep no pointer.
func withString[T any](text string, f func(*C.char) T) T {
	c := C.CString(text)
	defer C.free(unsafe.Pointer(c))
	return f(c)
}

// List returns the devices that match SoapySDR's argument string; "" is all.
func List(args string) ([]Info, error) {
	var n C.size_t
	found := withString(args, func(a *C.char) *C.SoapySDRKwargs { return C.SoapySDRDevice_enumerateStrArgs(a, &n) })
	if found == nil {
		return nil, nil
	}
	defer C.SoapySDRKwargsList_clear(found, n)
	list := make([]Info, n)
	for i, k := range unsafe.Slice(found, n) {
		list[i] = Info{}
		keys, values := unsafe.Slice(k.keys, k.size), unsafe.Slice(k.vals, k.size)
		for j := range keys {
			list[i][C.GoString(keys[j])] = C.GoString(values[j])
		}
	}
	return list, nil
}

func openRadio(args string, channel int) (*radio, error) {
	device := withString(args, func(a *C.char) *C.SoapySDRDevice { return C.SoapySDRDevice_makeStrArgs(a) })
	if device == nil {
		return nil, fmt.Errorf("soapy: %q: %s (see SoapySDRUtil --find)", args, C.GoString(C.SoapySDRDevice_lastError()))
	}
	return &radio{device: device, channel: C.size_t(channel)}, nil
}

func (r *radio) close() error {
	if r.stream != nil {
		C.SoapySDRDevice_deactivateStream(r.device, r.stream, 0, 0)
		C.SoapySDRDevice_closeStream(r.device, r.stream)
	}
	return failure(C.SoapySDRDevice_unmake(r.device))
}

// failure turns a result into an error.
func failure(result C.int) error {
	if result == 0 {
		return nil
	}
	text := C.GoString(C.SoapySDR_errToStr(result))
	if more := C.GoString(C.SoapySDRDevice_lastError()); more != "" {
		text = more
	}
	return errors.New(text)
}

func (r *radio) setRate(hz sdr.Hz) error {
	return failure(C.SoapySDRDevice_setSampleRate(r.device, receive, r.channel, C.double(hz)))
}

func (r *radio) rate() sdr.Hz {
	return sdr.Hz(C.SoapySDRDevice_getSampleRate(r.device, receive, r.channel))
}

// setCentre tunes the component "RF" alone where there is one: SoapySDR's own
// distribution over all components would, with the rtlsdr module, set its
// component "CORR" to 0 and so undo the correction of the crystal.
func (r *radio) setCentre(hz sdr.Hz) error {
	if !r.hasRF() {
		return failure(C.SoapySDRDevice_setFrequency(r.device, receive, r.channel, C.double(hz), nil))
	}
	return withString("RF", func(name *C.char) error {
		return failure(C.SoapySDRDevice_setFrequencyComponent(r.device, receive, r.channel, name, C.double(hz), nil))
	})
}

func (r *radio) hasRF() bool {
	var n C.size_t
	list := C.SoapySDRDevice_listFrequencies(r.device, receive, r.channel, &n)
	if list == nil {
		return false
	}
	defer C.SoapySDRStrings_clear(&list, n)
	return slices.ContainsFunc(unsafe.Slice(list, n), func(name *C.char) bool { return C.GoString(name) == "RF" })
}

// setPPM corrects the crystal in the device; false when it cannot.
func (r *radio) setPPM(ppm float64) (bool, error) {
	if !bool(C.SoapySDRDevice_hasFrequencyCorrection(r.device, receive, r.channel)) {
		return false, nil
	}
	return true, failure(C.SoapySDRDevice_setFrequencyCorrection(r.device, receive, r.channel, C.double(ppm)))
}

// setGain sets the overall gain. Automatic gain is left alone where there is none.
func (r *radio) setGain(g sdr.Gain) error {
	if bool(C.SoapySDRDevice_hasGainMode(r.device, receive, r.channel)) {
		if err := failure(C.SoapySDRDevice_setGainMode(r.device, receive, r.channel, C.bool(!g.Manual))); err != nil {
			return err
		}
	}
	if !g.Manual {
		return nil
	}
	return failure(C.SoapySDRDevice_setGain(r.device, receive, r.channel, C.double(g.DB)))
}

func (r *radio) setElement(name string, db float64) error {
	return withString(name, func(n *C.char) error {
		return failure(C.SoapySDRDevice_setGainElement(r.device, receive, r.channel, n, C.double(db)))
	})
}

func (r *radio) setAntenna(name string) error {
	return withString(name, func(n *C.char) error {
		return failure(C.SoapySDRDevice_setAntenna(r.device, receive, r.channel, n))
	})
}

func (r *radio) setBandwidth(hz sdr.Hz) error {
	return failure(C.SoapySDRDevice_setBandwidth(r.device, receive, r.channel, C.double(hz)))
}

func (r *radio) set(key, value string) error {
	return withString(key, func(k *C.char) error {
		return withString(value, func(v *C.char) error { return failure(C.SoapySDRDevice_writeSetting(r.device, k, v)) })
	})
}

// settings returns the keys of the driver's settings.
func (r *radio) settings() (keys []string) {
	var n C.size_t
	list := C.SoapySDRDevice_getSettingInfo(r.device, &n)
	if list == nil {
		return nil
	}
	defer C.SoapySDRArgInfoList_clear(list, n)
	for _, info := range unsafe.Slice(list, n) {
		keys = append(keys, C.GoString(info.key))
	}
	return keys
}

// native returns the driver's own sample format and what full scale is in it.
func (r *radio) native() (format string, fullScale float64) {
	var scale C.double
	name := C.SoapySDRDevice_getNativeStreamFormat(r.device, receive, r.channel, &scale)
	defer C.SoapySDR_free(unsafe.Pointer(name))
	return C.GoString(name), float64(scale)
}

// start sets the stream up in a format of SoapySDR ("CS8") and runs it.
func (r *radio) start(format string) error {
	r.stream = withString(format, func(f *C.char) *C.SoapySDRStream {
		return C.SoapySDRDevice_setupStream(r.device, receive, f, &r.channel, 1, nil)
	})
	if r.stream == nil {
		return errors.New(C.GoString(C.SoapySDRDevice_lastError()))
	}
	return failure(C.SoapySDRDevice_activateStream(r.device, r.stream, 0, 0, 0))
}

// piece returns how many samples the driver gives at once.
func (r *radio) piece() int { return int(C.SoapySDRDevice_getStreamMTU(r.device, r.stream)) }

// readError explains what read returned.
func readError(result int) error { return errors.New(C.GoString(C.SoapySDR_errToStr(C.int(result)))) }

// read waits for samples and returns their number, or one of the errors.
func (r *radio) read(p []byte, samples int, timeoutMicroseconds int) int {
	return int(C.vigie_soapy_read(r.device, r.stream, unsafe.Pointer(&p[0]), C.size_t(samples), C.long(timeoutMicroseconds)))
}
