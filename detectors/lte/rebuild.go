package lte

import (
	"math"
)

// A rebuilder subtracts from a window what a decoded cell sends in the inner
// resource blocks in any case: synchronisation signals, reference signals and
// broadcast. What is left shows weaker cells.
type rebuilder struct {
	demod   *demodulator
	decoder *broadcastDecoder
	grid    *cellGrid
	where   []resource
	time    [symbolSize]complex64
	bin     [symbolSize]complex64
	bits    [frameBits]byte
}

// groupSlots is how many slots' reference signals are averaged: 2 ms, in which
// a channel hardly moves.
const (
	groupSlots = 4
	frameSlots = 20
)

// frame subtracts what the cell sends in the frame with this index, counted from
// the cell's first one, of which seen holds the broadcast's channel.
func (r *rebuilder) frame(x []complex64, c *cell, seen *received, index int) {
	start := c.first + float64(index)*frameSize*(1+c.primary.drift)
	for first := 0; first < frameSlots; first += groupSlots {
		r.group(x, c, seen, start, first, index)
	}
	for half := range 2 {
		r.sync(x, c, start+float64(half)*halfSize*(1+c.primary.drift), half)
	}
}

// at returns where a symbol starts, after its prefix.
func (c *cell) at(frame float64, slot, symbol int) float64 {
	return frame + float64(c.prefix.start(slot, symbol))*(1+c.primary.drift)
}

// sync subtracts the two synchronisation signals of a half-frame, with the
// channel that both show. When they differ by what looks like a channel of its
// own, another cell shares the primary signal: then the secondary one, which is
// this cell's alone, decides.
func (r *rebuilder) sync(x []complex64, c *cell, start float64, half int) {
	stretch := 1 + c.primary.drift
	starts := [2]float64{start + float64(c.primaryStart())*stretch, start + float64(c.secondaryStart())*stretch}
	var sent [2]sync
	sent[0] = primary[c.primary.id]
	for k, v := range secondary[c.primary.id][c.pci/3][half] {
		sent[1][k] = complex(float32(v), 0)
	}
	var seen [2]sync
	for i, at := range starts {
		var y symbol
		if !r.demod.symbol(&y, x, at, c.primary.offset) {
			return
		}
		for k, v := range sent[i] {
			seen[i][k] = mulConj(y[k+syncFirst], v)
		}
	}
	var both, differ, h sync
	for k, v := range seen[0] {
		both[k], differ[k] = scale(v+seen[1][k], 0.5), v-seen[1][k]
	}
	if all, common := differ.coherence(); common > sharedPrimary*all {
		both = seen[1]
	}
	smoothSync(&h, &both)
	for i, at := range starts {
		var y symbol
		for k, v := range h {
			y[k+syncFirst] = mul(v, sent[i][k])
		}
		r.subtract(x, &y, at, c.primary.offset, c.prefix.length(1))
	}
}

// sharedPrimary is the part of the difference of two channel estimates that
// neighbouring subcarriers have in common, above which it is no noise: noise
// exceeds it once in 2000 times.
const sharedPrimary = 0.35

// group subtracts the reference signals of some slots, and the broadcast in
// slot 1, with the channel that their pilots show together.
func (r *rebuilder) group(x []complex64, c *cell, seen *received, start float64, first, index int) {
	var h [maxPorts]symbol
	var sent [groupSlots]bool
	for port := range int(c.ports) {
		var sum comb
		sum.first = r.grid.first
		n := 0
		for s := range groupSlots {
			one, ok := r.slot(x, c, start, first+s, port)
			if !ok || !one.resembles(&seen.h[port]) {
				continue
			}
			sent[s] = true
			n++
			for i, v := range one.channel {
				sum.channel[i] += v
				sum.noise[i] += one.noise[i]
			}
		}
		if n == 0 {
			continue
		}
		for i := range sum.channel {
			sum.channel[i] = scale(sum.channel[i], 1/float32(n))
			sum.noise[i] /= float32(n * n)
		}
		sum.estimate(&h[port], sum.power())
	}
	for s := range groupSlots {
		if sent[s] {
			r.subtractSlot(x, c, &h, start, first+s, index)
		}
	}
}

// slot observes one port's pilots in one slot.
func (r *rebuilder) slot(x []complex64, c *cell, start float64, slot, port int) (one comb, ok bool) {
	one.first = r.grid.first
	for i := range 2 {
		l, at := 1, slot
		switch {
		case port >= 2:
			at = slot&^1 + i // the second row is in the other slot of the subframe
		case i == 1:
			l = c.prefix.secondRow()
		default:
			l = 0
		}
		var y symbol
		if !r.demod.symbol(&y, x, c.at(start, at, l), c.primary.offset) {
			return one, false
		}
		var row pilotRow
		row.pilots(c.pci, c.prefix, port, at, l)
		var o observed
		for m := range o {
			o[m] = mulConj(y[row.first+6*m], row.values[m])
		}
		noise := o.roughness()
		one.enter(&row, &o, &noise)
	}
	return one, true
}

// resembles reports whether a comb shows the channel h, whatever its phase: in
// slots without downlink it does not.
func (c *comb) resembles(h *symbol) bool {
	var sum complex64
	var a, b float32
	for i, v := range c.channel {
		w := h[c.first+3*i]
		sum += mulConj(v, w)
		a += power(v)
		b += power(w)
	}
	const least = 0.3
	return b > 0 && power(sum) > least*least*a*b
}

// subtractSlot subtracts one slot's reference signals and, in slot 1, broadcast.
func (r *rebuilder) subtractSlot(x []complex64, c *cell, h *[maxPorts]symbol, start float64, slot, index int) {
	var y [slotSymbols]symbol
	for port := range int(c.ports) {
		for i := range 2 {
			if i == 1 && port >= 2 {
				break
			}
			at := rowIndex(port, i)
			var row pilotRow
			row.pilots(c.pci, c.prefix, port, slot, c.prefix.slotSymbol(at))
			for m, v := range row.values {
				k := row.first + 6*m
				y[at][k] += mul(v, h[port][k])
			}
		}
	}
	if slot == broadcastSlot {
		r.broadcast(&y, c, h, index)
	}
	for i := range y {
		if slot != broadcastSlot && i != 0 && i != lateRow && (i != 1 || c.ports < 4) {
			continue
		}
		l := c.prefix.slotSymbol(i)
		r.subtract(x, &y[i], c.at(start, slot, l), c.primary.offset, c.prefix.length(l))
	}
}

// broadcast adds the broadcast of a frame to its symbols.
func (r *rebuilder) broadcast(y *[slotSymbols]symbol, c *cell, h *[maxPorts]symbol, index int) {
	n := c.phase + index
	bits := r.decoder.frame(r.bits[:], &c.broadcast, n)
	const a = 1 / math.Sqrt2
	value := func(i int) complex64 {
		return complex(a-2*a*float32(bits[2*i]), a-2*a*float32(bits[2*i+1]))
	}
	for i := 0; i < len(r.where); i += 2 {
		p, q := r.where[i], r.where[i+1]
		x0, x1 := value(i), value(i+1)
		if c.ports == 1 {
			y[p.symbol][p.element] += mul(h[0][p.element], x0)
			y[q.symbol][q.element] += mul(h[0][q.element], x1)
			continue
		}
		first, second := 0, 1
		if c.ports == 4 {
			first = i / 2 % 2
			second = first + 2
		}
		ha, hb := &h[first], &h[second]
		y[p.symbol][p.element] += scale(mul(ha[p.element], x0)-mul(hb[p.element], conj(x1)), a)
		y[q.symbol][q.element] += scale(mul(ha[q.element], x1)+mul(hb[q.element], conj(x0)), a)
	}
}

// subtract takes a symbol, as demodulator.symbol would show it, out of the
// window, prefix included.
func (r *rebuilder) subtract(x []complex64, y *symbol, start, offset float64, prefix int) {
	first := int(math.Round(start))
	if first-prefix < 0 || first+symbolSize > len(x) {
		return
	}
	clear(r.bin[:])
	delay := start + meanDelay - float64(first)
	for i, v := range y {
		k := subcarrier(i)
		r.bin[k&(symbolSize-1)] = mul(scale(v, 1./symbolSize), root(-float64(k)*delay/symbolSize))
	}
	r.demod.fft.Inverse(r.time[:], r.bin[:])
	turns := offset / sampleRate
	w, step := root(turns*float64(first-prefix)), root(turns)
	for i := -prefix; i < symbolSize; i++ {
		x[first+i] -= mul(r.time[i&(symbolSize-1)], w)
		w = mul(w, step)
	}
}
