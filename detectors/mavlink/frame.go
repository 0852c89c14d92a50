package mavlink

// The first octets of a frame.
const (
	start1 = 0xFE
	start2 = 0xFD
)

// Lengths in octets.
const (
	header1   = 6
	header2   = 10
	check     = 2
	signature = 13
	longest   = header2 + 255 + check + signature
)

// signed is the flag of a frame with a signature; frames with any other flag are
// of a later version.
const signed = 1

// A Frame is one whose check passed.
type Frame struct {
	Version   int  // 1 or 2
	Signed    bool // with a signature, which is not verified
	Sequence  byte
	System    byte
	Component byte
	Message   uint32
	Payload   []byte // valid until the next call of the Parser
}

// A Parser finds frames in a stream of octets, parts of which may be missing.
type Parser struct {
	buf   [longest]byte
	n     int
	frame Frame
}

// Reset forgets the part of a frame that is held: what comes next does not follow.
func (p *Parser) Reset() { p.n = 0 }

// Push takes the next octets and calls found for every frame that they complete.
func (p *Parser) Push(octets []byte, found func(*Frame)) {
	for len(octets) > 0 {
		took := copy(p.buf[p.n:], octets)
		p.n += took
		octets = octets[took:]
		p.work(found)
	}
}

// work takes frames from the front of the buffer until more octets are needed. It
// leaves room.
func (p *Parser) work(found func(*Frame)) {
	at := 0
	for at < p.n {
		var length int
		if p.frame, length = parse(p.buf[at:p.n]); length == 0 {
			break
		}
		if p.frame.Version != 0 {
			found(&p.frame)
		}
		at += length
	}
	p.n = copy(p.buf[:], p.buf[at:p.n])
}

// parse returns the frame at the front of b with its length in octets; no frame
// and 1 where there is none, no frame and 0 where b is too short to tell.
func parse(b []byte) (f Frame, length int) {
	var header, tail int
	switch b[0] {
	case start1:
		header, tail = header1, check
	case start2:
		header, tail = header2, check
	default:
		return f, 1
	}
	if len(b) < header {
		return f, 0
	}
	if header == header2 {
		switch b[2] {
		case 0:
		case signed:
			tail += signature
		default:
			return f, 1
		}
	}
	end := header + int(b[1])
	id := uint32(b[5])
	if header == header2 {
		id = uint32(b[7]) | uint32(b[8])<<8 | uint32(b[9])<<16
	}
	m, known := lookup(id)
	if !known || header == header1 && int(b[1]) != int(m.length) {
		return f, 1
	}
	if len(b) < end+tail {
		return f, 0
	}
	if crc(m.extra, b[1:end]) != uint16(b[end])|uint16(b[end+1])<<8 {
		return f, 1
	}
	f = Frame{Version: 1, Sequence: b[2], System: b[3], Component: b[4], Message: id, Payload: b[header:end]}
	if header == header2 {
		f.Version, f.Signed = 2, b[2] == signed
		f.Sequence, f.System, f.Component = b[4], b[5], b[6]
	}
	return f, end + tail
}

// crc returns the check over octets and the definition's digest.
func crc(extra byte, octets []byte) uint16 {
	sum := uint16(0xFFFF)
	for _, o := range octets {
		sum = accumulate(sum, o)
	}
	return accumulate(sum, extra)
}

func accumulate(sum uint16, o byte) uint16 {
	sum ^= uint16(o)
	for range 8 {
		sum = sum>>1 ^ 0x8408&-(sum&1)
	}
	return sum
}
