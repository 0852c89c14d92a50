package nr

import (
	"math"

	"vigie/sdr/dsp"
)

// sharpen corrects the carrier offset of a cell whose block was decoded: all of
// the block is known then, and its phase is compared between the halves of each
// symbol. Between symbols it says nothing: senders restart it.
func (e *examiner) sharpen(t *toolset, c *cell) {
	if !e.estimate(c.pci, c.reference) {
		return
	}
	e.rebuild(c)
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
	c.offset += 2 * turns(sum) * float64(c.spacing)
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
