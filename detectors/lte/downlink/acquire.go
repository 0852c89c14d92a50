package downlink

import (
	"math"

	"vigie/sdr/dsp"
)

// An acquirer finds the frame timing of a cell of known identity from its
// reference signals alone, where the middle of the carrier is out of view: those
// of port 0 in each slot, both symbols together, are correlated with the samples,
// and the powers of all slots of all frames added up.
type acquirer struct {
	demod     *demodulator
	fft       *dsp.FFT
	templates [20][]complex64 // conjugate spectra
	spectrum  []complex64
	product   []complex64
	template  int // samples of one
	fold      []float32
	at        int // first sample of the block at work
	last      int // samples that are used
}

const (
	acquireFFT = 4096

	// acquireFrames is how much of the samples is used.
	acquireFrames = 8
)

// acquireLimit is the greatest rate at which a slot's template fits the transform.
const acquireLimit = 4e6

func newAcquirer(d *demodulator) (*acquirer, error) {
	fft, err := dsp.NewFFT(acquireFFT)
	if err != nil {
		return nil, err
	}
	a := &acquirer{demod: d, fft: fft, spectrum: make([]complex64, acquireFFT), product: make([]complex64, acquireFFT)}
	for i := range a.templates {
		a.templates[i] = make([]complex64, acquireFFT)
	}
	a.fold = make([]float32, int(math.Ceil(frameTime*d.rate))+2)
	return a, nil
}

// set prepares for a cell of which the subcarriers [lo, hi) are seen.
func (a *acquirer) set(c *Cell, lo, hi, samples int) {
	var row pilotRow
	for slot := range a.templates {
		t := a.templates[slot]
		clear(t)
		for r := range 2 {
			row.set(c, 0, r, slot)
			l, _ := c.pilotSymbol(0, r)
			start := c.start(l) * a.demod.rate
			first := int(math.Round(start))
			a.template = first + a.demod.n
			a.wave(t[first:][:a.demod.n], c, &row, lo, hi, start-float64(first))
		}
		a.fft.Forward(t, t)
		for i, v := range t {
			t[i] = conj(v)
		}
	}
	clear(a.fold)
	a.at = 0
	a.last = min(samples, int(acquireFrames*frameTime*a.demod.rate))
}

// wave fills dst with a symbol's reference signals as samples, late by a part of
// a sample: far from the carrier that turns the phase by much, and from symbol to
// symbol differently.
func (a *acquirer) wave(dst []complex64, c *Cell, row *pilotRow, lo, hi int, late float64) {
	bins := a.demod.bins
	clear(bins)
	n := a.demod.n
	for m := range 2 * c.RB {
		if k := row.first + 6*m; k >= lo && k < hi {
			d := c.distance(k)
			v := mul(row.values[m], root(-float64(d)*late/float64(n)))
			bins[(d%n+n)%n] = conj(v)
		}
	}
	// The inverse transform by the forward one, of conjugates.
	a.demod.fft.Forward(a.demod.time, bins)
	for i, v := range a.demod.time {
		dst[i] = conj(v)
	}
}

// step correlates the next block of samples and reports whether there is more.
func (a *acquirer) step(x []complex64, t *Timing) bool {
	if a.at+a.template > a.last {
		return false
	}
	n := min(acquireFFT, a.last-a.at)
	turns := -t.Offset / a.demod.rate
	w, step := root(wrapped(turns*float64(a.at))), root(turns)
	for i, v := range x[a.at:][:n] {
		if i%256 == 0 {
			w = root(wrapped(turns * float64(a.at+i)))
		}
		a.spectrum[i] = mul(v, w)
		w = mul(w, step)
	}
	clear(a.spectrum[n:])
	a.fft.Forward(a.spectrum, a.spectrum)
	lags := n - a.template + 1
	for slot, template := range a.templates {
		for i, v := range a.spectrum {
			a.product[i] = conj(mul(v, template[i]))
		}
		a.fft.Forward(a.product, a.product) // the conjugate of the inverse
		a.add(slot, lags, t)
	}
	a.at += lags
	return true
}

// add folds the powers of a slot's correlation to the start of the frame.
func (a *acquirer) add(slot, lags int, t *Timing) {
	length := frameTime * a.demod.rate * (1 + t.Drift)
	start := math.Mod(float64(a.at)-float64(slot)*length/20, length)
	if start < 0 {
		start += length
	}
	for _, v := range a.product[:lags] {
		a.fold[int(start)] += power(v)
		if start++; start >= length {
			start -= length
		}
	}
}

// best returns the first sample of a frame and how far its sum stands out of
// the mean.
func (a *acquirer) best(t *Timing) (start, score float64) {
	length := int(frameTime * a.demod.rate * (1 + t.Drift))
	var sum float64
	at := 0
	for i, v := range a.fold[:length] {
		sum += float64(v)
		if v > a.fold[at] {
			at = i
		}
	}
	if sum == 0 {
		return 0, 0
	}
	return float64(at), float64(a.fold[at]) * float64(length) / sum
}

// acquireThreshold returns the score that noise reaches once in a million
// searches: sums of exponential powers, one a slot, by the Chernoff bound of the
// Gamma distribution, for every start of a frame.
func acquireThreshold(samples int, rate float64) float64 {
	slots := math.Floor(float64(samples) / rate / slotTime)
	want := (math.Log(frameTime*rate) + math.Log(1e6)) / max(slots, 1)
	score := 1 + want + math.Sqrt(2*want)
	for range 20 {
		score -= (score - 1 - math.Log(score) - want) / (1 - 1/score)
	}
	return score
}

// Acquire begins to look for the frame timing of the cell that is set; AcquireStep
// goes on, a millisecond's work at a time, until it reports that it is done.
func (r *Reader) Acquire(samples int) error {
	if r.demod.rate > acquireLimit {
		return errTooWide
	}
	if r.acquire == nil {
		a, err := newAcquirer(r.demod)
		if err != nil {
			return err
		}
		r.acquire = a
	}
	r.acquire.set(&r.cell, r.grid.lo, r.grid.hi, samples)
	return nil
}

// AcquireStep reports when it is done, and then whether the cell was found.
func (r *Reader) AcquireStep(x []complex64) (done, found bool) {
	a := r.acquire
	if a.step(x, &r.timing) {
		return false, false
	}
	start, score := a.best(&r.timing)
	if score < acquireThreshold(a.last, r.demod.rate) {
		return true, false
	}
	r.timing = r.clearest(x, start)
	since := r.began - r.memory.began + r.timing.Frame/r.demod.rate
	r.timing.SFN, r.timing.Counted = int(math.Round(since/(frameTime*(1+r.timing.Drift)))), true
	return true, true
}
