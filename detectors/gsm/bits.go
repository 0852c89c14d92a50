package gsm

// A bitReader reads a string of bits, most significant bit of each octet first.
// Beyond the end it reads zeros.
type bitReader struct {
	octets []byte
	at     int
}

// left returns how many bits there are before the end, negative behind it.
func (r *bitReader) left() int { return 8*len(r.octets) - r.at }

func (r *bitReader) skip(n int) { r.at += n }

// bits reads the next n bits, up to 32.
func (r *bitReader) bits(n int) (v int) {
	for range n {
		v <<= 1
		if r.at>>3 < len(r.octets) {
			v |= int(r.octets[r.at>>3] >> (7 - r.at&7) & 1)
		}
		r.at++
	}
	return v
}

// flag reads a bit.
func (r *bitReader) flag() bool { return r.bits(1) == 1 }

// padding is what rest octets are filled with. Their optional parts begin with a
// bit that differs from it (H) when they are there and is equal (L) when not,
// TS 44.018 clause 10.5.2 and TS 24.007 annex B.
const padding = 0x2B

// high reads a bit and reports whether it is H. Behind the end everything is
// padding.
func (r *bitReader) high() bool {
	if r.left() <= 0 {
		r.at++
		return false
	}
	fill := padding >> (7 - r.at&7) & 1
	return r.bits(1) != fill
}
