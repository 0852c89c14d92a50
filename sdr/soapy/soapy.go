// Package soapy receives with whatever SoapySDR has a module for: HackRF,
// Airspy, LimeSDR, Pluto and others, through SoapySDR's C API.
//
// It is built in with the tag soapy, for which libsoapysdr-dev must be there;
// without it Open says so. Devices are named by SoapySDR's argument strings
// such as "driver=hackrf" or "driver=lime,serial=0009060B00471E23". SoapySDR
// itself could transmit; nothing here asks it to.
//
// A goroutine reads the stream and copies each piece into a ring ([sdr.Ring]).
// Samples are taken as the driver's native 8 or 16 bits when these are full
// scale, and otherwise as float32, which the driver scales itself.
//
// Loss. SoapySDR reports an overflow but not its length. The sample clock
// measures it: samples that should have come by the monotonic clock and did not
// are counted as lost within two seconds. Retuning works as in package rtlsdr.
package soapy

import (
	"fmt"
	"time"

	"vigie/sdr"
)

// Options say which device to open and how to set it. Args, Rate and Centre
// must be given.
type Options struct {
	Receiver string             // label for the Blocks
	Args     string             // SoapySDR's: "driver=hackrf", "driver=plutosdr,uri=ip:192.168.2.1"
	Channel  int                // of a device that has several
	Rate     sdr.Hz             // samples a second; the device may take its nearest
	Centre   sdr.Hz             // as the device is tuned; sdr.Converter gives it for a frequency on the air
	Gain     sdr.Gain           // overall; automatic where the device has that, else as it is
	Gains    map[string]float64 // dB by element ("LNA", "VGA", …), after Gain
	PPM      float64            // error of the crystal; corrected in the device if it can, else in the times

	Antenna   string            // "" leaves the device's choice
	Bandwidth sdr.Hz            // of the analogue filter; 0 leaves the device's choice
	BiasTee   bool              // by the setting of that driver: biastee, bias_tx or bias
	Settings  map[string]string // further settings of the driver
	Format    sdr.Format        // CS8, CS16 or CF32; 0 chooses
	Settle    time.Duration     // dropped after a retune; 0: 20 ms
}

const settle = 20 * time.Millisecond

func (o Options) complete() (Options, error) {
	if o.Settle == 0 {
		o.Settle = settle
	}
	if !(o.Rate >= 1) || !(o.Rate <= 1e9) {
		return o, fmt.Errorf("soapy: rate %.6g", o.Rate)
	}
	if !(o.Centre > 0) || !(o.Centre <= 1e12) {
		return o, fmt.Errorf("soapy: cannot tune to %.6g Hz", o.Centre)
	}
	switch o.Format {
	case 0, sdr.CS8, sdr.CS16, sdr.CF32:
		return o, nil
	}
	return o, fmt.Errorf("soapy: format %v is none of cs8, cs16 and cf32", o.Format)
}

// An Info describes a device that SoapySDR found, by the keys of its arguments:
// "driver", "label", "serial" and others.
type Info map[string]string
