package downlink

// Reference signals lie at every sixth subcarrier: shifted by a sixth of a symbol
// they correlate nearly as well, and after a gain of noise or a sample's fraction
// better. They are but in the right place when what is around them fits too.

// sixths are the shifts, in sixths of a symbol, at which the timing may lie as well.
var sixths = [...]float64{0, -2, 2, -1, 1}

// clearest returns the timing among those that correlation cannot tell from start
// under which the reference signals have the least noise.
func (r *Reader) clearest(x []complex64, start float64) Timing {
	given := r.timing
	best, most := given, float32(-1)
	for _, n := range sixths {
		r.timing = given
		r.timing.Frame = r.acquire.nearby(start + n/6*r.demod.rate/spacing)
		r.refine(x, mostOffTuned)
		if ratio := r.clarity(x); ratio > most {
			best, most = r.timing, ratio
		}
	}
	return best
}

// clarity returns the ratio of the reference signals' power to noise in the first
// subframes of all frames.
func (r *Reader) clarity(x []complex64) float32 {
	var signal, noise float32
	first, end := r.Frames(len(x))
	for frame := first; frame < end; frame++ {
		if r.pilots(x, frame, 0) && r.est.estimate(&r.grid) {
			signal += r.grid.signal
			noise += r.grid.noise
		}
	}
	if noise == 0 {
		return 0
	}
	return signal / noise
}

// nearby returns the start of a frame, within a sample or two of one, at which the
// most was folded.
func (a *acquirer) nearby(start float64) float64 {
	length := len(a.fold) - 2
	at := func(i int) int { return ((i % length) + length) % length }
	best := at(int(start))
	for i := -1; i <= 2; i++ {
		if n := at(int(start) + i); a.fold[n] > a.fold[best] {
			best = n
		}
	}
	return float64(best)
}
