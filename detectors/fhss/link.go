package fhss

import (
	"fmt"
	"math"
)

// An Agreement is one of the independent tests that a link may pass.
type Agreement uint8

// The tests.
const (
	BySlope   Agreement = 1 << iota // spreading factor and bandwidth, or deviation and rate
	ByAirtime                       // the packet's length, where the firmware fixes it
	ByLattice                       // start times
	ByRaster                        // two channels or more of a domain
	ByFill                          // share of the slots in which it sends
	ByDwell                         // packets on a channel before the next
	ByProof                         // checksums
)

var agreementNames = [...]string{"slope", "airtime", "lattice", "raster", "duty", "dwell", "checksum"}

// Names returns the tests' names.
func (a Agreement) Names() (names []string) {
	for i, name := range agreementNames {
		if a>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Count returns how many tests there are in a.
func (a Agreement) Count() (n int) {
	for ; a != 0; a &= a - 1 {
		n++
	}
	return n
}

// A Link is what the bursts of one class are taken for.
type Link struct {
	System     *System // nil when none fits
	Domain     string  // "" when unknown
	Newest     Burst
	Bursts     int     // that the statement rests on
	Channels   int     // distinct ones
	Duty       float64 // share of the time
	Airtime    float64 // median, seconds
	Period     float64 // of the lattice, 0 without one
	Rayleigh   float64 // R of the lattice
	PFA        float64 // of the lattice, trials included
	Agreements Agreement
	Score      float64 // natural logarithm of how much better than by chance all fits
	Lasting    float64 // seconds since it was first stated
	Proof      Proof
	Proofs     int // that agree

	verdicts []verdict // one a System
}

// Proved reports whether two checksums agree, or one did whose chance is small by
// itself.
func (l *Link) Proved() bool {
	return l.Proofs > 1 || l.Proofs == 1 && l.Proof.PFA < 1e-6
}

// A verdict is what one System got.
type verdict struct {
	system   *System
	domain   *Domain
	score    float64
	agrees   Agreement
	out      bool // it cannot be
	reason   failing
	measured float64
}

// A failing is the test that a System did worst in.
type failing uint8

const (
	fitsWorse failing = iota
	wrongAirtime
	noLattice
	wrongBand
	wrongRaster
	wrongFill
	wrongDwell
	wrongWord
	tooFew
)

// text says in what a System failed.
func (v *verdict) text() string {
	s := v.system
	name := s.Link
	if s.RateHz > 0 && s.Link == "expresslrs" {
		name = fmt.Sprintf("%s %.0f Hz", s.Link, s.RateHz)
	}
	switch v.reason {
	case wrongAirtime:
		return fmt.Sprintf("%s: packets of %.4g ms", name, 1e3*v.measured)
	case noLattice:
		return fmt.Sprintf("%s: no lattice of %.4g ms, R = %.1f", name, 1e3*s.Period, v.measured)
	case wrongBand:
		return name + ": not in its band"
	case wrongRaster:
		return name + ": not on its channels"
	case wrongFill:
		return fmt.Sprintf("%s: on the air for %.2g of the time or slots", name, v.measured)
	case wrongDwell:
		return fmt.Sprintf("%s: stays on its channel after %.2g of the packets", name, v.measured)
	case wrongWord:
		return name + ": another synchronisation word"
	case tooFew:
		return name + ": too few bursts to tell"
	}
	return fmt.Sprintf("%s: fits worse by %.0f", name, v.measured)
}

// Rejected says of the other systems of this modulation why they are not the one.
func (l *Link) Rejected() (reasons []string) {
	for i := range l.verdicts {
		v := &l.verdicts[i]
		if v.system == nil || v.system == l.System || l.System != nil && v.system.Link == l.System.Link && !v.system.Drone {
			continue
		}
		if v.reason == fitsWorse {
			v.measured = math.Max(0, l.Score-v.score)
		}
		reasons = append(reasons, v.text())
	}
	return reasons
}
