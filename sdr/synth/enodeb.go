package synth

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"vigie/sdr"
)

// An ENodeB describes an LTE cell of TS 36.211: what it broadcasts and how it
// is received. The zero values of most fields are what a plain cell has.
type ENodeB struct {
	Freq       sdr.Hz  `toml:"freq"`        // carrier on the air
	PCI        int     `toml:"pci"`         // physical cell identity, 0 to 503
	RB         int     `toml:"rb"`          // resource blocks: 6, 15, 25, 50, 75 or 100
	Ports      int     `toml:"ports"`       // antenna ports: 1, 2 or 4
	SNR        float64 `toml:"snr_db"`      // of a resource element; see the package comment
	Load       float64 `toml:"load"`        // share of resource blocks that carry data, 0 to 1
	SFN        int     `toml:"sfn"`         // system frame number at the scene's start, 0 to 1023
	TDD        bool    `toml:"tdd"`         // frame structure type 2 instead of 1
	TDDConfig  int     `toml:"tdd_config"`  // uplink-downlink configuration, 0 to 6
	Special    int     `toml:"special"`     // special subframe configuration, 0 to 9
	ExtendedCP bool    `toml:"extended_cp"` // extended cyclic prefix
	PHICH      int     `toml:"phich"`       // PHICH-Config as in the MIB: duration and resource, 0 to 7
	OffsetHz   float64 `toml:"offset_hz"`   // error of the cell's carrier
	DelayUS    float64 `toml:"delay_us"`    // how much later than the scene's start its frame begins
	Channel    string  `toml:"channel"`     // none, epa, eva or etu
	DopplerHz  float64 `toml:"doppler_hz"`  // maximum Doppler shift
	Downlink           // system information and paging
}

// bandwidths are the values of dl-Bandwidth in TS 36.331, in their order.
var bandwidths = []int{6, 15, 25, 50, 75, 100}

// validate returns what is wrong with the description.
func (e ENodeB) validate() *keyError {
	switch {
	case !slices.Contains(bandwidths, e.RB):
		return &keyError{key: "rb", text: fmt.Sprintf("%d, want one of %v", e.RB, bandwidths)}
	case !slices.Contains([]int{1, 2, 4}, e.Ports):
		return &keyError{key: "ports", text: fmt.Sprintf("%d, want 1, 2 or 4", e.Ports)}
	case !e.TDD && e.TDDConfig != 0:
		return &keyError{key: "tdd_config", text: "without tdd = true"}
	case !e.TDD && e.Special != 0:
		return &keyError{key: "special", text: "without tdd = true"}
	case channels[strings.ToLower(e.Channel)] == nil:
		return &keyError{key: "channel", text: fmt.Sprintf("%q, want none, epa, eva or etu", e.Channel)}
	}
	for _, v := range []bounded{
		{"freq", float64(e.Freq), -1e12, 1e12},
		{"pci", float64(e.PCI), 0, 503},
		{"load", e.Load, 0, 1},
		{"sfn", float64(e.SFN), 0, 1023},
		{"phich", float64(e.PHICH), 0, 7},
		{"tdd_config", float64(e.TDDConfig), 0, float64(len(tddConfigs) - 1)},
		{"special", float64(e.Special), 0, float64(len(dwpts[e.ExtendedCP]) - 1)},
		{"snr_db", e.SNR, -100, 100},
		{"offset_hz", e.OffsetHz, -1e9, 1e9},
		{"delay_us", e.DelayUS, -1e9, 1e9},
		{"doppler_hz", e.DopplerHz, 0, 1e4},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return e.Downlink.validate(&e)
}

// subcarrier is the LTE subcarrier spacing in hertz.
const subcarrier = 15e3

// Open returns the cell as a receiver hears it from a time on, seconds after the
// scene's start, over noise of a power in the receiver's band. An Emitter of a
// cell that lies outside the band adds nothing.
func (e ENodeB) Open(r Receiver, noise, seconds float64, random *rand.Rand) (Emitter, error) {
	e.Downlink = e.Downlink.complete()
	if err := e.validate(); err != nil {
		return nil, err
	}
	offset := r.offset(e.Freq) + e.OffsetHz
	grid := newWindow(e.RB, offset, r.clock())
	if grid.lo >= grid.hi {
		return silence{}, nil
	}
	cell := &cell{ENodeB: e, window: grid, random: random}
	for range e.Ports {
		cell.paths = append(cell.paths, newPortChannel(newFading(e.Channel, e.DopplerHz, random), grid.hi-grid.lo, grid.hertz))
	}
	if err := cell.prepare(); err != nil {
		return nil, err
	}
	perElement := noise * subcarrier / float64(r.Rate) * fromDB(e.SNR)
	return newCarrier(cell, seconds, grid.rate(), offset+float64(grid.centre)*subcarrier, r.clock(), math.Sqrt(perElement))
}

// silence is an emitter out of hearing.
type silence struct{}

// Add implements Emitter.
func (silence) Add([]complex64) {}

// A window is the part of a cell's subcarriers that a receiver sees, and the
// transform that holds it with room to spare for the resampler.
type window struct {
	rb     int
	lo, hi int // subcarriers [lo, hi) of 0 to 12·rb-1, by the standard's k
	centre int // distance from the carrier that is 0 Hz of the transform, in subcarriers
	fft    int // transform length
}

// newWindow returns the window of a cell whose carrier lies offsetHz from the
// centre of a band rateHz wide.
func newWindow(rb int, offsetHz, rateHz float64) window {
	w := window{rb: rb, hi: 12 * rb}
	for w.lo < w.hi && offsetHz+float64(w.distance(w.lo))*subcarrier < -rateHz/2 {
		w.lo++
	}
	for w.hi > w.lo && offsetHz+float64(w.distance(w.hi-1))*subcarrier > rateHz/2 {
		w.hi--
	}
	if w.lo == w.hi {
		return w
	}
	w.centre = (w.distance(w.lo) + w.distance(w.hi-1)) / 2
	for w.fft = 128; 2*w.fft < 3*(w.hi-w.lo); w.fft *= 2 {
	}
	return w
}

// distance returns how many subcarrier spacings above the carrier subcarrier k
// lies; the carrier itself is not used (TS 36.211 clause 6.12).
func (w window) distance(k int) int {
	if k < 6*w.rb {
		return k - 6*w.rb
	}
	return k - 6*w.rb + 1
}

// hertz returns how far above the carrier the window's subcarrier i lies.
func (w window) hertz(i int) float64 { return float64(w.distance(w.lo+i)) * subcarrier }

// bin returns the transform's bin of subcarrier k.
func (w window) bin(k int) int { return (w.distance(k) - w.centre) & (w.fft - 1) }

// rate returns the transform's sampling rate.
func (w window) rate() float64 { return float64(w.fft) * subcarrier }
