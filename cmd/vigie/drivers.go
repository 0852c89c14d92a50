package main

import (
	"cmp"
	"context"
	"strconv"

	"vigie/acoustic/microphone"
	"vigie/sdr"
	"vigie/sdr/rtlsdr"
	"vigie/sdr/rtltcp"
	"vigie/sdr/soapy"
)

// A driver opens one kind of receiver, which can be tuned from low to high; high
// is 0 where only the device knows.
type driver struct {
	name      string
	low, high sdr.Hz
	open      func(ctx context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error)
}

// drivers are the kinds there are. One that a build is without says so when it
// is opened, and how to build with it.
var drivers = []driver{
	{"rtlsdr", 0, tunerHigh, openDongle},
	{"rtltcp", 0, tunerHigh, openRemoteDongle},
	{"soapy", 0, 0, openSoapy},
}

// tunerHigh is the end of an RTL-SDR's reach: an R820T tunes to 1766 MHz, an
// E4000 to 2200 MHz.
const tunerHigh = 2200e6

// directInputs are the values of --direct-sampling in librtlsdr's numbers.
var directInputs = map[string]int{"off": 0, "i": 1, "q": 2}

func openDongle(_ context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error) {
	o := rtlsdr.Options{
		Receiver: f.Name, Serial: f.Device, Rate: f.Rate, Centre: tuned, Gain: f.Gain, PPM: f.PPM.ppm, AGC: f.AGC,
		BiasTee: f.BiasTee, DirectSampling: directInputs[f.DirectSample], OffsetTuning: f.OffsetTuning,
	}
	// A short number is an index: serials have eight characters as they leave
	// the factory.
	if index, err := strconv.Atoi(f.Device); err == nil && len(f.Device) < 3 {
		o.Serial, o.Index = "", index
	}
	return rtlsdr.Open(o)
}

func openRemoteDongle(ctx context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error) {
	return rtltcp.Open(ctx, rtltcp.Options{
		Receiver: f.Name, Address: cmp.Or(f.Device, "127.0.0.1"), Rate: f.Rate, Centre: tuned, Gain: f.Gain, PPM: f.PPM.ppm, AGC: f.AGC,
		BiasTee: f.BiasTee, DirectSampling: directInputs[f.DirectSample], OffsetTuning: f.OffsetTuning,
	})
}

func openSoapy(_ context.Context, f *receiverFlags, tuned sdr.Hz) (sdr.Source, error) {
	return soapy.Open(soapy.Options{
		Receiver: f.Name, Args: f.Device, Rate: f.Rate, Centre: tuned, Gain: f.Gain, PPM: float64(f.PPM.ppm),
		Antenna: f.Antenna, BiasTee: f.BiasTee,
	})
}

// built lists the drivers in this build.
func built() []string {
	names := []string{"rtltcp"}
	if rtlsdr.Built {
		names = append(names, "rtlsdr")
	}
	if soapy.Built {
		names = append(names, "soapy")
	}
	if microphone.Built {
		names = append(names, "portaudio")
	}
	return names
}

// open opens the receiver at a frequency on the air, behind its converter.
func (f *receiverFlags) open(ctx context.Context, centre sdr.Hz) (sdr.Source, error) {
	for _, d := range drivers {
		if d.name != f.Driver {
			continue
		}
		converter := sdr.Converter{LO: f.ConverterLO, Invert: f.Invert, Low: d.low, High: d.high}
		tuned, _, err := converter.Tuned(centre)
		if err != nil {
			return nil, usageError{err}
		}
		src, err := d.open(ctx, f, tuned)
		if err != nil {
			return nil, err
		}
		converted, err := sdr.Convert(src, converter, centre)
		if err != nil {
			src.Close()
			return nil, usageError{err}
		}
		return converted, nil
	}
	return nil, usagef("unknown driver %q", f.Driver)
}
