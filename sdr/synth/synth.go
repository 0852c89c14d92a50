// Package synth models radio emitters and the receiver that hears them, for
// tests, measurement and demonstration. It writes samples into memory, never to
// hardware.
//
// Each emitter is written from its standard and shares with the detectors only
// the channel codes of package fec and the transforms of package dsp, which
// have oracles of their own. A [Scene] says which emitters there are and how
// the receiver spoils them; [Scene.Open] makes it an sdr.Source. The same scene
// with the same seed gives the same samples on one kind of machine, however
// they are read.
//
// Levels: the scene's noise is the total of the receiver's band, in dB of full
// scale. An OFDM emitter's SNR is that of one occupied resource element, all
// antenna ports together and averaged over the fading, above the noise in one
// subcarrier spacing. It is therefore also the SNR over the occupied band of a
// cell whose elements are all in use, and over the six central resource blocks
// in the symbols of PSS, SSS and PBCH but for the elements that these leave
// empty.
package synth

import (
	"math"

	"vigie/sdr"
)

// An Emitter adds its signal to a stream.
type Emitter interface {
	// Add adds the emitter's next len(iq) samples to iq, without allocating.
	// The signal does not depend on how the stream is cut into calls.
	Add(iq []complex64)
}

// A Receiver is the window through which a scene is seen: what it is set to and
// how far its oscillators are off. One crystal gives the tuner's frequency and
// the sampling clock, a converter in front has its own.
type Receiver struct {
	Rate         sdr.Hz  // nominal samples a second
	Centre       sdr.Hz  // nominal frequency on the air of 0 Hz
	PPM          float64 // error of the crystal, positive when it runs fast
	ConverterLO  sdr.Hz  // nominal oscillator of a converter that shifts down; 0 without one
	ConverterPPM float64 // its error
}

// clock returns the true sampling rate.
func (r Receiver) clock() float64 { return float64(r.Rate) * (1 + r.PPM*1e-6) }

// offset returns where the receiver's window truly has a frequency on the air.
func (r Receiver) offset(freq sdr.Hz) float64 {
	converter := float64(r.ConverterLO) * (1 + r.ConverterPPM*1e-6)
	tuner := float64(r.Centre-r.ConverterLO) * (1 + r.PPM*1e-6)
	return float64(freq) - converter - tuner
}

func fromDB(dB float64) float64 { return math.Pow(10, dB/10) }
