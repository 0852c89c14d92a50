package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// sharpen corrects the carrier offset of a cell whose block was decoded: all of
// the block is known then.
func (e *examiner) sharpen(t *toolset, c *cell) {
	if !e.estimate(c.pci, c.reference) {
		return
	}
	e.rebuild(c)
	c.offset += e.residual(t)
}

// residual returns the carrier offset in hertz that is left in the block, e.sent
// being what was sent: its phase is compared between the halves of each symbol.
// Between symbols it says nothing: senders restart it.
func (e *examiner) residual(t *toolset) float64 {
	var sum complex64
	for l := range e.sent {
		start := t.refiner.start + float64(l*symbolPitch)
		first := int(math.Round(start))
		e.demod.modulate(&e.sent[l], float64(first)-start)
		y := t.refiner.block[first:][:symbolSize]
		const half = symbolSize / 2
		early, late := dsp.DotConj(y[:half], e.demod.bin[:half]), dsp.DotConj(y[half:], e.demod.bin[half:])
		sum += mulConj(late, early)
	}
	return 2 * turns(sum) * float64(t.spacing)
}

// rebuildSync fills e.sent with the synchronisation signals of a block as they
// are received, and nothing else.
func (e *examiner) rebuildSync(pci int) {
	e.sent = [blockSymbols]symbol{}
	e.smooth(&e.sent[0], &e.y[0], &primary[pci%3])
	e.smooth(&e.sent[2], &e.y[2], &e.signs[pci/3])
}

// smooth fills dst with a synchronisation signal times the channel that it shows
// in y, a mean over neighbouring subcarriers.
func (e *examiner) smooth(dst, y *symbol, signal *[syncSize]float32) {
	var sums [syncSize + 1]complex64
	var count [syncSize + 1]float32
	for k, d := range signal {
		sums[k+1], count[k+1] = sums[k], count[k]
		if e.usable[k+syncFirst] {
			sums[k+1] += scale(y[k+syncFirst], d)
			count[k+1]++
		}
	}
	for k, d := range signal {
		if e.usable[k+syncFirst] {
			from, to := max(k-smoothing, 0), min(k+smoothing+1, syncSize)
			dst[k+syncFirst] = scale(sums[to]-sums[from], d/(count[to]-count[from]))
		}
	}
}

// rebuild fills e.sent with the subcarriers of a decoded block as they are
// received.
func (e *examiner) rebuild(c *cell) {
	e.sent = [blockSymbols]symbol{}
	var sss [syncSize]float32
	secondary(&sss, c.pci)
	for k := range syncSize {
		e.sent[0][k+syncFirst] = complex(primary[c.pci%3][k], 0)
		e.sent[2][k+syncFirst] = complex(sss[k], 0)
	}
	where := &layouts[c.pci%4]
	var r [pilotCount]complex64
	pilots(&r, c.pci, c.reference)
	for i, w := range where.pilots {
		e.sent[w.symbol][w.element] = r[i]
	}
	d := e.decoder
	d.code.Encode(d.word[:], c.block[:], d.scratch)
	scramble := d.gold[c.index*broadcastBits:]
	for i, w := range where.data {
		re, im := 1-2*int(d.word[2*i]^scramble[2*i]), 1-2*int(d.word[2*i+1]^scramble[2*i+1])
		e.sent[w.symbol][w.element] = complex(float32(re)*math.Sqrt2/2, float32(im)*math.Sqrt2/2)
	}
	for l := range e.sent {
		for k := range e.sent[l] {
			e.sent[l][k] = mul(e.sent[l][k], e.h[k])
			if !e.usable[k] {
				e.sent[l][k] = 0
			}
		}
	}
}
