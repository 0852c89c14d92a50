package lte

import (
	"vigie/detectors/lte/downlink"
	"vigie/sdr"
)

// memories is of how many cells SIB1 is added up from window to window.
const memories = 4

// A memory is what windows have shown of the SIB1 of one cell.
type memory struct {
	*downlink.Memory
	centre  sdr.Hz
	carrier float64
	pci     int
	used    uint64 // index of the newest window's first sample, plus 1
}

// The series of windows whose transmissions can be added up: all of a cell whose
// frame numbers are known; else those between which no sample is missing.
const (
	nearSeries = 1
	farSeries  = 2
)

// recall lets earlier windows count when SIB1 of a cell that has not said it yet is
// read. The memory of the cell that was read longest ago makes room.
func (d *Detector) recall(s *sighting, series uint64) {
	if d.inform.memory = nil; s.said.SIB1 != nil {
		return
	}
	at := &d.memories[0]
	for i := range d.memories {
		m := &d.memories[i]
		if m.used != 0 && m.pci == s.pci && m.centre == s.centre && m.carrier == s.carrier {
			at = m
			break
		}
		if m.used < at.used {
			at = m
		}
	}
	if at.pci != s.pci || at.centre != s.centre || at.carrier != s.carrier {
		at.Forget()
		at.pci, at.centre, at.carrier = s.pci, s.centre, s.carrier
	}
	at.used = d.index + 1
	d.inform.memory, d.inform.series = at.Memory, series
}
