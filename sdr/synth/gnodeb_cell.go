package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr/dsp"
)

// An nrCell is the baseband of a GNodeB, as far as the receiver sees it.
type nrCell struct {
	GNodeB
	random  *rand.Rand
	spacing float64
	path    portChannel

	lo, hi int // subcarriers [lo, hi) around the blocks' reference
	centre int // the one that is 0 Hz of the transform
	fft    int

	block  *nrBlock
	sib1   *nrSIB1 // nil for a cell that sends none
	busy   []bool  // resource blocks with data in this slot
	grid   []complex64
	taken  []bool
	gain   []complex64
	sum    []complex64
	plan   *dsp.FFT
	symbol []complex64 // one OFDM symbol with its cyclic prefix
	ready  []complex64 // the part of symbol not yet read

	frame int64 // since the frame SFN
	half  int
	l     int   // next symbol to make, of the half-frame
	clock int64 // its first sample
}

// see sets the window of subcarriers that a receiver rateHz wide sees of a cell
// at an offset, and reports whether there are any.
func (c *nrCell) see(offsetHz, rateHz float64) bool {
	c.lo, c.hi = -6*c.RB, 6*c.RB
	c.lo = max(c.lo, int(math.Ceil((-rateHz/2-offsetHz)/c.spacing)))
	c.hi = min(c.hi, int(math.Floor((rateHz/2-offsetHz)/c.spacing))+1)
	if c.lo >= c.hi {
		return false
	}
	c.centre = (c.lo + c.hi - 1) / 2
	for c.fft = 128; 2*c.fft < 3*(c.hi-c.lo); c.fft *= 2 {
	}
	return true
}

func (c *nrCell) rate() float64 { return float64(c.fft) * c.spacing }

// prepare makes the tables and buffers.
func (c *nrCell) prepare() (err error) {
	if c.block, err = newNRBlock(c.GNodeB); err != nil {
		return err
	}
	if c.sib1, err = newNRSIB1(c.GNodeB); err != nil {
		return err
	}
	n := c.hi - c.lo
	c.busy = make([]bool, c.RB)
	c.grid, c.gain, c.taken = make([]complex64, n), make([]complex64, n), make([]bool, n)
	c.sum = make([]complex64, c.fft)
	c.symbol = make([]complex64, c.fft+c.prefix(0))
	return nil
}

// prefix returns the length of the cyclic prefix of symbol l of a half-frame:
// the first of each half millisecond is longer, TS 38.211 clause 5.3.1.
func (c *nrCell) prefix(l int) int {
	p := 144 * c.fft / 2048
	if per := 7 * c.Spacing / 15; l%per == 0 {
		p += c.fft * c.Spacing / 15 / 128
	}
	return p
}

// symbols returns the number of symbols in a half-frame.
func (c *nrCell) symbols() int { return 70 * c.Spacing / 15 }

// seek implements baseband, to the nearest sample.
func (c *nrCell) seek(seconds float64) {
	sample := int64(math.Round((seconds - c.DelayUS*1e-6) * c.rate()))
	perFrame := int64(math.Round(c.rate() / 100))
	c.frame = sample / perFrame
	if sample%perFrame < 0 {
		c.frame--
	}
	c.half, c.l, c.clock = 0, 0, c.frame*perFrame
	for c.clock+int64(c.fft+c.prefix(c.l)) <= sample {
		c.advance()
	}
	c.makeSymbol()
	c.ready = c.ready[sample-(c.clock-int64(len(c.ready))):]
}

// advance steps to the next symbol.
func (c *nrCell) advance() {
	c.clock += int64(c.fft + c.prefix(c.l))
	if c.l++; c.l < c.symbols() {
		return
	}
	c.l = 0
	if c.half++; c.half == 2 {
		c.half = 0
		c.frame++
	}
}

// next implements baseband.
func (c *nrCell) next(dst []complex64) {
	for len(dst) > 0 {
		if len(c.ready) == 0 {
			c.makeSymbol()
		}
		n := copy(dst, c.ready)
		dst, c.ready = dst[n:], c.ready[n:]
	}
}

// makeSymbol fills ready with the next OFDM symbol and steps on.
func (c *nrCell) makeSymbol() {
	prefix := c.prefix(c.l)
	c.ready = c.symbol[:prefix+c.fft]
	c.mapSymbol()
	c.receive()
	c.plan.Inverse(c.ready[prefix:], c.sum)
	copy(c.ready, c.ready[c.fft:])
	c.advance()
}

// receive puts the symbol through its channel into the transform's bins. A
// symbol's phase is that of the transmitter's carrier, which starts anew with
// every symbol's useful part (TS 38.211 clause 5.4), seen from one that does
// not, and that of the transform's 0 Hz, which is not the blocks' reference.
func (c *nrCell) receive() {
	start := c.clock + int64(c.prefix(c.l))
	seconds := float64(start) / c.rate()
	_, carrier := math.Modf(float64(c.SSB) * seconds)
	turns := carrier + float64(start*int64(c.centre)%int64(c.fft))/float64(c.fft)
	s, co := math.Sincos(-2 * math.Pi * turns)
	phase := complex(float32(co), float32(s))
	clear(c.sum)
	c.path.response(c.gain, seconds)
	for i, x := range c.grid {
		c.sum[(c.lo+i-c.centre)&(c.fft-1)] += phase * c.gain[i] * x
	}
}

// mapSymbol puts everything the cell sends in the symbol at work on the grid.
func (c *nrCell) mapSymbol() {
	clear(c.grid)
	clear(c.taken)
	if c.l%14 == 0 {
		for rb := range c.busy {
			c.busy[rb] = c.random.Float64() < c.Load
		}
		if c.sib1 != nil {
			c.systemInformation()
		}
	}
	if s := c.sib1; s != nil && s.sending {
		for k, taken := range s.taken[c.l%14][:12*s.rb] {
			if taken {
				c.put(s.first+k, s.grid[c.l%14][k])
			}
		}
	}
	for _, number := range c.Blocks {
		if l := c.l - c.first()[number]; l >= 0 && l < nrBlockSymbols && c.sends() {
			if l == 0 {
				c.block.encode(c.GNodeB, c.sfn(), c.half, number)
			}
			for k, x := range c.block.grid[l] {
				c.put(k-nrBlockWidth/2, x)
			}
		}
	}
	c.fill()
}

// sends reports whether the half-frame at work holds blocks.
func (c *nrCell) sends() bool {
	halves := 2*(c.frame+int64(c.SFN)) + int64(c.half)
	if c.Period == 5 {
		return true
	}
	return (halves-int64(c.Half))%int64(c.Period/5) == 0
}

// sfn returns the system frame number of the frame at work.
func (c *nrCell) sfn() int { return int((c.frame+int64(c.SFN))%1024+1024) % 1024 }

// put sets an element; a subcarrier outside the window is forgotten.
func (c *nrCell) put(k int, x complex64) {
	if k >= c.lo && k < c.hi {
		c.grid[k-c.lo] = x
		c.taken[k-c.lo] = true
	}
}

// fill puts random QPSK symbols on the free elements of resource blocks in use.
func (c *nrCell) fill() {
	for i := range c.grid {
		if rb := (c.lo + i + 6*c.RB) / 12; c.busy[rb] && !c.taken[i] {
			bits := c.random.Uint32()
			c.grid[i] = qpsk(byte(bits&1), byte(bits>>1&1))
		}
	}
}
