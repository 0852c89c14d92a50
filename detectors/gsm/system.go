package gsm

// A message of System Information, by its bit in a set of those seen.
type message uint16

const (
	si1 message = 1 << iota
	si2
	si2bis
	si2ter
	si2quater
	si3
	si4
	si7
	si8
	si9
	si13
	si16
	si17
)

// messages are the names and the message types of TS 44.018 table 9.1.1.
var messages = []struct {
	bit  message
	code byte
	name string
}{
	{si1, 0x19, "si1"},
	{si2, 0x1A, "si2"},
	{si2bis, 0x02, "si2bis"},
	{si2ter, 0x03, "si2ter"},
	{si2quater, 0x07, "si2quater"},
	{si3, 0x1B, "si3"},
	{si4, 0x1C, "si4"},
	{si7, 0x1F, "si7"},
	{si8, 0x18, "si8"},
	{si9, 0x04, "si9"},
	{si13, 0x00, "si13"},
	{si16, 0x3D, "si16"},
	{si17, 0x3E, "si17"},
}

// messageOf returns the System Information that a message type stands for, 0 for
// none.
func messageOf(code byte) message {
	for _, m := range messages {
		if m.code == code {
			return m.bit
		}
	}
	return 0
}

// names appends the names of a set.
func (m message) names(dst []string) []string {
	for _, k := range messages {
		if m&k.bit != 0 {
			dst = append(dst, k.name)
		}
	}
	return dst
}

// A System is what a cell's System Information said so far.
type System struct {
	seen      message
	malformed message // came with contents that the standard excludes

	allocation arfcns // SI 1
	american   bool   // band indicator: ARFCNs 512 to 810 are PCS 1900, not DCS 1800
	near       arfcns // SI 2
	nearBis    arfcns
	nearTer    arfcns

	cellID    uint16 // SI 3
	area      location
	attach    bool // phones must attach
	reserved  byte // BS_AG_BLKS_RES
	channels  byte // CCCH_CONF
	paging    byte // BS_PA_MFRMS, 2 to 9
	periodic  byte // T3212, in 6 minutes
	options   byte // cell options
	permitted byte // NCC permitted
	choose    selection
	access    rach
	again     reselection
	gprs      bool
	wide      quater
	packet    packet
}

// combined reports whether dedicated channels share timeslot 0 with the common
// ones: CCCH_CONF 1, TS 44.018 clause 10.5.2.11.
func (s *System) combined() bool { return s.channels == 1 }

// Octets of layer 2 and 3 before a message's contents: pseudo length, protocol
// discriminator, message type.
const (
	header     = 3
	radio      = 6 // protocol discriminator of radio resource management
	blockSize  = 23
	listOctets = 16
)

// read takes a block of 23 octets from the broadcast channel. It returns which
// message it was, 0 for one that is none of System Information or is cut short.
func (s *System) read(o []byte) message {
	if len(o) < blockSize || o[0]&3 != 1 || o[1] != radio {
		return 0
	}
	m := messageOf(o[2])
	body, ok := o[header:], true
	switch m {
	case 0:
		return 0
	case si1:
		ok = replace(&s.allocation, body[:listOctets])
		s.admit(body[16:])
		s.american = bandIndicator(body[19:])
	case si2:
		ok = replace(&s.near, body[:listOctets])
		s.permitted = body[16]
		s.admit(body[17:])
	case si2bis:
		ok = replace(&s.nearBis, body[:listOctets])
		s.admit(body[16:])
	case si2ter:
		list := second(body)
		ok = replace(&s.nearTer, list[:])
	case si2quater:
		s.wide.read(body)
	case si3:
		ok = s.third(body)
	case si4:
		ok = s.fourth(body)
	case si13:
		s.packet.read(body)
	}
	s.seen |= m
	s.malformed &^= m
	if !ok {
		s.malformed |= m
	}
	return m
}

// bandIndicator reads rest octet 1, clause 10.5.2.32: a position of the
// notification channel may precede it.
func bandIndicator(o []byte) bool {
	r := bitReader{octets: o}
	if r.high() {
		r.skip(5)
	}
	return r.high()
}

// second returns a neighbour cell description 2, clause 10.5.2.22a, as one of the
// first kind: it has bit 7 for multiband reporting, too.
func second(o []byte) (list [listOctets]byte) {
	copy(list[:], o)
	list[0] &^= 0x40
	return list
}

// replace reads a list into s, or leaves s when there is none.
func replace(s *arfcns, o []byte) bool {
	list, ok := frequencyList(o)
	if ok {
		*s = list
	}
	return ok
}

// third reads System Information 3, clause 9.1.35.
func (s *System) third(b []byte) (ok bool) {
	area, ok := parseLocation(b[2:])
	if !ok {
		return false
	}
	s.cellID, s.area = uint16(b[0])<<8|uint16(b[1]), area
	s.attach, s.reserved, s.channels = b[7]&0x40 != 0, b[7]>>3&7, b[7]&7
	s.paging, s.periodic = b[8]&7+2, b[9]
	s.options = b[10]
	s.choose = parseSelection(b[11:])
	s.access = parseRACH(b[13:])
	r := bitReader{octets: b[16:20]}
	s.again = parseReselection(&r)
	r.high()      // SI 2ter indicator
	r.high()      // early classmark sending
	if r.high() { // scheduling of SI 9
		r.skip(3)
	}
	s.gprs = r.high()
	return true
}

// fourth reads System Information 4, clause 9.1.36, of which System Information 3
// says all again and prevails. The cell broadcast's channel may stand before the
// rest octets.
func (s *System) fourth(b []byte) (ok bool) {
	area, ok := parseLocation(b)
	if !ok {
		return false
	}
	if s.seen&si3 != 0 {
		return area == s.area
	}
	s.area = area
	s.choose = parseSelection(b[5:])
	s.admit(b[7:])
	rest := b[10:]
	if rest[0] == 0x64 { // CBCH channel description
		rest = rest[4:]
		if rest[0] == 0x72 { // CBCH mobile allocation
			rest = rest[min(len(rest), 2+int(rest[1])):]
		}
	}
	r := bitReader{octets: rest}
	s.again = parseReselection(&r)
	return true
}

// admit reads the RACH control parameters, which several messages repeat; those
// of System Information 3 prevail, so that a cell which contradicts itself does
// not seem to change.
func (s *System) admit(b []byte) {
	if s.seen&si3 == 0 {
		s.access = parseRACH(b)
	}
}
