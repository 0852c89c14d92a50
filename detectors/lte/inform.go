package lte

import (
	"vigie/detectors/lte/downlink"
	"vigie/detectors/lte/rrc"
	"vigie/sdr/dsp"
)

// An informer reads the system information of one cell at a time from the
// window at work, one subframe a step.
type informer struct {
	reader    *downlink.Reader
	receiver  float64        // samples a second
	rate      float64        // of the reader
	resampler *dsp.Resampler // nil when the receiver's rate will do
	converted []complex64    // the window at rate
	upTo      int            // samples of raw that converted holds
	raw       []complex64
	x         []complex64

	cell     downlink.Cell
	timing   downlink.Timing
	into     *information
	memory   *downlink.Memory // of the cell's SIB1 in earlier windows, or nil
	series   uint64           // of these windows
	since    float64          // second of the receiver at which this one begins
	learned  bool             // SIB1 was read in this window
	patient  bool             // all that can be read is, however long it takes
	sib1At   int              // frame in which it was
	far      bool             // the middle of the carrier is not in view
	blind    *downlink.Blind
	frames   []int
	parity   int  // of the frames in which SIB1 is looked for, relative to the window's
	last     bool // no other parity is to be tried
	round    int  // 0 the subframes of SIB1, 1 all others
	frame    int
	end      int
	subframe int
	state    func(*informer)
	take     func(*downlink.Block)
	takeSIB1 func(*downlink.Block)

	takeOther func(*downlink.Block)
	pass      func(*downlink.Block) // hands on system information; nil when nobody wants it
}

// newInformer prepares for windows of size samples of a receiver's rate.
func newInformer(rate float64, size int) (*informer, error) {
	f := &informer{receiver: rate, rate: downlink.Rate(rate)}
	f.take, f.takeSIB1, f.takeOther = f.block, f.sib1, f.other
	var err error
	if f.reader, err = downlink.NewReader(f.rate); err != nil {
		return nil, err
	}
	if f.rate == rate {
		return f, nil
	}
	if f.resampler, err = dsp.NewResampler(rate, f.rate); err != nil {
		return nil, err
	}
	f.converted = make([]complex64, 0, f.resampler.MaxOut(size)+f.resampler.MaxOut(convertChunk))
	return f, nil
}

// load takes a new window, which begins at a second of the receiver.
func (f *informer) load(raw []complex64, since float64) {
	f.raw, f.x, f.upTo, f.since = raw, raw, 0, since
	f.state = nil
}

func (f *informer) busy() bool { return f.state != nil }

// step does the next piece of work.
func (f *informer) step() {
	if f.state(f); f.state == nil {
		f.stop()
	}
}

// stop ends the reading of a cell.
func (f *informer) stop() {
	f.state = nil
	if f.into.spent += f.reader.Tries; f.into.SIB1 != nil {
		f.into.spent = 0
	}
}

// reading reports whether the steps to come are those of a whole, narrow carrier.
func (f *informer) reading() bool {
	return f.busy() && f.rate < wideHz && !f.far && float64(f.cell.RB)*180e3 < f.rate
}

// phichResources holds Ng in sixths in the order of the MIB's values.
var phichResources = map[string]int{"1/6": 1, "1/2": 3, "1": 6, "2": 12}

// start begins to read a cell that the analysis found, whose window's samples
// come delay seconds later than they say.
func (f *informer) start(c *cell, delay float64, into *information) {
	f.cell = downlink.Cell{
		PCI: c.pci, RB: c.RB, Ports: int(c.ports), TDD: c.tdd, Extended: c.prefix == extendedPrefix,
		PHICHExtended: c.PHICHExtended, PHICH: phichResources[c.PHICHResource], Config: downlink.Unknown,
	}
	f.timing = downlink.Timing{
		Frame: (c.first/sampleRate - delay) * f.rate, SFN: c.frameNumber(),
		Drift: c.primary.drift, Offset: c.carrier + c.cfo,
	}
	f.into, f.learned, f.round, f.far = into, false, 0, false
	if s := into.SIB1; s != nil {
		f.configure(s)
	}
	f.state = (*informer).convert
	if f.resampler == nil {
		f.state = (*informer).open
	}
}

// configure takes what SIB1 says of the frame structure.
func (f *informer) configure(s *rrc.SIB1) {
	if s.TDD {
		f.cell.Config, f.cell.Special = s.Assignment, s.Special
	}
}

// convert brings the next samples to the reader's rate.
func (f *informer) convert() {
	if f.upTo == 0 {
		f.resampler.Reset()
		f.converted = f.converted[:0]
	}
	src := f.raw[f.upTo:]
	src = src[:min(len(src), convertChunk)]
	n := len(f.converted)
	room := f.converted[n : n+f.resampler.MaxOut(len(src))]
	f.converted = f.converted[:n+f.resampler.Process(room, src)]
	if f.upTo += len(src); f.upTo == len(f.raw) {
		f.x = f.converted
		f.state = (*informer).open
	}
}

// least is how many resource blocks must be in view: what channel estimates need.
const least = 5

// open turns to the cell.
func (f *informer) open() {
	t := f.timing
	if f.resampler != nil {
		t.Frame += f.resampler.Delay() / f.receiver * f.rate
	}
	f.state = nil
	if f.reader.Set(f.cell, t) < least {
		return
	}
	if f.memory != nil {
		f.reader.Remember(f.memory, f.series, f.since)
	}
	if f.far {
		if f.reader.Acquire(len(f.x)) == nil {
			f.state = (*informer).acquire
		}
		return
	}
	f.reader.Refine(f.x)
	f.parity, f.last = f.timing.SFN%2, true
	f.begin()
}

// begin begins to read by control messages, if enough of them is in view, or
// without.
func (f *informer) begin() {
	if f.reader.Share() < leastControl {
		f.search()
		return
	}
	f.frame, f.end = f.reader.Frames(len(f.x))
	f.frame--
	f.next()
}

// leastControl is how much of the carrier must be in view for control messages to
// be looked for: of 10 MHz, 2.4 MHz show some, if the cell is strong.
const leastControl = 0.2

// acquire looks for the timing of a cell whose middle is out of view.
func (f *informer) acquire() {
	done, found := f.reader.AcquireStep(f.x)
	if !done {
		return
	}
	f.state = nil
	if found {
		f.timing.Frame = f.reader.Timing().Frame
		f.parity, f.last = 0, false
		f.begin()
	}
}

// startFar begins to read a cell whose middle is out of view, at an offset in
// hertz of its carrier from the window's middle, the error included.
func (f *informer) startFar(c *cell, offset float64, into *information) {
	f.start(c, 0, into)
	f.far = true
	f.timing.Frame, f.timing.Offset = 0, offset
}

// next goes to the next subframe of the round.
func (f *informer) next() {
	f.state = (*informer).read
	if f.round == 0 {
		f.subframe = sib1Subframe
		for f.frame++; f.frame < f.end && !f.even(); f.frame++ {
		}
		if f.frame < f.end {
			return
		}
		if !f.learned {
			f.reader.Combine(f.reader.Frames(len(f.x)))
			f.state = (*informer).sum
			return
		}
		f.others()
	}
	for {
		if f.subframe++; f.subframe == 10 {
			f.subframe = 0
			f.frame++
		}
		if f.frame >= f.end {
			f.state = nil
			if !f.learned && !f.reader.Whole() {
				f.search()
			}
			return
		}
		if f.subframe != sib1Subframe || !f.even() {
			return
		}
	}
}

// sum goes on to decode SIB1 from the sum of its transmissions.
func (f *informer) sum() {
	if f.reader.CombineStep(f.x, f.takeSIB1) {
		return
	}
	f.others()
	f.next()
}

// others turns to the subframes that do not hold SIB1.
func (f *informer) others() {
	f.round = 1
	f.frame, f.end = f.reader.Frames(len(f.x))
	f.subframe = -1
	if f.into.SIB1 != nil {
		f.configure(f.into.SIB1)
		f.reader.Configure(f.cell.Config, f.cell.Special)
	}
}

// sib1Subframe of frames with even numbers carries SIB1: TS 36.331 clause 5.2.1.2.
const sib1Subframe = 5

// even reports whether the frame at work has an even number, or may have.
func (f *informer) even() bool { return f.far || (f.timing.SFN+f.frame)%2 == 0 }

// read reads one subframe.
func (f *informer) read() {
	f.reader.Read(f.x, f.frame, f.subframe, f.take)
	f.next()
}

// seconds returns where the frame of the timing starts in the window.
func (f *informer) seconds() float64 {
	seconds := f.reader.Timing().Frame / f.rate
	if f.resampler != nil {
		seconds -= f.resampler.Delay() / f.receiver
	}
	return seconds
}
