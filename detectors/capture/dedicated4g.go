package capture

import "vigie/detectors/uper"

// What is read on dedicated channels of LTE: kinds of messages, the algorithms
// that are chosen and whether a release leads to 2G (TS 36.331 clause 6.2.2, TS
// 24.301 clauses 8.2 and 9).

// downlinkSign reads a DL-DCCH-Message.
func downlinkSign(o []byte) sign {
	r := uper.NewReader(o)
	if r.Bool() { // a class of messages that is not defined
		return nothing
	}
	kind := r.Bits(4)
	r.Bits(2)     // transaction
	if r.Bool() { // critical extensions of the future
		return nothing
	}
	if r.Bits(2) != 0 { // not the first version
		return nothing
	}
	s := nothing
	switch kind {
	case 1: // downlink information transfer
		r.Bool() // extensions follow
		if r.Enum(3) == 0 {
			s = within(r, false)
		}
	case 5:
		s = releaseSign(r)
	case 6: // security mode command
		r.Bool()                           // extensions follow
		r.Bool()                           // of the configuration
		if s = proves; r.EnumExt(8) == 0 { // ciphering by nothing
			s = bare
		}
	}
	if r.Err() != nil {
		return nothing
	}
	return s
}

// releaseSign reads an RRCConnectionRelease from its first version's fields on.
func releaseSign(r *uper.Reader) sign {
	redirected := r.Bool()
	r.Bits(2) // priorities, extensions
	r.Bits(2) // cause
	const geran = 1
	if redirected && r.EnumExt(6) == geran {
		return toGSM
	}
	return ends
}

// within reads the NAS message in an OCTET STRING: as much of it as tells its kind,
// which is erased at once.
func within(r *uper.Reader, uplink bool) sign {
	var o [protection + 3]byte
	defer clear(o[:])
	n := r.Length()
	for i := range min(n, len(o)) {
		o[i] = byte(r.Bits(8))
	}
	if n > len(o) {
		r.Skip(8 * (n - len(o)))
	}
	return nasSign(o[:min(n, len(o))], uplink)
}

// protection is the length of the header of a protected message, TS 24.301 clause
// 9.1.
const protection = 6

// uplinkSign reads a UL-DCCH-Message: the NAS message in it.
func uplinkSign(o []byte) sign {
	r := uper.NewReader(o)
	if r.Bool() {
		return nothing
	}
	kind := r.Bits(4)
	s := nothing
	switch kind {
	case 4: // connection setup complete
		r.Bits(2)
		if r.Bool() || r.Bits(2) != 0 {
			return nothing
		}
		registered := r.Bool()
		r.Bool()  // extensions follow
		r.Bits(3) // selected network: 1 to 6
		if registered {
			if r.Bool() { // the network's code is there
				if r.Bool() {
					r.Bits(12)
				}
				r.Bits(4 * (2 + int(r.Bits(1))))
			}
			r.Bits(16 + 8)
		}
		s = within(r, true)
	case 9: // information transfer
		if r.Bool() || r.Bits(2) != 0 {
			return nothing
		}
		r.Bool()
		if r.Enum(3) == 0 {
			s = within(r, true)
		}
	}
	if r.Err() != nil {
		return nothing
	}
	return s
}

// requestSign reads a UL-CCCH-Message: a phone that asks for a connection.
func requestSign(o []byte) sign {
	const request = 0x40 // 0 for the first class, 1 for the second message of two
	if len(o) > 0 && o[0]&0xC0 == request {
		return begins
	}
	return nothing
}

// nasSign reads a NAS message of LTE. What is ciphered says nothing.
func nasSign(o []byte, uplink bool) sign {
	if len(o) < 2 || o[0]&0x0F != 7 { // mobility management
		return nothing
	}
	protected := false
	switch o[0] >> 4 {
	case 0:
	case 1, 3: // integrity alone: the message follows six octets behind
		protected = true
		if o = o[min(protection, len(o)):]; len(o) < 2 || o[0] != 7 {
			return nothing
		}
	case 12: // service request: a connection of its own
		if uplink {
			return begins
		}
		return nothing
	default:
		return nothing
	}
	if uplink {
		switch o[1] {
		case 0x41, 0x48, 0x4D: // attach, tracking area update, control plane service
			return begins
		case 0x4C: // extended service: a call on an older system
			return fallback
		}
		return nothing
	}
	switch o[1] {
	case 0x55: // identity request
		if len(o) > 2 && o[2]&7 == permanent {
			return asks
		}
	case 0x52: // authentication request
		return proves
	case 0x5D: // security mode command
		if len(o) > 2 && o[2]&0x70 == 0 {
			return bare
		}
		return proves
	case 0x44, 0x45, 0x4B, 0x4E, 0x54: // attach reject, detach, update, service and authentication reject
		if !protected {
			return refuses
		}
	}
	return nothing
}
