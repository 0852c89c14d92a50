package nr

import "vigie/sdr/fec"

// Blocks repeat every 20 ms unless a network says otherwise to its own (TS
// 38.213 clause 4.1); what they broadcast differs in a known way, the code being
// linear, until the upper bits of the frame number change after 80 ms at most
// (TS 38.212 clause 7.1).
const (
	periodSeconds = 20e-3
	periodBlocks  = 4 // of a window
)

// A guess is a hypothesis on the frame numbers of successive blocks: the phase
// of the first, and in what the upper bits differ once they change.
type guess struct{ phase, carry int }

// guesses lists every hypothesis that periodBlocks blocks allow.
var guesses = func() (g []guess) {
	g = append(g, guess{})
	for first := 1; first < 4; first++ {
		for carry := 1; carry < 128; carry = carry<<1 | 1 {
			g = append(g, guess{first, carry})
		}
	}
	return g
}()

// frame returns bits in which the frame number of block i differs from one of
// zeros, but for what all blocks share.
func (g guess) frame(i int) int {
	n := g.phase + i
	if n < 4 {
		return n << 1
	}
	return g.carry<<3 | n&3<<1
}

var noFlips [broadcastBits]byte

// flips fills dst with the coded bits in which block i differs from block 0.
func (d *broadcastDecoder) flips(dst *[broadcastBits]byte, g guess, i int) {
	var first, other [payloadBits]byte
	MIB{Frame: g.frame(0), TypeAPosition: 2}.payload(first[:])
	MIB{Frame: g.frame(i), TypeAPosition: 2}.payload(other[:])
	a, b := &d.parts[g.phase], &d.parts[(g.phase+i)%4]
	for k := range other {
		other[k] ^= first[k] ^ a[k] ^ b[k]
	}
	var buffer [codeBits]byte
	block := append(buffer[:0], other[:]...)
	d.code.Encode(dst[:], fec.CRC24C.Append(block, other[:], 0), d.scratch)
}

// leastSibling is the least significance of the secondary signal of a block that
// is expected: noise reaches it once in ten thousand times.
const leastSibling = 4.3

// siblings looks for all of a cell's blocks in the window, 20 ms apart, moves
// c.start to where the first is or would be, counts them in c.blocks, and takes
// for the carrier offset the mean of what their synchronisation signals show. It
// returns the significance of the best secondary signal but the cell's own, and
// how well the block numbers fit all of them together.
func (e *examiner) siblings(t *toolset, c *cell, x []complex64) (best float64, fits indexFits) {
	period := periodSeconds * t.refiner.cutter.from
	own := int(c.start / period)
	c.start -= float64(own) * period
	c.blocks = 0
	offsets := 0.0
	for i := range periodBlocks {
		e.has[i] = false
		s := c.sighting
		s.start += float64(i) * period
		if !e.look(t, &s, x) {
			continue
		}
		fit := e.significance(c.pci, turns(e.against(c.pci)))
		if fit < leastSibling {
			continue
		}
		e.has[i] = true
		c.blocks++
		e.rebuildSync(c.pci)
		offsets += s.offset + e.residual(t)
		if i != own {
			best = max(best, fit)
		}
		for index, fit := range e.indexFits(c.pci) {
			fits[index] += fit
		}
	}
	if c.blocks > 0 {
		c.offset = offsets / float64(c.blocks)
	}
	return best, fits
}

// combine decodes the blocks that siblings found, all together.
func (e *examiner) combine(t *toolset, c *cell, x []complex64, n numbering, fits indexFits) {
	e.decoder.set(c.pci)
	for range indicesTried {
		index := fits.take()
		snr := e.collect(t, c, x, index)
		before := c.broadcast.z
		n.each(index, func(number, half int) { e.guess(&c.broadcast, number, half) })
		if c.broadcast.z > before {
			c.snr = snr
		}
	}
	c.decoded = c.broadcast.z >= leastSupport
}

// collect fills e.soft from the blocks of e.has, if they have this index. It
// returns the mean ratio of their reference signals' power to noise.
func (e *examiner) collect(t *toolset, c *cell, x []complex64, index int) (snr float64) {
	period := periodSeconds * t.refiner.cutter.from
	for i, has := range e.has {
		s := c.sighting
		s.start += float64(i) * period
		if !has || !e.look(t, &s, x) || !e.estimate(c.pci, index) {
			clear(e.soft[i][:])
			continue
		}
		e.softBits(&e.soft[i], c.pci)
		snr += float64(e.signal) / float64(e.noise) / float64(c.blocks)
	}
	return snr
}

// guess tries every hypothesis on the frame numbers of the blocks in e.soft.
func (e *examiner) guess(best *broadcast, number, half int) {
	d := e.decoder
	var flips [broadcastBits]byte
	for _, g := range guesses {
		d.reset()
		for i := range e.soft {
			if e.has[i] {
				d.flips(&flips, g, i)
				d.add(&e.soft[i], number, &flips)
			}
		}
		d.decode(best, number, half)
	}
}
