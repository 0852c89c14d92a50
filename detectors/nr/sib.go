package nr

import (
	"math"

	"vigie/detectors/nr/downlink"
)

const (
	// maxReaders bounds the cells whose SIB1 is read at a time; of one more, the
	// reader used least recently makes room.
	maxReaders = 8

	// maxRequests bounds the cells of one window whose SIB1 is read.
	maxRequests = 16
)

// A sibReader reads the SIB1 of one cell of a receiver.
type sibReader struct {
	reader *downlink.Reader
	cutter *slotCutter
	middle float64 // of CORESET 0, hertz from the middle of the block
	ssb    float64
	used   int
}

// A reading is the work of reading SIB1 in one window.
type reading struct {
	request
	reader *sibReader
	next   int // slot at work
	octets []byte

	found bool    // a slot was looked for and found
	start float64 // where
	at    downlink.Occasion
}

// downlinkCell returns what reading SIB1 needs to know. It reports false for a
// cell whose SIB1 is not read here: one of another subcarrier spacing than its
// blocks, or of an unknown frequency.
func (c *cell) downlinkCell(centre float64) (downlink.Cell, bool) {
	hz := centre + c.offset
	return downlink.Cell{
		PCI: c.pci, Spacing: int(c.spacing / 1e3), KSSB: c.SubcarrierSSB, CORESET0: c.CORESET0, SearchSpace0: c.SearchSpace0,
		TypeAPosition: c.TypeAPosition, WideBand: hz > 4.4e9 && hz < 5e9, // n79
	}, centre > 0 && c.CommonSpacing == int(c.spacing/1e3)
}

// firstSymbol returns the symbol of its half-frame in which a block begins: cases
// A and C of TS 38.213 clause 4.1, or B, which 30 kHz have in bands n5, n24 and
// n66 (TS 38.104 table 5.4.3.3-1).
func (c *cell) firstSymbol(hz float64) int {
	caseB := hz > 869e6 && hz < 894e6 || hz > 1525e6 && hz < 1559e6 || hz > 2110e6 && hz < 2200e6
	if c.spacing == spacing30 && caseB {
		return [...]int{4, 8, 16, 20, 32, 36, 44, 48}[c.index]
	}
	return [...]int{2, 8, 16, 22, 30, 36, 44, 50}[c.index]
}

// frameStart returns the first sample of the frame that a cell's block is in.
func (a *analysis) frameStart(c *cell) float64 {
	seconds := c.spacing.symbolStart(c.firstSymbol(a.centre+c.offset)) + 5e-3*float64(c.Half)
	return c.start - seconds*a.rate
}

// A request asks for the SIB1 of a cell.
type request struct {
	cell cell
	lost bool // it was found in an earlier window, and where its slots are now is not known
}

// request adds a request.
func (a *analysis) request(r request) {
	if len(a.requests) < maxRequests {
		a.requests = append(a.requests, r)
	}
}

// nextReading begins with the next request, or ends the analysis.
func (a *analysis) nextReading() {
	if len(a.requests) == 0 {
		a.state = nil
		return
	}
	a.reading = reading{request: a.requests[0]}
	a.requests = a.requests[:copy(a.requests, a.requests[1:])]
	a.reading.reader = a.readerOf(&a.reading.cell)
	if a.reading.reader != nil && (!a.reading.lost || a.locate()) {
		a.state = (*analysis).readSlot
	}
}

// readerOf returns the reader of a cell's SIB1, or nil when the cell has none or
// its CORESET 0 is not in view.
func (a *analysis) readerOf(c *cell) *sibReader {
	want, known := c.downlinkCell(a.centre)
	if !known {
		return nil
	}
	ssb := c.sync(a.centre).SSB
	a.used++
	for _, r := range a.readers {
		if r.reader.Cell() == want && r.ssb == ssb {
			r.used = a.used
			return r
		}
	}
	set, err := want.CORESET()
	if err != nil {
		return nil
	}
	width := float64(12*set.RB) * float64(c.spacing)
	middle := want.First(set) + width/2
	if math.Abs(c.offset+middle)+width/2 > a.exam.half {
		return nil
	}
	return a.newReader(want, sibReader{middle: middle, ssb: ssb, used: a.used})
}

// newReader makes a reader, in the place of another if there are many.
func (a *analysis) newReader(want downlink.Cell, r sibReader) *sibReader {
	var err error
	if r.reader, err = downlink.NewReader(want); err != nil {
		return nil
	}
	if r.cutter, err = newSlotCutter(a.rate, spacing(want.Spacing)*1e3, r.reader.CORESET().RB); err != nil {
		return nil
	}
	if len(a.readers) < maxReaders {
		a.readers = append(a.readers, &r)
		return &r
	}
	oldest := 0
	for i, o := range a.readers {
		if o.used < a.readers[oldest].used {
			oldest = i
		}
	}
	a.readers[oldest] = &r
	return &r
}

// readSlot looks for SIB1 in the next slot in which the cell may send it.
func (a *analysis) readSlot() {
	d := &a.reading
	start, at, more := a.occasion(d.next)
	d.next++
	if !more {
		// Recordings as short as a slot may have been joined without regard to time.
		if a.reading.found || !a.locate() {
			a.state = (*analysis).nextReading
		}
		return
	}
	c, r := &d.cell, d.reader
	if !r.cutter.cut(&a.slot, a.raw, start, c.offset+r.middle, r.ssb+r.middle) {
		return
	}
	if m, _, ok := r.reader.Read(&a.slot, at); ok {
		d.octets = m.Octets
		a.state = (*analysis).nextReading
	}
}

// occasion returns where the window's n-th slot begins in which the cell at work
// may send the control channel of SIB1. It reports false when there is none.
func (a *analysis) occasion(n int) (start float64, at downlink.Occasion, more bool) {
	d := &a.reading
	if d.found {
		return d.start, d.at, n == 0
	}
	c := &d.cell
	places, odd := d.reader.reader.Cell().Occasions(d.reader.reader.CORESET(), c.index)
	frame := 10e-3 * a.rate
	first := a.frameStart(c)
	before := int(math.Floor(first / frame)) // whole frames of the window before the cell's
	number := c.Frame - before
	first -= float64(before) * frame
	if number&1 == 1 != odd {
		first += frame
	}
	first -= 2 * frame // of which an end may be in the window
	first += float64(n/2) * 2 * frame
	at = places[n%2]
	start = first + float64(at.Slot)*c.spacing.slotSeconds()*a.rate
	return start, at, first < float64(len(a.raw))
}
