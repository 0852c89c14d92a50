package lte

import (
	"fmt"
	"slices"

	"vigie/detectors/lte/downlink"
	"vigie/detectors/lte/rrc"
)

// search begins to look for SIB1 in every other frame, without the control
// message that says where it is.
func (f *informer) search() {
	first, end := f.reader.Frames(len(f.x))
	f.frames = f.frames[:0]
	for frame := first; frame < end; frame++ {
		if (frame+f.parity)%2 == 0 {
			f.frames = append(f.frames, frame)
		}
	}
	f.blind = f.reader.Blind(f.frames)
	f.state = (*informer).seek
}

// seek goes on with it, and then takes the other frames when the parity of the
// frame numbers is unknown.
func (f *informer) seek() {
	if f.blind.Step(f.x, f.takeSIB1) {
		return
	}
	f.state = nil
	switch {
	case f.learned && f.patient && f.into.others < otherWindows:
		f.into.others++
		f.configure(f.into.SIB1)
		f.reader.Configure(f.cell.Config, f.cell.Special)
		first, end := f.reader.Frames(len(f.x))
		f.blind = f.reader.Others(first, end, f.sib1At)
		f.state = (*informer).seekOthers
	case !f.learned && !f.last:
		f.parity, f.last = 1, true
		f.search()
	}
}

// otherWindows is how many windows are searched for other system information: as
// long as the usual 320 ms between two transmissions of a message.
const otherWindows = 4

// seekOthers looks for other system information, without control messages: it must
// be well formed and hold nothing but what SIB1 schedules.
func (f *informer) seekOthers() {
	if !f.blind.Step(f.x, f.takeOther) {
		f.state = nil
	}
}

// other takes a block found that way.
func (f *informer) other(b *downlink.Block) {
	m := rrc.Parse(b.Data)
	if m.SIB1 != nil || m.Malformed || len(m.Seen) == 0 {
		return
	}
	scheduled := f.into.SIB1.Scheduled()
	for _, n := range m.Seen {
		if n != 2 && !slices.Contains(scheduled, fmt.Sprintf("sib%d", n)) {
			return
		}
	}
	f.block(b)
}

// sib1 takes what a block found without control message says: it must be a
// well-formed SIB1.
func (f *informer) sib1(b *downlink.Block) {
	if m := rrc.Parse(b.Data); m.SIB1 != nil && !m.Malformed {
		f.block(b)
	}
}
