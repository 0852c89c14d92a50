package rrc

import "slices"

// A Message is what the broadcast control channel carried in one block.
type Message struct {
	SIB1      *SIB1 `json:"sib1,omitempty"`
	SIBs      `json:"sibs"`
	Malformed bool `json:"malformed,omitempty"`
}

// SIBs holds the other system information blocks, each nil until it was read.
type SIBs struct {
	SIB2 *SIB2 `json:"sib2,omitempty"`
	SIB3 *SIB3 `json:"sib3,omitempty"`
	SIB4 *SIB4 `json:"sib4,omitempty"`
	SIB5 *SIB5 `json:"sib5,omitempty"`
	SIB6 *SIB6 `json:"sib6,omitempty"`
	SIB7 *SIB7 `json:"sib7,omitempty"`
	Seen []int `json:"seen,omitempty"` // numbers of all blocks that came, in order
}

// Merge takes the blocks that another message held.
func (s *SIBs) Merge(o *SIBs) {
	take(&s.SIB2, o.SIB2)
	take(&s.SIB3, o.SIB3)
	take(&s.SIB4, o.SIB4)
	take(&s.SIB5, o.SIB5)
	take(&s.SIB6, o.SIB6)
	take(&s.SIB7, o.SIB7)
	for _, n := range o.Seen {
		if i, found := slices.BinarySearch(s.Seen, n); !found {
			s.Seen = slices.Insert(s.Seen, i, n)
		}
	}
}

func take[T any](to **T, from *T) {
	if from != nil {
		*to = from
	}
}

// Parse reads a BCCH-DL-SCH-Message.
func Parse(data []byte) (m Message) {
	r := &reader{data: data}
	switch {
	case r.flag(): // a class of messages that is not defined
		r.bad = true
	case r.flag():
		m.SIB1 = r.sib1()
	default:
		r.systemInformation(&m)
	}
	m.Malformed = r.bad
	return m
}

// systemInformation reads one or more blocks.
func (r *reader) systemInformation(m *Message) {
	if r.flag() { // critical extensions: positioning and later
		return
	}
	r.flag() // non-critical extension, behind all
	for range r.count(1, 32) {
		if r.bad || !r.block(m) {
			return
		}
	}
}

// block reads one block and reports whether the next one can be found.
func (r *reader) block(m *Message) bool {
	if r.flag() {
		number := 12 + r.small()
		r.octets()
		r.see(m, number)
		return true
	}
	number := 2 + r.ranged(0, 9)
	switch number {
	case 2:
		m.SIB2 = r.sib2()
	case 3:
		m.SIB3 = r.sib3()
	case 4:
		m.SIB4 = r.sib4()
	case 5:
		m.SIB5 = r.sib5()
	case 6:
		m.SIB6 = r.sib6()
	case 7:
		m.SIB7 = r.sib7()
	case 9:
		r.sib9()
	case 10:
		r.sib10()
	case 11:
		r.sib11()
	}
	r.see(m, number)
	return number != 8 // CDMA2000's has no length and is not read
}

func (r *reader) see(m *Message, number int) {
	if !r.bad {
		m.Seen = append(m.Seen, number)
	}
}

// sib9 passes over a home eNodeB's name.
func (r *reader) sib9() {
	extended := r.flag()
	if r.flag() {
		r.skip(8 * r.ranged(1, 48))
	}
	r.additions(extended)
}

// sib10 passes over the first notice of an earthquake and tsunami warning.
func (r *reader) sib10() {
	extended := r.flag()
	dummy := r.flag()
	r.skip(16 + 16 + 16)
	if dummy {
		r.skip(8 * 50)
	}
	r.additions(extended)
}

// sib11 passes over a segment of such a warning.
func (r *reader) sib11() {
	extended := r.flag()
	coding := r.flag()
	r.skip(16 + 16 + 1 + 6)
	r.octets()
	if coding {
		r.skip(8)
	}
	r.additions(extended)
}
