package nr

import (
	"math"
	"time"
)

// A beam is a block of a cell that was found before: where to look for it again.
type beam struct {
	sighting
	spacing spacing
	pci     int
	place   float64 // of a block, in samples since the tuning's window at index
	index   uint64  // first sample of that window
	drift   float64 // a period lasts this share longer
	newest  uint64  // first sample of the newest window that showed it

	// Of the first beam of each cell, what was said of the cell:
	said     saying
	seen     uint8  // block numbers received
	reported uint64 // first sample of the window
	last     cell   // as decoded last, and when that was
	lastAt   time.Time
	sib1     *SIB1
	sib1At   uint64 // first sample of the window in which it was read
}

// A saying is what was last reported of a cell.
type saying struct {
	something bool // it was reported at all
	decoded   bool
	MIB
	seen uint8
	sib1 *SIB1
}

// expect lists in the analysis where the known blocks should be in the window,
// and drops those that were not seen for long.
func (d *Detector) expect() {
	kept := d.beams[:0]
	known := d.work.known[:0]
	period := periodSeconds * float64(d.rate)
	for _, b := range d.beams {
		if float64(d.index-b.newest) > forgetSeconds*float64(d.rate) {
			continue
		}
		kept = append(kept, b)
		b.start = b.place - float64(d.index-b.index)
		b.start -= math.Floor(b.start/(period*(1+b.drift))) * period * (1 + b.drift)
		known = append(known, b)
	}
	d.beams, d.work.known = kept, known
}

// note enters a block that was found and returns its beam. When the table is
// full the beam not seen for longest makes room.
func (d *Detector) note(c *cell) *beam {
	b := d.beam(c)
	b.sighting, b.spacing, b.pci = c.sighting, c.spacing, c.pci
	b.place, b.index, b.newest = c.start, d.index, d.index
	if d.tied {
		b.drift = -c.sync(float64(d.centre)).CFO / float64(d.centre)
	}
	return b
}

// beam returns the entry of a cell's block, a new one if there is none.
func (d *Detector) beam(c *cell) *beam {
	oldest := 0
	for i := range d.beams {
		b := &d.beams[i]
		if d.sameCell(b, c.pci, c.spacing, c.offset) {
			gap := float64(d.index-b.index) + c.start - b.place
			if d.work.apart(gap, 0) < 0.01*periodSeconds*float64(d.rate) {
				return b
			}
		}
		if b.newest < d.beams[oldest].newest {
			oldest = i
		}
	}
	if len(d.beams) < maxBeams {
		oldest = len(d.beams)
		d.beams = d.beams[:oldest+1]
	}
	d.beams[oldest] = beam{}
	return &d.beams[oldest]
}

// head returns the first beam of a beam's cell, which holds what was said of it.
func (d *Detector) head(b *beam) *beam {
	for i := range d.beams {
		if h := &d.beams[i]; d.sameCell(h, b.pci, b.spacing, b.offset) {
			return h
		}
	}
	return b
}

func (d *Detector) sameCell(b *beam, pci int, s spacing, offset float64) bool {
	return b.pci == pci && b.spacing == s && math.Abs(b.offset-offset) < float64(s)
}

// remember keeps the cells that were decoded but for SIB1: should the receiver
// stay on this frequency, their slots may come without their blocks.
func (d *Detector) remember() {
	d.lost = d.lost[:0]
	for i := range d.beams {
		if b := &d.beams[i]; b.said.decoded && b.sib1 == nil && len(d.lost) < maxReaders {
			d.lost = append(d.lost, *b)
		}
	}
}

// recall returns the place of a remembered cell.
func (d *Detector) recall(pci int) int {
	for i := range d.lost {
		if d.lost[i].pci == pci {
			return i
		}
	}
	return -1
}
