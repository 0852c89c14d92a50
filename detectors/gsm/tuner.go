package gsm

import (
	"math"

	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// A source gives stretches of the stream by absolute sample number.
type source struct {
	iq    []complex64
	index float64 // of iq[0]
}

// A tuner demodulates what the cells of one receiver send.
type tuner struct {
	rate    float64
	sampler *dsp.Sampler
	half    []complex64 // samples at half a symbol
	sync    synchroniser
	demod   demodulator
	xcch    *fec.XCCH
	block   [fec.XCCHInfo]byte
	octets  [23]byte
}

func newTuner(rate float64) (*tuner, error) {
	sampler, err := dsp.NewSampler(channelHz, channelEdgeHz, rate, channelStopDB)
	if err != nil {
		return nil, err
	}
	return &tuner{
		rate: rate, sampler: sampler, half: make([]complex64, toneSamples),
		sync: synchroniser{code: fec.NewSCH()}, xcch: fec.NewXCCH(),
	}, nil
}

// The channel filter: half at 105 kHz from the carrier, closed where the next
// carrier's energy begins.
const (
	channelHz     = 105e3
	channelEdgeHz = 70e3
	channelStopDB = 45
)

// take samples the stream at half a symbol, n of them from a sample on.
func (t *tuner) take(s source, n int, start, period, freq float64) []complex64 {
	x := t.half[:n]
	t.sampler.Sample(x, s.iq, nil, start-s.index, period/2, freq)
	return x
}

// reach returns how many samples behind the start of a stretch of n half symbols
// must be there for it.
func (t *tuner) reach(n int, period float64) float64 {
	return float64(n)/2*period + float64(t.sampler.Margin())
}

// synchronise looks for the synchronisation burst that should begin at start and
// fills c when it is there.
func (t *tuner) synchronise(c *cell, s source, start, freq float64) bool {
	x := t.take(s, syncSamples, start-syncMargin*c.period, c.period, freq)
	at := t.sync.find(x)
	info, ok := t.sync.decode(x[at:][:2*span])
	if !ok {
		return false
	}
	c.ncc, c.bcc, c.fn, c.syncs, c.said = info.ncc, info.bcc, info.fn, 1, -1
	c.start = start + (float64(at)/2-syncMargin)*c.period
	c.found, c.heard, c.heardFN = c.start, c.start, c.fn
	c.measure(&t.sync.demod)
	c.advance()
	return true
}

// receive takes the burst of the next frame and goes on. It returns the octets of
// a message of System Information that the burst completes, or nil.
func (t *tuner) receive(c *cell, s source) (octets []byte) {
	k, burst := c.kindOf(c.fn)
	switch k {
	case frequency:
		t.follow(c, s)
	case synchronisation:
		t.resynchronise(c, s)
	case broadcast, common:
		octets = c.read(t.normal(c, s, burst))
	}
	c.advance()
	return octets
}

// follow corrects the carrier from a frequency correction burst.
func (t *tuner) follow(c *cell, s source) {
	x := t.take(s, 2*burstBits, c.start+2*c.period, c.period, c.nominal+c.offset)
	off := offsetOf(x[8 : 2*burstBits-8])
	if math.Abs(off) < 2000 {
		c.offset += freqGain * off
	}
}

// resynchronise corrects the timing from a synchronisation burst and checks that
// it says what is expected.
func (t *tuner) resynchronise(c *cell, s source) {
	x := t.take(s, 2*span, c.start, c.period, c.nominal+c.offset)
	info, ok := t.sync.decode(x)
	if !ok || info.fn != c.fn || info.bcc != c.bcc || info.ncc != c.ncc {
		c.missed++
		return
	}
	c.missed, c.heard, c.heardFN = 0, c.start, c.fn
	c.syncs++
	c.measure(&t.sync.demod)
	late := t.sync.demod.lateness()
	c.start += timeGain * late * c.period
	c.period *= 1 + periodGain*late/(10*frameSymbols)
}

// normal demodulates one burst of a block and decodes the block at its last.
func (t *tuner) normal(c *cell, s source, burst int) []byte {
	if burst != c.collected {
		c.collected = 0
		if burst != 0 {
			return nil
		}
	}
	d := &t.demod
	d.load(t.take(s, 2*span, c.start, c.period, c.nominal+c.offset))
	soft := c.soft[fec.XCCHBurst*burst:][:fec.XCCHBurst]
	if known := training[c.bcc]; d.estimate(known, trainingAt) {
		d.equalise(known, trainingAt)
		copy(soft[:dataBits], d.llr[tailBits:])
		copy(soft[dataBits:], d.llr[secondHalfAt:])
		c.measure(d)
	} else {
		clear(soft)
	}
	if c.collected++; c.collected < 4 {
		return nil
	}
	c.collected = 0
	c.tried++
	if _, ok := t.xcch.Decode(t.block[:], c.soft[:], false); !ok {
		return nil
	}
	c.blocks++
	fec.PackLSB(t.octets[:], t.block[:])
	t.xcch.Forget()
	clear(t.block[:])
	clear(c.soft[:])
	return t.octets[:]
}
