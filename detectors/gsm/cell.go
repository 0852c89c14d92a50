package gsm

import (
	"math"

	"vigie/sdr"
	"vigie/sdr/fec"
)

// The loops that follow a cell. Timing is corrected by these parts of what each
// synchronisation burst shows, in position and in symbol length; the carrier by
// that part of what each frequency correction burst shows.
const (
	timeGain   = 0.4
	periodGain = 0.1
	freqGain   = 0.3

	leastSyncs  = 2   // that must agree before a cell is believed without a Fire code
	mostMissed  = 100 // synchronisation bursts in a row, 4.7 s, before a cell is given up
	mostDoubted = 4   // or before one is that is not believed yet
)

// A cell is one base station being followed: where its timeslot 0 is in the
// stream and what it has said.
type cell struct {
	inUse   bool
	carrier int     // number of the carrier in the window
	nominal float64 // its offset from the centre, hertz
	offset  float64 // of the cell's from it, hertz
	start   float64 // sample at which the span over the burst of frame fn begins
	period  float64 // samples a symbol
	fn      int     // next frame to receive
	found   float64 // start of the first synchronisation burst
	heard   float64 // start of the newest one that was read
	heardFN int

	ncc, bcc  int
	syncs     int     // synchronisation bursts decoded
	missed    int     // in a row since
	blocks    int     // that passed the Fire code
	tried     int     // that did or did not
	snr       float64 // ratio of powers
	level     float64 // power, full scale 1
	soft      [fec.XCCHCoded]float32
	collected int // bursts of the block at work

	info    System
	traffic traffic
	lived   int  // frames since it was found
	said    int  // what lived was at the newest report, -1 for none
	named   bool // that report said which cell it is
	told    traffic
	news    bool // something else has changed since
	closing bool // this is the last report
}

// believed reports whether what the cell says may be reported.
func (c *cell) believed() bool { return c.blocks > 0 || c.syncs >= leastSyncs }

// measure notes the signal's strength, over noise and as it is.
func (c *cell) measure(d *demodulator) {
	level := float64(d.power())
	snr := level / float64(max(d.noise, 1e-30))
	if !(level > 0 && snr <= math.MaxFloat32) {
		return // samples that are no numbers
	}
	if c.snr == 0 {
		c.snr, c.level = snr, level
		return
	}
	c.snr += 0.1 * (snr - c.snr)
	c.level += 0.1 * (level - c.level)
}

// advance goes to the next frame.
func (c *cell) advance() {
	c.start += frameSymbols * c.period
	c.lived++
	if c.fn++; c.fn == hyperframe {
		c.fn = 0
	}
}

// end returns the sample before which the next frame's burst cannot be received.
func (c *cell) end(t *tuner) float64 { return c.start + t.reach(2*span, c.period) }

// A kind says what timeslot 0 carries in a frame of the control multiframe.
type kind int

const (
	idle kind = iota
	frequency
	synchronisation
	broadcast
	common
)

// kindOf returns what frame fn carries and, of a block, which of the four bursts
// it is: TS 45.002 clause 7, table 3.
func (c *cell) kindOf(fn int) (k kind, burst int) {
	at := fn % multiframe
	switch {
	case at == multiframe-1:
		return idle, 0
	case at%10 == 0:
		return frequency, 0
	case at%10 == 1:
		return synchronisation, 0
	case at < 6:
		return broadcast, at - 2
	}
	burst = (at%10 - 2) % 4
	if at >= 20 && (c.info.combined() || !c.info.has(si3)) {
		return idle, 0 // dedicated channels are not for us
	}
	return common, burst
}

// read takes a block that passed the Fire code, or nil, and returns it when it is
// System Information, which may also come in the first common block, as the
// extended broadcast channel. Everything else is counted and erased.
func (c *cell) read(octets []byte) []byte {
	if octets == nil {
		return nil
	}
	before := c.info
	if c.info.read(octets) == 0 {
		c.traffic.read(octets)
		return nil
	}
	c.news = c.news || c.info != before
	return octets
}

// symbolPeriod returns the samples a symbol takes at a receiver whose clock is
// tied to a carrier that it sees off by this much; carrier 0 says that it is not.
func symbolPeriod(rate, offset, carrier float64) float64 {
	period := rate / symbolRate
	if carrier > 0 {
		period *= 1 - offset/carrier
	}
	return period
}

// carrierOf returns the frequency that a receiver's clock is tied to, 0 for none.
func carrierOf(centre, lo sdr.Hz) float64 {
	if lo != 0 || centre <= 0 {
		return 0
	}
	return float64(centre)
}
