package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr/dsp"
)

// A cell is the baseband of an ENodeB within a window.
type cell struct {
	ENodeB
	window
	random *rand.Rand
	paths  []portChannel // one a port

	pss      [62]complex64
	sss      [2][62]complex64 // of subframes 0 and 5
	crs      [2 * maxRB]complex64
	pbch     *broadcast
	sender   *sender // nil when the cell has nothing to say
	busy     []bool  // resource blocks with data in this subframe
	elements []int   // scratch: subcarriers to fill
	data     []complex64

	grid   [4][]complex64 // a port's subcarriers of the window
	taken  []bool         // subcarriers of the window that are no longer free
	gain   []complex64    // scratch: a port's channel
	sum    []complex64    // transform's input: all ports as received
	plan   *dsp.FFT
	symbol []complex64 // one OFDM symbol with its cyclic prefix
	ready  []complex64 // the part of symbol not yet read

	frame int64 // since the frame SFN
	slot  int   // next symbol to make
	l     int
	clock int64 // its first sample
}

// prepare makes the tables and buffers.
func (c *cell) prepare() (err error) {
	if c.plan, err = dsp.NewFFT(c.fft); err != nil {
		return err
	}
	if c.pbch, err = c.newBroadcast(); err != nil {
		return err
	}
	if c.sender, err = newSender(c); err != nil {
		return err
	}
	c.pss = pss(c.PCI % 3)
	c.sss = [2][62]complex64{sss(c.PCI/3, c.PCI%3, false), sss(c.PCI/3, c.PCI%3, true)}
	c.busy = make([]bool, c.RB)
	c.elements = make([]int, 0, 12*c.RB)
	c.data = make([]complex64, 12*c.RB)
	for port := range c.Ports {
		c.grid[port] = make([]complex64, c.hi-c.lo)
	}
	c.taken = make([]bool, c.hi-c.lo)
	c.gain = make([]complex64, c.hi-c.lo)
	c.sum = make([]complex64, c.fft)
	c.symbol = make([]complex64, c.fft+c.prefix(0))
	return nil
}

// seek implements baseband, to the nearest sample.
func (c *cell) seek(seconds float64) {
	sample := int64(math.Round((seconds - c.DelayUS*1e-6) * c.rate()))
	perFrame := int64(c.fft) * 150
	c.frame = sample / perFrame
	if sample%perFrame < 0 {
		c.frame--
	}
	c.slot, c.l, c.clock = 0, 0, c.frame*perFrame
	c.pbch.encode(c.ENodeB, c.sfn()&^3)
	for c.clock+int64(c.fft+c.prefix(c.l)) <= sample {
		if c.l == 0 && c.slot%2 == 0 {
			c.schedule()
		}
		c.advance()
	}
	if c.sender != nil && (c.l != 0 || c.slot%2 != 0) {
		c.sender.begin(c.sfn(), c.slot/2)
	}
	c.makeSymbol()
	c.ready = c.ready[sample-(c.clock-int64(len(c.ready))):]
}

// sfn returns the system frame number of the frame at work.
func (c *cell) sfn() int { return int((c.frame+int64(c.SFN))%1024+1024) % 1024 }

// prefix returns the length of symbol l's cyclic prefix in samples, TS 36.211
// table 6.12-1.
func (c *cell) prefix(l int) int {
	switch {
	case c.ExtendedCP:
		return 512 * c.fft / 2048
	case l == 0:
		return 160 * c.fft / 2048
	}
	return 144 * c.fft / 2048
}

// advance steps to the next symbol.
func (c *cell) advance() {
	c.clock += int64(c.fft + c.prefix(c.l))
	if c.l++; c.l < c.symbolsPerSlot() {
		return
	}
	c.l = 0
	if c.slot++; c.slot == 20 {
		c.slot = 0
		c.frame++
	}
}

// next implements baseband.
func (c *cell) next(dst []complex64) {
	for len(dst) > 0 {
		if len(c.ready) == 0 {
			c.makeSymbol()
		}
		n := copy(dst, c.ready)
		dst, c.ready = dst[n:], c.ready[n:]
	}
}

// makeSymbol fills ready with the next OFDM symbol and steps on.
func (c *cell) makeSymbol() {
	prefix := c.prefix(c.l)
	c.ready = c.symbol[:prefix+c.fft]
	if inSubframe := c.slot%2*c.symbolsPerSlot() + c.l; inSubframe < c.downlink(c.slot/2) {
		c.mapSymbol()
		c.receive()
		c.plan.Inverse(c.ready[prefix:], c.sum)
		copy(c.ready, c.ready[c.fft:])
	} else {
		clear(c.ready)
	}
	c.advance()
}

// receive sums the ports through their channels into the transform's bins. The
// transform's 0 Hz is not the carrier: each symbol gets the phase that mixing by
// the difference would have at the start of its useful part.
func (c *cell) receive() {
	start := c.clock + int64(c.prefix(c.l))
	turns := float64(start*int64(c.centre)%int64(c.fft)) / float64(c.fft)
	s, co := math.Sincos(-2 * math.Pi * turns)
	phase := complex(float32(co), float32(s))
	clear(c.sum)
	for port := range c.paths {
		c.paths[port].response(c.gain, float64(start)/c.rate())
		for i, x := range c.grid[port] {
			c.sum[c.bin(c.lo+i)] += phase * c.gain[i] * x
		}
	}
}
