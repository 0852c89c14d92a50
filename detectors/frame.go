package detectors

import (
	"time"

	"vigie/sdr"
)

// A Frame is one Block as the detectors see it, with what they share.
type Frame struct {
	*sdr.Block
	Fresh bool // first Frame of a tuning: nothing before it may be joined to it

	centre sdr.Hz    // of the previous Frame, until this one is set
	read   time.Time // when the Block was there: latency only, no detector sees it
}

// Contiguous reports whether the Frame's first sample follows the previous
// Frame's last one.
func (f *Frame) Contiguous() bool { return !f.Fresh && f.Lost == 0 }
