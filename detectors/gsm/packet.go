package gsm

// A packet is what System Information 13 says of the packet service, TS 44.018
// clause 10.5.2.37b.
type packet struct {
	present bool
	routing int // routing area code, -1 when a packet broadcast channel has it
	control int // network control order
	mode    int // network mode of operation, 1 to 3
}

// read takes the 20 rest octets.
func (p *packet) read(o []byte) {
	*p = packet{routing: -1}
	r := bitReader{octets: o}
	if p.present = r.high(); !p.present {
		return
	}
	r.skip(3 + 4) // change marks
	if r.flag() {
		r.skip(2)
		skipAllocation(&r)
	}
	if r.flag() {
		return // a packet broadcast channel carries the rest
	}
	p.routing = r.bits(8)
	r.skip(1 + 3)
	p.control = r.bits(2)
	p.mode = r.bits(2) + 1
}

// skipAllocation passes over a GPRS mobile allocation, TS 44.060 clause 12.10a.
func skipAllocation(r *bitReader) {
	r.skip(6) // hopping sequence
	for r.flag() && r.left() > 0 {
		r.skip(4) // number of a reference frequency list
	}
	if !r.flag() {
		r.skip(r.bits(6) + 1)
		return
	}
	for r.flag() && r.left() > 0 {
		r.skip(6) // index of a frequency in those lists
	}
}
