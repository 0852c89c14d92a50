package gsm

// A quater is what the instances of System Information 2quater said: TS 44.018
// clause 10.5.2.33b.
type quater struct {
	count     int // number of the last instance
	instances uint16
}

// read takes the 20 rest octets of one instance.
func (q *quater) read(o []byte) {
	r := bitReader{octets: o}
	r.skip(3) // BA_IND, 3G_BA_IND, MP_CHANGE_MARK
	index := r.bits(4)
	q.count = r.bits(4)
	q.instances |= 1 << index
}
