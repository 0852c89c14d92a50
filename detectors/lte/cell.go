package lte

import "math"

// A cell is one decoded cell in a window.
type cell struct {
	identity
	broadcast
	primary candidate // where its primary signals are
	first   float64   // start, in samples of the window, of the frame with the broadcast's first frame number
	frames  int       // that were received
	snr     float64   // of the reference signals, a ratio of powers
	carrier float64   // hertz from the receiver's centre
	cfo     float64   // hertz from the carrier
}

// An examiner decides whether a candidate is a cell.
type examiner struct {
	demod     *demodulator
	sync      synchroniser
	decoder   *broadcastDecoder
	grid      cellGrid
	frames    [maxFrames]received
	resources []resource
}

func newExaminer() *examiner {
	d := newDemodulator()
	return &examiner{
		demod: d, sync: synchroniser{demod: d}, decoder: newBroadcastDecoder(),
		resources: make([]resource, 0, frameBits/2),
	}
}

// leastIdentity is the least significance of a secondary signal for which the
// broadcast is tried: noise reaches it in one candidate of a hundred.
const leastIdentity = 4.5

// receive demodulates the frames of an identity and estimates their channels.
// It corrects the candidate's carrier offset and returns how many there are.
func (e *examiner) receive(c *candidate, id identity, x []complex64) (n int) {
	e.grid.set(id.pci, id.prefix)
	e.resources = e.grid.broadcastResources(e.resources[:0])
	frame := c.at(id.half) - float64(id.primaryStart())*(1+c.drift)
	length := frameSize * (1 + c.drift)
	frame -= length * math.Ceil(frame/length)
	for frame -= length; frame < float64(len(x)) && n < maxFrames; frame += length {
		if e.grid.receive(&e.frames[n], e.demod, x, frame, c.drift, c.offset) {
			n++
		}
	}
	remains := e.grid.residual(e.frames[:n])
	for i := range e.frames[:n] {
		e.grid.estimate(&e.frames[i], remains)
	}
	c.offset += remains
	return n
}

// read decodes the frames that receive left, if the cell has this many ports.
func (e *examiner) read(c *cell, ports portCount) {
	e.decoder.set(c.pci, c.prefix)
	for i := range e.frames[:c.frames] {
		e.frames[i].softBits(e.decoder.soft[i][:], e.resources, ports)
	}
	e.decoder.decode(&c.broadcast, c.frames, ports)
}

// snr returns the ratio of the reference signals' power to noise.
func (e *examiner) snr(n int) float64 {
	var signal, noise float64
	for i := range e.frames[:n] {
		signal += float64(e.frames[i].signal)
		noise += float64(e.frames[i].noise)
	}
	return signal / max(noise, math.SmallestNonzeroFloat64)
}

// promising reports whether a candidate seems to be a cell in a part of the window.
func (e *examiner) promising(c candidate, x []complex64, tied bool) bool {
	e.sync.refine(&c, x, tied)
	e.sync.observe(&c, x)
	id, _ := e.sync.identify(&c)
	return id.fit >= leastIdentity
}

// identify refines a candidate and receives the frames, if any are whole, of the
// cell it seems to be. It reports false when it seems to be none.
func (e *examiner) identify(found *cell, c *candidate, x []complex64, tied bool) bool {
	e.sync.refine(c, x, tied)
	e.sync.observe(c, x)
	id, remains := e.sync.identify(c)
	if id.fit < leastIdentity {
		return false
	}
	c.offset += remains
	n := e.receive(c, id, x)
	*found = cell{identity: id, frames: n, primary: *c, first: c.at(id.half) - float64(id.primaryStart())*(1+c.drift)}
	if n > 0 {
		found.snr, found.first = e.snr(n), e.frames[0].start
	}
	return true
}
