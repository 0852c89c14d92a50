package gsm

// Message types of the common control channel, TS 44.018 table 9.1.1.
const (
	paging1            = 0x21
	paging2            = 0x22
	paging3            = 0x24
	assignment         = 0x3F
	assignmentExtended = 0x39
	assignmentReject   = 0x3A
)

// Called counts what a cell pages for, by the type of the identity alone. None
// is the filling of an idle channel.
type Called struct {
	None  uint64 `json:"none"`
	Long  uint64 `json:"permanent"`
	Short uint64 `json:"temporary"`
	Other uint64 `json:"other"` // equipment, group calls
}

// Assigned counts the channels that a cell assigns.
type Assigned struct {
	Hopping uint64 `json:"hopping"`
	Fixed   uint64 `json:"fixed"`
	Refused uint64 `json:"refused"`
}

// A traffic counts what common control channels carry.
type traffic struct {
	called   Called
	assigned Assigned
	blocks   uint64
}

// read counts a block of 23 octets and then sets to zero all of it that could
// tell a subscriber, so that no other code ever sees it.
func (t *traffic) read(o []byte) {
	if len(o) >= header && o[1] == radio {
		t.blocks++
		switch o[2] {
		case paging1:
			t.first(o[header:])
		case paging2:
			t.second(o[header:])
		case paging3:
			t.called.Short += 4
		case assignment:
			t.assign(o[header:])
		case assignmentExtended:
			t.assign(o[header:])
			if len(o) > header+9 {
				t.count(o[header+9]&0x10 != 0)
			}
		case assignmentReject:
			t.assigned.Refused += 4
		}
	}
	clear(o)
}

// first counts a paging request type 1, clause 9.1.22: one identity and perhaps
// another.
func (t *traffic) first(b []byte) {
	if len(b) < 2 {
		return
	}
	rest := t.identity(b[1:])
	if len(rest) > 1 && rest[0] == 0x17 {
		t.identity(rest[1:])
	}
}

// second counts a paging request type 2, clause 9.1.23: two temporary identities
// and perhaps another one.
func (t *traffic) second(b []byte) {
	t.called.Short += 2
	if len(b) > 10 && b[9] == 0x17 {
		t.identity(b[10:])
	}
}

// identity counts a mobile identity with its length before it, TS 24.008 clause
// 10.5.1.4, and returns what follows.
func (t *traffic) identity(b []byte) (rest []byte) {
	if len(b) < 2 || b[0] == 0 || int(b[0]) >= len(b) {
		return nil
	}
	switch b[1] & 7 {
	case 0:
		t.called.None++
	case 1:
		t.called.Long++
	case 4:
		t.called.Short++
	default:
		t.called.Other++
	}
	return b[1+b[0]:]
}

// assign counts an immediate assignment, clause 9.1.18: of a dedicated channel,
// or of a packet channel, whose description may be indirect.
func (t *traffic) assign(b []byte) {
	if len(b) < 4 {
		return
	}
	hopping := b[2]&0x10 != 0
	if b[0]&0x10 != 0 { // packet: clause 10.5.2.25a
		hopping = hopping || b[2]&0x08 != 0
	}
	t.count(hopping)
}

func (t *traffic) count(hopping bool) {
	if hopping {
		t.assigned.Hopping++
	} else {
		t.assigned.Fixed++
	}
}
