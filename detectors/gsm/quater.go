package gsm

import "math/bits"

// Most neighbours in other systems that are kept of each cell.
const (
	maxUTRA  = 16
	maxEUTRA = 16
)

// A quater is what the instances of System Information 2quater said of
// neighbours in other systems: TS 44.018 clause 10.5.2.33b.
type quater struct {
	last      byte   // number of the last instance
	instances uint16 // seen
	utra      [maxUTRA]uint16
	eutra     [maxEUTRA]uint16
	utras     byte
	eutras    byte
}

// read takes the 20 rest octets of one instance. When all instances have been
// seen the collection begins anew, so that what is no longer sent goes.
func (q *quater) read(o []byte) {
	r := bitReader{octets: o}
	r.skip(3) // BA_IND, 3G_BA_IND, MP_CHANGE_MARK
	index := r.bits(4)
	q.last = byte(r.bits(4))
	if q.instances&(1<<index) != 0 && q.whole() {
		*q = quater{last: q.last}
	}
	q.instances |= 1 << index
	q.contents(&r)
}

// whole reports whether every instance has been seen.
func (q *quater) whole() bool { return bits.OnesCount16(q.instances) > int(q.last) }

// contents reads an instance up to the first part that this program does not
// know: what comes behind cannot be found.
func (q *quater) contents(r *bitReader) {
	if r.flag() { // measurement parameters
		r.skip(1 + 2)
	}
	for range 3 { // real time differences, BSIC of neighbours, report priority
		if r.flag() {
			return
		}
	}
	if r.flag() {
		skipMeasurement(r)
	}
	if r.flag() { // NC measurement parameters
		r.skip(2)
		skipOptional(r, 9)
	}
	if r.flag() { // extension
		r.skip(r.bits(8) + 1)
	}
	if r.flag() && !q.universal(r) {
		return
	}
	if r.flag() { // 3G measurement parameters
		r.skip(4 + 1)
		skipOptional(r, 4+1+2+3)
		skipOptional(r, 4+2)
	}
	if r.flag() { // GPRS 3G measurement parameters
		r.skip(4 + 1)
		skipOptional(r, 1+2)
		skipOptional(r, 6)
		skipOptional(r, 2)
		skipOptional(r, 6)
	}
	q.additions(r)
}

// skipOptional passes over something of n bits that is there or not.
func skipOptional(r *bitReader, n int) {
	if r.flag() {
		r.skip(n)
	}
}

// skipMeasurement passes over the GPRS measurement parameters: report type, rate
// and invalid BSIC, then multiband and serving band reporting, scale, and offsets
// and thresholds for five bands.
func skipMeasurement(r *bitReader) {
	r.skip(3)
	for range 3 {
		skipOptional(r, 2)
	}
	for range 5 {
		skipOptional(r, 6)
	}
}

// cellBits is the length of the information on n FDD cells of one frequency,
// table 10.5.2.33b.1a: scrambling codes in the tree of a range format.
var cellBits = [32]int{0, 10, 19, 28, 36, 44, 52, 60, 67, 74, 81, 88, 95, 102, 109, 116, 122}

// universal reads the 3G neighbour cell description. It reports false when it
// holds what this program does not know.
func (q *quater) universal(r *bitReader) bool {
	skipOptional(r, 7) // Index_Start_3G
	skipOptional(r, 7) // Absolute_Index_Start_EMR
	if r.flag() {      // FDD
		skipOptional(r, 3) // bandwidth
		for r.flag() {
			if r.flag() || r.left() < 20 {
				return false
			}
			q.addUTRA(r.bits(14))
			r.skip(1)
			r.skip(cellBits[r.bits(5)])
		}
	}
	if r.flag() { // TDD
		return false
	}
	return true
}

func (q *quater) addUTRA(n int) {
	for _, known := range q.utra[:q.utras] {
		if int(known) == n {
			return
		}
	}
	if q.utras < maxUTRA {
		q.utra[q.utras] = uint16(n)
		q.utras++
	}
}

func (q *quater) addEUTRA(n int) {
	for _, known := range q.eutra[:q.eutras] {
		if int(known) == n {
			return
		}
	}
	if q.eutras < maxEUTRA {
		q.eutra[q.eutras] = uint16(n)
		q.eutras++
	}
}

// additions reads what releases 5 to 8 have added.
func (q *quater) additions(r *bitReader) {
	if !r.high() { // release 5: additional 3G measurement parameters
		return
	}
	skipOptional(r, 3+4)
	if r.flag() {
		skipOptional(r, 6)
	}
	if !r.high() { // release 6: CCN
		return
	}
	r.skip(1)
	if !r.high() { // release 7: 700 and 810 MHz
		return
	}
	skipOptional(r, 6)
	skipOptional(r, 6)
	if !r.high() || !r.flag() { // release 8: priorities and E-UTRAN
		return
	}
	skipOptional(r, 3+4+4+2+2) // of the serving cell
	if r.flag() {
		skipPriorities(r)
	}
	if r.flag() {
		q.evolved(r)
	}
}

// skipPriorities passes over the 3G priority parameters.
func skipPriorities(r *bitReader) {
	r.skip(2)
	skipOptional(r, 3+5+5)
	for r.flag() && r.left() > 0 {
		for r.flag() && r.left() > 0 {
			r.skip(5)
		}
		skipOptional(r, 3)
		r.skip(5)
		skipOptional(r, 5)
		skipOptional(r, 5)
	}
}

// evolved reads the E-UTRAN parameters, unless measurement parameters precede
// the frequencies.
func (q *quater) evolved(r *bitReader) {
	r.skip(3)
	if r.bits(2) != 0 {
		return
	}
	for r.flag() {
		for r.flag() {
			if r.left() < 17 {
				return
			}
			q.addEUTRA(r.bits(16))
			skipOptional(r, 3)
		}
		skipOptional(r, 3)
		r.skip(5)
		skipOptional(r, 5)
		skipOptional(r, 5)
	}
}
