package fhss

import (
	"vigie/detectors"
	"vigie/sdr"
)

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
	Word        int     // of synchronisation in a chirp's packet, which says whose network it is; 0 when unknown
	DeviationHz float64 // of FSK, from the middle
	BitRate     float64 // of FSK, bits a second

	// Mark is the time in seconds from Start to the instant of the burst that is
	// known best, of a chirp the end of its preamble: lattices are made of it.
	Mark  float64
	Proof Proof // what a checksum in it vouches for
}

// A Proof says that a packet's checksum passed, and what of its header says how
// the link works. What the packet carries is not in it.
type Proof struct {
	System  string // a link's name in the contract; "" without a proof
	Version int    // of its format on the air
	Hop     int    // place in the hop sequence
	Nonce   int    // packet counter
	RateHz  float64
	Binding uint64  // hash of the binding bytes with a salt of this run
	PFA     float64 // probability that other symbols pass
}

// A Finder finds bursts of one kind in the samples of one receiver.
type Finder interface {
	// Find takes a Frame's samples and calls found with every Burst that is
	// complete, in the order of their ends.
	Find(f *detectors.Frame, found func(*Burst))
	// Flush finishes with the samples there are.
	Flush(found func(*Burst))
}

// A Hearer is a Finder that is told of the bursts which those before it found.
type Hearer interface {
	Heard(b *Burst)
}
