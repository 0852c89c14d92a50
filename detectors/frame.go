package detectors

import "vigie/sdr"

// A Frame is one Block as the detectors see it, with what they share.
type Frame struct {
	*sdr.Block
	Fresh bool // first Frame of a tuning: nothing before it may be joined to it

	spectrum *Spectrum
	recent   *Recent
	kept     bool   // recent holds this Block
	taken    bool   // spectrum holds this Block
	restart  bool   // a tuning has begun since the spectrum was last asked for
	centre   sdr.Hz // of the previous Frame, until this one is set
}

// Contiguous reports whether the Frame's first sample follows the previous
// Frame's last one.
func (f *Frame) Contiguous() bool { return !f.Fresh && f.Lost == 0 }

// Spectrum returns the Frame's spectrum, which is computed when it is first
// asked for. It is valid until the next Frame.
func (f *Frame) Spectrum() *Spectrum {
	if f.spectrum == nil {
		f.spectrum = newSpectrum()
	}
	if !f.taken {
		f.spectrum.take(f.Block, f.restart)
		f.taken, f.restart = true, false
	}
	return f.spectrum
}

// Recent returns the newest samples, this Frame's the last of them. They are valid
// until the next Frame.
func (f *Frame) Recent() *Recent {
	if f.recent == nil {
		f.recent = &Recent{}
	}
	if !f.kept {
		f.recent.take(f.Block)
		f.kept = true
	}
	return f.recent
}

// set makes b the Frame's Block.
func (f *Frame) set(b *sdr.Block, fresh bool) {
	f.Block, f.Fresh, f.centre = b, fresh, b.Centre
	f.taken, f.kept, f.restart = false, false, f.restart || fresh
}

// NewFrame returns a Frame to show Blocks with, outside of a Receiver: in tests and
// measurements.
func NewFrame() *Frame { return &Frame{} }

// Show makes b the Frame's Block; fresh says that a tuning begins with it.
func (f *Frame) Show(b *sdr.Block, fresh bool) { f.set(b, fresh) }
