package gsm

import (
	"math"

	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// The loops that follow a cell. Timing is corrected by these parts of what each
// synchronisation burst shows, in position and in symbol length; the carrier by
// that part of what each frequency correction burst shows.
const (
	timeGain   = 0.4
	periodGain = 0.1
	freqGain   = 0.3

	leastSyncs  = 2   // that must agree before a cell is believed without a Fire code
	mostMissed  = 100 // synchronisation bursts in a row, 4.7 s, before a cell is given up
	mostDoubted = 4   // or before one is that is not believed yet
)

// A cell is one base station being followed: where its timeslot 0 is in the
// stream and what it has said.
type cell struct {
	inUse   bool
	carrier int     // number of the carrier in the window
	nominal float64 // its offset from the centre, hertz
	offset  float64 // of the cell's from it, hertz
	start   float64 // sample at which the span over the burst of frame fn begins
	period  float64 // samples a symbol
	fn      int     // next frame to receive
	found   float64 // start of the first synchronisation burst
	heard   float64 // start of the newest one that was read
	heardFN int

	ncc, bcc  int
	syncs     int     // synchronisation bursts decoded
	missed    int     // in a row since
	blocks    int     // that passed the Fire code
	tried     int     // that did or did not
	snr       float64 // ratio of powers
	level     float64 // power, full scale 1
	soft      [fec.XCCHCoded]float32
	collected int // bursts of the block at work

	info    System
	traffic traffic
	lived   int  // frames since it was found
	said    int  // what lived was at the newest report, -1 for none
	named   bool // that report said which cell it is
	told    traffic
	news    bool // something else has changed since
	closing bool // this is the last report
}

// believed reports whether what the cell says may be reported.
func (c *cell) believed() bool { return c.blocks > 0 || c.syncs >= leastSyncs }

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
	longest := int(rate/symbolRate*(toneSamples/2+1)) + 2
	sampler, err := dsp.NewSampler(channelHz, channelEdgeHz, rate, channelStopDB, longest)
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
	t.sampler.Sample(x, s.iq, start-s.index, period/2, freq)
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

// measure notes the signal's strength, over noise and as it is.
func (c *cell) measure(d *demodulator) {
	level := float64(d.power())
	snr := level / float64(max(d.noise, 1e-30))
	if !(level > 0 && snr <= math.MaxFloat32) {
		return // samples that are no numbers
	}
	if c.snr == 0 {
		c.snr, c.level = snr, level
		return
	}
	c.snr += 0.1 * (snr - c.snr)
	c.level += 0.1 * (level - c.level)
}

// advance goes to the next frame.
func (c *cell) advance() {
	c.start += frameSymbols * c.period
	c.lived++
	if c.fn++; c.fn == hyperframe {
		c.fn = 0
	}
}

// end returns the sample before which the next frame's burst cannot be received.
func (c *cell) end(t *tuner) float64 { return c.start + t.reach(2*span, c.period) }

// A kind says what timeslot 0 carries in a frame of the control multiframe.
type kind int

const (
	idle kind = iota
	frequency
	synchronisation
	broadcast
	common
)

// kindOf returns what frame fn carries and, of a block, which of the four bursts
// it is: TS 45.002 clause 7, table 3.
func (c *cell) kindOf(fn int) (k kind, burst int) {
	at := fn % multiframe
	switch {
	case at == multiframe-1:
		return idle, 0
	case at%10 == 0:
		return frequency, 0
	case at%10 == 1:
		return synchronisation, 0
	case at < 6:
		return broadcast, at - 2
	}
	burst = (at%10 - 2) % 4
	if at >= 20 && (c.info.combined() || !c.info.has(si3)) {
		return idle, 0 // dedicated channels are not for us
	}
	return common, burst
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

// read takes a block that passed the Fire code, or nil, and returns it when it is
// System Information, which may also come in the first common block, as the
// extended broadcast channel. Everything else is counted and erased.
func (c *cell) read(octets []byte) []byte {
	if octets == nil {
		return nil
	}
	before := c.info
	if c.info.read(octets) == 0 {
		c.traffic.read(octets)
		return nil
	}
	c.news = c.news || c.info != before
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

// symbolPeriod returns the samples a symbol takes at a receiver whose clock is
// tied to a carrier that it sees off by this much; carrier 0 says that it is not.
func symbolPeriod(rate, offset, carrier float64) float64 {
	period := rate / symbolRate
	if carrier > 0 {
		period *= 1 - offset/carrier
	}
	return period
}

// carrierOf returns the frequency that a receiver's clock is tied to, 0 for none.
func carrierOf(centre, lo sdr.Hz) float64 {
	if lo != 0 || centre <= 0 {
		return 0
	}
	return float64(centre)
}
