// Package rtlsdr receives with RTL-SDR dongles (RTL2832U) through librtlsdr.
//
// The binding is our own and thin. librtlsdr fills USB buffers of 16 KiB, 3.4 ms
// at 2.4 MS/s, and calls back into Go for each; the callback only stamps the
// buffer and copies it into a ring ([sdr.Ring]). Three rules make it safe: the
// Go side goes through C as an integer handle; the handle lives until
// rtlsdr_read_async has returned; and what that function returns without having
// been cancelled is the loss of the dongle, never silence.
//
// Retuning. Tune stamps the moments before and after rtlsdr_set_center_freq and
// translates them into sample indices by the sample clock, so that buffers
// still on their way are recognised however late they are handed over. All
// samples taken between the two moments, and for Settle after, are discarded.
//
// Without cgo, or with the build tag nortlsdr, Open says how to build it in.
package rtlsdr

import (
	"fmt"
	"time"

	"vigie/sdr"
)

// Options say which dongle to open and how to set it. The zero value is the
// first dongle at 2.4 MS/s with automatic gain; only Centre must be given.
type Options struct {
	Receiver string   // label for the Blocks
	Serial   string   // of the dongle; "" goes by Index
	Index    int      // among the dongles found
	Rate     sdr.Hz   // 0: 2.4 MS/s. 225001 to 300000 or 900001 to 3200000; above 2.4 MS/s USB loses samples
	Centre   sdr.Hz   // as the dongle is tuned; sdr.Converter gives it for a frequency on the air
	Gain     sdr.Gain // in the tuner's steps

	PPM            int           // error of the crystal, corrected in tuner and resampler
	AGC            bool          // the RTL2832U's own digital gain control, after the converter
	BiasTee        bool          // 4.5 V on the antenna socket, for a preamplifier; off again at Close
	DirectSampling int           // 0 off; 1 the I, 2 the Q input without tuner, below 28.8 MHz
	OffsetTuning   bool          // for zero-IF tuners (E4000, FC0012/13); the R820T has none
	Bandwidth      sdr.Hz        // of the tuner's filter; 0 follows the rate
	Settle         time.Duration // dropped after a retune; 0: 10 ms
}

const (
	defaultRate = 2.4e6
	settle      = 10 * time.Millisecond
)

// Limits of librtlsdr's sample rates, in samples a second.
var rates = [...][2]sdr.Hz{{225001, 300000}, {900001, 3200000}}

func (o Options) complete() (Options, error) {
	if o.Rate == 0 {
		o.Rate = defaultRate
	}
	if o.Settle == 0 {
		o.Settle = settle
	}
	if (o.Rate < rates[0][0] || o.Rate > rates[0][1]) && (o.Rate < rates[1][0] || o.Rate > rates[1][1]) {
		return o, fmt.Errorf("rtlsdr: rate %.6g is neither 225001 to 300000 nor 900001 to 3200000 samples a second", o.Rate)
	}
	if err := tunable(o.Centre); err != nil {
		return o, err
	}
	if o.DirectSampling < 0 || o.DirectSampling > 2 {
		return o, fmt.Errorf("rtlsdr: direct sampling %d is none of 0 (off), 1 (I input) and 2 (Q input)", o.DirectSampling)
	}
	return o, nil
}

// tunable says whether librtlsdr can be asked for that centre, a 32-bit number
// of hertz. What the tuner does not reach it refuses itself.
func tunable(centre sdr.Hz) error {
	if !(centre >= 1 && centre < 1<<32) {
		return fmt.Errorf("rtlsdr: cannot tune to %.6g Hz", centre)
	}
	return nil
}

// An Info describes a dongle on the bus.
type Info struct {
	Index                         int
	Name                          string // of its kind, from its USB identity
	Manufacturer, Product, Serial string // from the dongle's memory; "" when it may not be opened
}

// A Receiver is an open dongle.
type Receiver interface {
	sdr.Receiver
	// Gains returns the tuner's gain steps in dB.
	Gains() []float64
}
