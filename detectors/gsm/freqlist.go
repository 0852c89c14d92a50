package gsm

import "math/bits"

// arfcns is a set of channel numbers, 0 to 1023.
type arfcns [16]uint64

func (s *arfcns) add(n int) { s[n>>6&15] |= 1 << (n & 63) }

// count returns how many there are.
func (s *arfcns) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// list appends them to dst in order.
func (s *arfcns) list(dst []int) []int {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			dst = append(dst, 64*i+bits.TrailingZeros64(w))
		}
	}
	return dst
}

// union adds those of o.
func (s *arfcns) union(o *arfcns) {
	for i := range s {
		s[i] |= o[i]
	}
}

// The formats of a list of frequencies, in bits 8, 7, 4, 3 and 2 of its first
// octet (TS 44.018 table 10.5.2.1b.1). Bits 6 and 5 are the neighbour lists'
// EXT-IND and BA-IND.
const (
	formatMask  = 0xCE
	bitmap0     = 0x00
	range1024   = 0x80 // with bits 3 and 2 in use
	range512    = 0x88
	range256    = 0x8A
	range128    = 0x8C
	variableMap = 0x8E
)

// frequencyList reads a list of frequencies of TS 44.018 clause 10.5.2.1b, as in
// the cell channel description and the neighbour cell descriptions. It reports
// false for a format that does not exist.
func frequencyList(o []byte) (s arfcns, ok bool) {
	if len(o) < 2 {
		return s, false
	}
	r := bitReader{octets: o}
	switch {
	case o[0]&0xC0 == bitmap0:
		return bitmapZero(o), true
	case o[0]&0xC8 == range1024:
		r.skip(5)
		if r.bits(1) == 1 {
			s.add(0)
		}
		s.ranges(&r, 1023, 0)
		return s, true
	}
	var size int
	switch o[0] & formatMask {
	case range512:
		size = 511
	case range256:
		size = 255
	case range128:
		size = 127
	case variableMap:
	default:
		return s, false
	}
	r.skip(7)
	origin := r.bits(10)
	s.add(origin)
	if size > 0 {
		s.ranges(&r, size, origin)
		return s, true
	}
	for n := 1; n <= 111 && r.left() > 0; n++ {
		if r.bits(1) == 1 {
			s.add((origin + n) % 1024)
		}
	}
	return s, true
}

// bitmapZero reads channels 124 to 1 from the lower half of the first octet on.
func bitmapZero(o []byte) (s arfcns) {
	r := bitReader{octets: o}
	r.skip(4)
	for n := 124; n >= 1 && r.left() > 0; n-- {
		if r.bits(1) == 1 {
			s.add(n)
		}
	}
	return s
}

// maxWords is more than the words that 16 octets hold in any range format.
const maxWords = 32

// ranges reads the words of a range format and adds the channels they stand for:
// the tree of TS 44.018 annex J, in which the word of a node tells its distance
// from its parent, each level in half the range of the one above. Word 0 is at
// the root's modulus; a node i of the level that begins at the power of two j
// hangs left of i-j/2 when it lies in the level's first half, else right of i-j. A word of zero stands for no channel;
// the standard has only more zeros behind it.
func (s *arfcns) ranges(r *bitReader, size, origin int) {
	var words [maxWords]int
	width := bits.Len(uint(size))
	for i := 1; i < maxWords; i++ {
		w := width + 1 - bits.Len(uint(i))
		if w < 1 || r.left() < w {
			return
		}
		if words[i] = r.bits(w); words[i] != 0 {
			s.add((origin + resolve(&words, i, size)) % 1024)
		}
	}
}

// resolve returns the value of word i.
func resolve(words *[maxWords]int, i, size int) int {
	n := words[i]
	for level := bits.Len(uint(i)) - 1; level > 0; level-- {
		j := 1 << level
		modulus := size >> (level - 1) // of the parent's level
		if 2*i < 3*j {
			i -= j / 2
			n -= (modulus + 1) / 2
		} else {
			i -= j
		}
		n = smod(n+words[i], modulus)
	}
	return n
}

// smod returns a modulo n in 1…n.
func smod(a, n int) int {
	if a %= n; a <= 0 {
		a += n
	}
	return a
}
