package downlink

// leastOther is the score that other system information than SIB1 must have to be
// decoded. Each message is tried alone, in many more subframes: noise has it in none
// of a million windows.
const leastOther = 8.0

// Others begins a search, without control messages, for system information in all
// downlink subframes of the frames [first, end), at most a window's, but those of
// SIB1, which comes in every other frame from sib1 on. Step goes on; it tells of
// every block.
func (r *Reader) Others(first, end, sib1 int) *Blind {
	b := r.prepared()
	b.others = true
	for frame := first; frame < min(end, first+maxFrames+1); frame++ {
		for subframe := range subframes {
			if subframe == blindSubframe && (frame-sib1)%2 == 0 || r.cell.symbols(subframe) < 2*r.cell.slotSymbols() {
				continue
			}
			b.where = append(b.where, occasion{frame, subframe})
		}
	}
	return b
}
