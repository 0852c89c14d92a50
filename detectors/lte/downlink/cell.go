package downlink

import "math"

const (
	blockSize   = 12 // subcarriers of a resource block
	maxRB       = 100
	maxWidth    = maxRB * blockSize
	maxPorts    = 4
	maxSymbols  = 14 // of a subframe
	spacing     = 15e3
	subframes   = 10 // of a frame
	innerWidth  = 72 // subcarriers that synchronisation and broadcast take
	frameTime   = 10e-3
	slotTime    = 0.5e-3
	subTime     = 1e-3
	sampleUnits = 30.72e6 // of the standard's time unit, a second
)

// Unknown is the uplink-downlink configuration of a TDD cell before its SIB1.
const Unknown = -1

// A Cell is what the broadcast channel says of a cell.
type Cell struct {
	PCI           int  // physical cell identity
	RB            int  // resource blocks of the carrier
	Ports         int  // antenna ports: 1, 2, 4
	TDD           bool // frame structure type 2
	Extended      bool // cyclic prefix
	PHICHExtended bool // PHICH duration
	PHICH         int  // PHICH resource Ng in sixths: 1, 3, 6, 12
	Config        int  // uplink-downlink configuration of a TDD cell, or Unknown
	Special       int  // special subframe configuration of a TDD cell; matters once Config is known
}

// width returns the carrier's subcarriers.
func (c *Cell) width() int { return c.RB * blockSize }

// slotSymbols returns the OFDM symbols of a slot.
func (c *Cell) slotSymbols() int {
	if c.Extended {
		return 6
	}
	return 7
}

// start returns when a symbol of a subframe begins, behind its cyclic prefix, in
// seconds after the subframe's start: TS 36.211 table 6.12-1.
func (c *Cell) start(l int) float64 {
	n := c.slotSymbols()
	slot, symbol := l/n, l%n
	if c.Extended {
		return float64(slot)*slotTime + float64(512+symbol*(512+2048))/sampleUnits
	}
	return float64(slot)*slotTime + float64(160+symbol*(144+2048))/sampleUnits
}

// distance returns how many spacings above the carrier subcarrier k lies: the
// carrier's own is not used.
func (c *Cell) distance(k int) int {
	d := k - c.width()/2
	if d >= 0 {
		d++
	}
	return d
}

// tddSubframes says of each uplink-downlink configuration which subframes are
// downlink (D), uplink (U) and special (S): TS 36.211 table 4.2-2.
var tddSubframes = [...]string{
	"DSUUUDSUUU", "DSUUDDSUUD", "DSUDDDSUDD", "DSUUUDDDDD", "DSUUDDDDDD", "DSUDDDDDDD", "DSUUUDSUUD",
}

// dwpts holds the symbols of the downlink part of a special subframe for each
// special subframe configuration and prefix: TS 36.211 table 4.2-1.
var dwpts = [2][]int{
	{3, 9, 10, 11, 12, 3, 9, 10, 11, 6, 6},
	{3, 8, 9, 10, 3, 8, 9, 5},
}

// symbols returns how many symbols of a subframe are known to be downlink: 0
// for one that is not, all that a subframe has for one that is whole.
func (c *Cell) symbols(subframe int) int {
	all := 2 * c.slotSymbols()
	if !c.TDD {
		return all
	}
	if c.Config < 0 || c.Config >= len(tddSubframes) {
		if subframe == 0 || subframe == 5 {
			return all
		}
		return 0
	}
	switch tddSubframes[c.Config][subframe] {
	case 'D':
		return all
	case 'S':
		parts := dwpts[0]
		if c.Extended {
			parts = dwpts[1]
		}
		if c.Special >= 0 && c.Special < len(parts) {
			return parts[c.Special]
		}
	}
	return 0
}

// A Timing is where a cell lies in a receiver's samples.
type Timing struct {
	Frame   float64 // sample at which a frame starts
	SFN     int     // that frame's number
	Counted bool    // SFN only counts frames, from an unknown one on
	Drift   float64 // a second of the cell lasts (1+Drift)·rate samples
	Offset  float64 // of the carrier from the middle of the receiver's band, hertz, its error included
}

// wrapped returns a phase in turns as one between -1/2 and 1/2.
func wrapped(turns float64) float64 { return turns - math.Round(turns) }

// root returns e^{j2π·turns}.
func root(turns float64) complex64 {
	s, c := math.Sincos(2 * math.Pi * wrapped(turns))
	return complex(float32(c), float32(s))
}

// mul multiplies in float32: Go's own product of complex64 goes through float64.
func mul(a, b complex64) complex64 {
	return complex(real(a)*real(b)-imag(a)*imag(b), real(a)*imag(b)+imag(a)*real(b))
}

// mulConj returns a times the conjugate of b.
func mulConj(a, b complex64) complex64 {
	return complex(real(a)*real(b)+imag(a)*imag(b), imag(a)*real(b)-real(a)*imag(b))
}

func conj(a complex64) complex64 { return complex(real(a), -imag(a)) }

func power(a complex64) float32 { return real(a)*real(a) + imag(a)*imag(a) }

func scale(a complex64, g float32) complex64 { return complex(real(a)*g, imag(a)*g) }
