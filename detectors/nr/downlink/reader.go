package downlink

// A Reader reads the SIB1 of one cell.
type Reader struct {
	cell      Cell
	coreset   CORESET
	control   *control
	data      *data
	transport transport
	octets    []byte
}

// A Message is a transport block with SIB1.
type Message struct {
	Octets     []byte // good until the Reader's next call
	Assignment Assignment
	Symbols    int // of the data channel
}

// NewReader returns a Reader for a cell, or ErrNoSIB1.
func NewReader(c Cell) (*Reader, error) {
	s, err := c.CORESET()
	if err != nil {
		return nil, err
	}
	return &Reader{cell: c, coreset: s, control: newControl(s.RB), data: newData()}, nil
}

// Cell returns what the Reader was made for.
func (r *Reader) Cell() Cell { return r.cell }

// CORESET returns where the cell's control channel lies.
func (r *Reader) CORESET() CORESET { return r.coreset }

// Read looks in a slot, whose number in its frame and first control symbol are
// given, for an assignment of SIB1, and decodes it. assigned reports whether one
// was found: its CRC of 24 bits held. ok reports whether the transport block's
// checks held too.
func (r *Reader) Read(slot *Slot, at Occasion) (m Message, assigned, ok bool) {
	if at.Symbol+r.coreset.Symbols > SlotSymbols {
		return Message{}, false, false
	}
	dci, found := r.control.find(slot, r.cell.PCI, at.Slot, at.Symbol, r.coreset)
	if !found {
		return Message{}, false, false
	}
	a, valid := parseAssignment(dci, r.coreset.RB)
	if !valid || a.Other {
		return Message{}, false, false
	}
	where := spanOf(a.Row, r.cell.TypeAPosition)
	m = Message{Assignment: a, Symbols: where.length}
	size := where.blockSize(a.Length, a.MCS, r.cell.TypeAPosition)
	if size == 0 || r.transport.prepare(size, qpskRates[a.MCS]/1024) != nil {
		return m, true, false
	}
	r.data.demodulate(slot, r.cell, at.Slot, r.coreset, a)
	bits, ok := r.transport.decode(r.data.soft, a.Version)
	if !ok {
		return m, true, false
	}
	r.octets = r.octets[:0]
	for i, b := range bits {
		if i%8 == 0 {
			r.octets = append(r.octets, 0)
		}
		r.octets[i/8] |= b << (7 - i%8)
	}
	m.Octets = r.octets
	return m, true, true
}
