package downlink

// A Memory keeps what windows have shown of one cell's SIB1 that did not decode
// yet, so that the next ones add to it.
//
// SIB1 is sent every 20 ms, in four redundancy versions that come again every
// 80 ms, with one content over many of these periods (TS 36.331 clause 5.2.1.2), and
// usually in the same resource blocks. Its scrambling depends on the subframe
// alone (TS 36.211 clause 6.3.1): what is sent 80 ms later is the same, bit by bit,
// and adds up before anything is known of versions.
type Memory struct {
	places [maxPlaces]place
	n      int
	series uint64
	began  float64 // seconds
}

const (
	maxPlaces     = maxBest
	transmissions = 4 // of SIB1 in 80 ms

	// maxSent is the room for the soft bits of one: 16 resource blocks.
	maxSent = 16 * blockSize * 12 * 2

	// memorySeconds is how long transmissions are added up: cells that tell the
	// number of the hyperframe change SIB1 every 10.24 s.
	memorySeconds = 10.24

	// leastKept is the score that a hypothesis must have in one window to be kept
	// for the next.
	leastKept = 4.0

	untold = -1
)

// A place is where SIB1 may be, by a control message or by its repetitions.
type place struct {
	at     Assignment
	parity int     // of the numbers of its frames
	told   int     // control messages that named it
	score  score   // without them
	bits   int     // of a transmission
	until  float64 // seconds; what came before was added
	latest int     // frame that was added last
	fresh  bool    // it was added after the last try to decode
	sent   [transmissions]struct {
		sum     []float32
		count   int
		version int
	}
}

// NewMemory returns an empty one.
func NewMemory() *Memory {
	m := &Memory{}
	for i := range m.places {
		for n := range m.places[i].sent {
			m.places[i].sent[n].sum = make([]float32, maxSent)
		}
	}
	return m
}

// Forget empties the memory for another cell.
func (m *Memory) Forget() { m.n, m.series = 0, 0 }

// Remember makes what earlier windows showed of the cell that was set count. The
// samples to be read begin at a time in seconds of the receiver. Where the frames'
// numbers are unknown, a series is a number for all windows between which no
// sample is missing.
func (r *Reader) Remember(m *Memory, series uint64, seconds float64) {
	if m.series != series || seconds-m.began > memorySeconds || m.n == 0 {
		m.n, m.series, m.began = 0, series, seconds
	}
	r.memory, r.began = m, seconds
}

// worth is how likely a place is, in standard deviations of noise. A control
// message passes for one with a chance of 2⁻¹⁶, and counts as enough.
func (p *place) worth() float32 { return p.score.z() + float32(p.told)*leastScore }

// transmissions returns how many were added up.
func (p *place) transmissions() (n int) {
	for i := range p.sent {
		n += p.sent[i].count
	}
	return n
}

// add adds the soft bits of the transmission in a frame.
func (p *place) add(number int, llr []float32) {
	s := &p.sent[number>>1&(transmissions-1)]
	p.bits, p.fresh = len(llr), true
	if s.count == 0 {
		clear(s.sum[:p.bits])
	}
	s.count++
	for i, v := range llr {
		s.sum[i] += v
	}
}

// find returns a place that is kept, or nil.
func (m *Memory) find(a *Assignment, parity int) *place {
	for i := range m.places[:m.n] {
		if p := &m.places[i]; p.parity == parity && p.at.same(a) {
			return p
		}
	}
	return nil
}

// same reports whether two assignments are of the same bits.
func (a *Assignment) same(o *Assignment) bool {
	return a.Start == o.Start && a.Length == o.Length && a.Control == o.Control &&
		a.Size == o.Size && a.Spread == o.Spread && a.Gap == o.Gap
}

// keep returns a place for an assignment, new or not, or nil when all others are
// worth more.
func (m *Memory) keep(a *Assignment, parity int, worth float32) *place {
	if p := m.find(a, parity); p != nil {
		return p
	}
	var least *place
	if m.n < maxPlaces {
		least = &m.places[m.n]
		m.n++
	} else {
		for i := range m.places {
			if p := &m.places[i]; p.worth() < worth && (least == nil || p.worth() < least.worth()) {
				least = p
			}
		}
		if least == nil {
			return nil
		}
	}
	*least = place{at: *a, parity: parity, until: m.began - 1, sent: least.sent}
	for n := range least.sent {
		least.sent[n].count, least.sent[n].version = 0, untold
	}
	return least
}

// note keeps the assignment that a control message told of a frame.
func (m *Memory) note(a *Assignment, number int) {
	if a.Length*blockSize*12*2 > maxSent {
		return
	}
	p := m.keep(a, number&1, leastScore)
	if p == nil {
		return
	}
	p.told++
	if a.Format == "1A" {
		p.sent[number>>1&(transmissions-1)].version = a.Version
	}
}
