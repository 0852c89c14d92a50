package capture

// What is read on dedicated channels of GSM: message types alone, and of the
// identity request the type that it asks for (TS 24.008 clauses 9.2 and 10.5.3.4,
// TS 44.018 clause 9.1).
const (
	mobility    = 5 // protocol discriminators
	connecting  = 3
	radio       = 6
	lapdmOctets = 3 // address, control, length: TS 44.006 clause 2
)

// gsmSign reads a layer 3 message.
func gsmSign(o []byte, uplink bool) sign {
	if len(o) < 2 {
		return nothing
	}
	switch o[0] & 0x0F {
	case mobility:
		return mobilitySign(o, uplink)
	case radio:
		switch {
		case uplink && o[1] == 0x27: // paging response
			return begins
		case !uplink && o[1] == 0x0D: // channel release
			return ends
		case !uplink && o[1] == 0x35 && len(o) > 2: // ciphering mode command, clause 9.1.9
			if o[2]&1 == 0 {
				return bare
			}
			return proves // without a key that both have, nothing can be ciphered
		}
	case connecting:
		if uplink && o[1]&0x3F == 0x0E { // emergency setup
			return emergent
		}
	}
	return nothing
}

// permanent is the code of the IMSI among types of identity.
const permanent = 1

// mobilitySign reads a message of mobility management; bits 7 and 8 of its type
// are a sequence number.
func mobilitySign(o []byte, uplink bool) sign {
	kind := o[1] & 0x3F
	if uplink {
		switch kind {
		case 0x08, 0x24: // location updating request, CM service request
			return begins
		}
		return nothing
	}
	switch kind {
	case 0x18: // identity request
		if len(o) > 2 && o[2]&7 == permanent {
			return asks
		}
	case 0x12: // authentication request
		return proves
	case 0x04, 0x11, 0x22, 0x29: // location updating, authentication and CM service reject, abort
		return refuses
	}
	return nothing
}

// unframe returns the layer 3 message of a block of a dedicated channel, or nil
// for a frame that begins none: a later segment, or one that carries nothing.
func unframe(block []byte) []byte {
	if len(block) < lapdmOctets {
		return nil
	}
	length := int(block[2] >> 2)
	information := block[1]&1 == 0 || block[1]&0xEC == 0x2C // I, or SABM
	if !information || block[0]>>2&7 != 0 || length == 0 {
		return nil
	}
	return block[lapdmOctets:min(len(block), lapdmOctets+length)]
}
