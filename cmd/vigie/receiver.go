package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"vigie/sdr"
)

// receiverFlags name one receiver and what it listens to: flags of run and
// scan, keys of a [[receiver]] table.
type receiverFlags struct {
	Name         string        `default:"rtl0" help:"Label in events and metrics." group:"Receiver"`
	Driver       string        `enum:"rtlsdr,rtltcp,soapy" default:"rtlsdr" help:"rtlsdr (a dongle here), rtltcp (a dongle on another machine), soapy (HackRF, Airspy, Lime, Pluto, …)." group:"Receiver"`
	Device       string        `help:"rtlsdr: serial number, or index such as 0; rtltcp: host:port; soapy: arguments such as driver=hackrf. Without it the first one found." placeholder:"DEVICE" group:"Receiver"`
	Rate         sdr.Hz        `default:"2.4e6" help:"Samples a second." group:"Receiver"`
	Freq         []sdr.Hz      `help:"Frequencies on the air, separated by commas: one is watched without end, several in turn." placeholder:"HZ" group:"Receiver"`
	Band         []string      `help:"Bands to sweep instead, such as b20 (see vigie scan --list)." placeholder:"BAND" group:"Receiver"`
	Dwell        time.Duration `help:"Stay on each frequency, when there are several; without it what suits the band, and 2.2s, a cycle of GSM's System Information, elsewhere." placeholder:"DURATION" group:"Receiver"`
	Gain         sdr.Gain      `default:"auto" help:"Tuner gain in dB, or auto." group:"Receiver"`
	PPM          correction    `name:"ppm" default:"0" help:"Error of the receiver's crystal in parts per million, or auto to learn it from GSM and LTE cells first." placeholder:"N|auto" group:"Receiver"`
	AGC          bool          `name:"agc" help:"Digital gain control of the RTL2832U." group:"Receiver"`
	BiasTee      bool          `help:"Feed an amplifier through the antenna socket." group:"Receiver"`
	DirectSample string        `name:"direct-sampling" enum:"off,i,q" default:"off" help:"Below 24 MHz: sample the I or Q input without the tuner." group:"Receiver"`
	OffsetTuning bool          `help:"Offset tuning, for zero-IF tuners (E4000)." group:"Receiver"`
	Antenna      string        `help:"soapy: antenna socket." placeholder:"NAME" group:"Receiver"`
	ConverterLO  sdr.Hz        `name:"converter-lo" help:"Oscillator of a converter in front of the receiver." placeholder:"HZ" group:"Receiver"`
	Invert       bool          `help:"The converter turns the spectrum round and its oscillator does not tell." group:"Receiver"`
	Detectors    []string      `help:"Only these detectors." placeholder:"NAME" group:"Receiver"`
}

// check refuses what no receiver can do.
func (f *receiverFlags) check() error {
	switch {
	case !(f.Rate > 0):
		return fmt.Errorf("rate: %v samples a second", float64(f.Rate))
	case len(f.Freq) == 0 && len(f.Band) == 0:
		return errors.New("say what to listen to: freq or band")
	case len(f.Freq) > 0 && len(f.Band) > 0:
		return errors.New("freq and band exclude each other")
	case f.PPM.ppm < -1000 || f.PPM.ppm > 1000:
		return fmt.Errorf("ppm: %d; crystals are within 200", f.PPM.ppm)
	case f.Dwell < 0:
		return fmt.Errorf("dwell: %v", f.Dwell)
	}
	for _, hz := range f.Freq {
		if !(hz > 0) {
			return fmt.Errorf("freq: %v Hz", float64(hz))
		}
	}
	for _, name := range f.Band {
		if _, err := sdr.BandByName(name); err != nil {
			return err
		}
	}
	return nil
}

// plan lays out where the receiver listens.
func (f *receiverFlags) plan() (*sdr.Plan, error) {
	var dwells []sdr.Dwell
	for _, hz := range f.Freq {
		dwells = append(dwells, sdr.Dwell{Centre: hz, Stay: cmp.Or(f.Dwell, sdr.CellStay)})
	}
	for _, name := range f.Band {
		b, err := sdr.BandByName(name)
		if err != nil {
			return nil, err
		}
		for _, d := range b.Plan(f.Rate, f.Dwell) {
			if !slices.Contains(dwells, d) { // b28 and n28 are one
				dwells = append(dwells, d)
			}
		}
	}
	return sdr.NewPlan(dwells...)
}
