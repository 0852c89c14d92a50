package synth

import "math"

// A chirpFrame is one emission made of sweeps.
type chirpFrame struct {
	start  float64 // seconds since the scene's start
	end    float64
	hz     float64   // of its middle, from the receiver's centre
	gain   []float32 // amplitude, during equal parts of the frame
	phase  float64   // turns
	sweeps []sweep
}

// A chirper is the emitter of the frames that a schedule gives.
type chirper struct {
	next   func() (chirpFrame, bool) // in the order of their starts; false when no more come
	clock  float64                   // samples a second
	index  float64                   // samples since the scene's start
	frame  chirpFrame                // the next one
	some   bool
	active []chirpFrame
}

// newChirper returns the emitter of a schedule from a time in seconds on.
func newChirper(next func() (chirpFrame, bool), r Receiver, seconds float64) *chirper {
	c := &chirper{next: next, clock: r.clock(), index: seconds * r.clock()}
	c.frame, c.some = next()
	return c
}

// Add implements Emitter.
func (c *chirper) Add(iq []complex64) {
	from, to := c.index/c.clock, (c.index+float64(len(iq)))/c.clock
	for c.some && c.frame.start < to {
		if c.frame.end > from {
			c.active = append(c.active, c.frame)
		}
		c.frame, c.some = c.next()
	}
	kept := c.active[:0]
	for i := range c.active {
		f := &c.active[i]
		f.add(iq, c.index, c.clock)
		if f.end > to {
			kept = append(kept, *f)
		}
	}
	c.active = kept
	c.index += float64(len(iq))
}

// sines holds one turn of e^{j2πt}.
var sines = func() (s [1 << 14]complex64) {
	for i := range s {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(s)))
		s[i] = complex(float32(cos), float32(sin))
	}
	return s
}()

// unit returns e^{j2πt} for a t of 0…1, to a 16384th of a turn.
func unit(turns float64) complex64 { return sines[int(turns*float64(len(sines)))&(len(sines)-1)] }

// passed is the part of the sampling rate that a receiver's own filter passes.
const passed = 0.94

// add adds the frame to samples of which the first has this index.
func (f *chirpFrame) add(iq []complex64, index, clock float64) {
	part := (f.end - f.start) / float64(len(f.gain))
	for i := range f.sweeps {
		s := &f.sweeps[i]
		first := max(0, int(math.Ceil((f.start+s.start)*clock-index)))
		last := min(len(iq), int(math.Ceil((f.start+s.end)*clock-index)))
		edge := passed / 2 * clock
		for k := first; k < last; k++ {
			t := (index+float64(k))/clock - f.start
			u := t - s.start
			if math.Abs(f.hz+s.hz+s.rate*u) > edge {
				continue
			}
			turns := f.phase + s.turns + f.hz*t + (s.hz+s.rate/2*u)*u
			turns -= math.Floor(turns)
			g := f.gain[min(len(f.gain)-1, int(t/part))]
			z := unit(turns)
			iq[k] += complex(g*real(z), g*imag(z))
		}
	}
}
