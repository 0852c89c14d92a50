// Package fhss joins bursts to links: hopping control and telemetry, by their
// time lattice, channel raster, airtime and duty.
package fhss

import "vigie/sdr"

// A Kind is the modulation of a Burst.
type Kind uint8

// The modulations that links are made of.
const (
	Unknown Kind = iota
	Chirp        // LoRa type, either slope
	FSK          // two levels, Gaussian or not
)

// A Burst is one emission of one channel, as a link is made of many.
type Burst struct {
	Kind        Kind
	Start       float64 // seconds since the receiver opened, exact to 50 µs
	Duration    float64 // seconds
	Freq        sdr.Hz  // of its middle, on the air or, where that is unknown, from the receiver's centre
	Bandwidth   sdr.Hz  // of a chirp its extent, else the occupied one
	SNR         float64 // dB in Bandwidth
	SlopeHzS    float64 // of a chirp, Hz/s, negative when it falls
	SF          int     // spreading factor of a chirp
	DeviationHz float64 // of FSK, from the middle
	BitRate     float64 // of FSK, bits a second
}
