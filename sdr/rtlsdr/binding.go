//go:build cgo && !nortlsdr

package rtlsdr

/*
#cgo LDFLAGS: -lrtlsdr
#include <stdint.h>
#include <rtl-sdr.h>
#include "binding.h"
*/
import "C"

import (
	"runtime/cgo"
	"unsafe"
)

// stick is an open dongle. Its methods return what librtlsdr returns.
type stick struct{ dev *C.rtlsdr_dev_t }

// List returns the dongles on the bus.
func List() []Info {
	list := make([]Info, C.rtlsdr_get_device_count())
	for i := range list {
		var manufacturer, product, serial [256]C.char
		C.rtlsdr_get_device_usb_strings(C.uint32_t(i), &manufacturer[0], &product[0], &serial[0])
		list[i] = Info{
			Index: i, Name: C.GoString(C.rtlsdr_get_device_name(C.uint32_t(i))),
			Manufacturer: C.GoString(&manufacturer[0]), Product: C.GoString(&product[0]), Serial: C.GoString(&serial[0]),
		}
	}
	return list
}

// openStick opens the dongle with that index. librtlsdr 0.6 returns 0 without a
// dongle when the kernel's driver does not let go of it.
func openStick(index int) (s stick, result int) {
	result = int(C.rtlsdr_open(&s.dev, C.uint32_t(index)))
	return s, result
}

func (s stick) close() int { return int(C.rtlsdr_close(s.dev)) }
func (s stick) setRate(rate uint32) int {
	return int(C.rtlsdr_set_sample_rate(s.dev, C.uint32_t(rate)))
}
func (s stick) rate() uint32            { return uint32(C.rtlsdr_get_sample_rate(s.dev)) }
func (s stick) setCentre(hz uint32) int { return int(C.rtlsdr_set_center_freq(s.dev, C.uint32_t(hz))) }

func (s stick) setPPM(ppm int) int { return int(C.rtlsdr_set_freq_correction(s.dev, C.int(ppm))) }

func (s stick) setBandwidth(hz uint32) int {
	return int(C.rtlsdr_set_tuner_bandwidth(s.dev, C.uint32_t(hz)))
}

func (s stick) setDirect(input int) int {
	return int(C.rtlsdr_set_direct_sampling(s.dev, C.int(input)))
}

func (s stick) setOffset(on bool) int { return int(C.rtlsdr_set_offset_tuning(s.dev, truth(on))) }
func (s stick) setAGC(on bool) int    { return int(C.rtlsdr_set_agc_mode(s.dev, truth(on))) }
func (s stick) setBias(on bool) int   { return int(C.rtlsdr_set_bias_tee(s.dev, truth(on))) }
func (s stick) setManual(on bool) int { return int(C.rtlsdr_set_tuner_gain_mode(s.dev, truth(on))) }

func (s stick) setGain(tenths int) int { return int(C.rtlsdr_set_tuner_gain(s.dev, C.int(tenths))) }
func (s stick) resetBuffer() int       { return int(C.rtlsdr_reset_buffer(s.dev)) }

// cancel asks readAsync to return; −2 means that it is not running.
func (s stick) cancel() int { return int(C.rtlsdr_cancel_async(s.dev)) }

// gains returns the tuner's gain steps in tenths of a dB.
func (s stick) gains() []int {
	n := C.rtlsdr_get_tuner_gains(s.dev, nil)
	if n <= 0 {
		return nil
	}
	steps := make([]C.int, n)
	n = C.rtlsdr_get_tuner_gains(s.dev, &steps[0])
	list := make([]int, max(n, 0))
	for i := range list {
		list[i] = int(steps[i])
	}
	return list
}

// A sink takes the USB buffers; put must not keep p.
type sink interface{ Put(p []byte) }

// readAsync streams into to until the dongle is gone or cancel is called. The
// handle is deleted only when no callback can come any more.
func (s stick) readAsync(to sink) int {
	handle := cgo.NewHandle(to)
	defer handle.Delete()
	return int(C.vigie_rtlsdr_read_async(s.dev, C.uintptr_t(handle), buffers, bufferBytes))
}

//export vigieRTLSDRSamples
func vigieRTLSDRSamples(p *C.uchar, n C.uint32_t, handle C.uintptr_t) {
	cgo.Handle(handle).Value().(sink).Put(unsafe.Slice((*byte)(p), n))
}

func truth(on bool) C.int {
	if on {
		return 1
	}
	return 0
}
