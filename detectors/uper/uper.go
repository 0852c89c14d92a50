// Package uper reads what the ASN.1 of the cellular standards becomes in the
// unaligned packed encoding rules (ITU-T X.691): the messages of RRC, 3GPP TS
// 36.331 and TS 38.331.
//
// A [Reader] does not know a message; its caller reads field after field in the
// order of the ASN.1. It never fails in the midst: what lies behind the end
// reads as zero, and [Reader.Err] says at the end whether that happened.
package uper

import (
	"errors"
	"fmt"
	"math/bits"
)

// ErrMalformed is wrapped by what Reader.Err returns of a message that ends too
// early or says what its ASN.1 does not allow.
var ErrMalformed = errors.New("malformed")

// A Reader reads one message from its first bit on.
type Reader struct {
	data []byte
	at   int // bits read
	err  error
}

// NewReader returns a Reader of a message in octets, the first bit the most
// significant.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// At returns how many bits were read.
func (r *Reader) At() int { return r.at }

// Err returns the first thing that was wrong, or nil.
func (r *Reader) Err() error { return r.err }

// Fail notes that the message is malformed, unless it is known to be.
func (r *Reader) Fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("uper: bit %d: %w: %s", r.at, ErrMalformed, fmt.Sprintf(format, args...))
	}
}

// Bits reads n bits, up to 64, as a number: a BIT STRING of fixed size.
func (r *Reader) Bits(n int) (v uint64) {
	if r.at+n > 8*len(r.data) {
		r.Fail("%d bits wanted, %d left", n, 8*len(r.data)-r.at)
		r.at = 8 * len(r.data)
		return 0
	}
	for range n {
		v = v<<1 | uint64(r.data[r.at/8]>>(7-r.at%8)&1)
		r.at++
	}
	return v
}

// Skip passes over n bits.
func (r *Reader) Skip(n int) {
	if n < 0 || r.at+n > 8*len(r.data) {
		r.Fail("%d bits to skip, %d left", n, 8*len(r.data)-r.at)
		r.at = 8 * len(r.data)
		return
	}
	r.at += n
}

// Bool reads a BOOLEAN, the mark of an OPTIONAL field or of an extension.
func (r *Reader) Bool() bool { return r.Bits(1) == 1 }

// Int reads an INTEGER (low..high), or the length of a SEQUENCE OF with such a
// size: high-low is less than 65536.
func (r *Reader) Int(low, high int) int {
	span := uint(high - low)
	v := uint(r.Bits(bits.Len(span)))
	if v > span {
		r.Fail("%d in a field of %d to %d", low+int(v), low, high)
		v = span
	}
	return low + int(v)
}

// Enum reads one of n values of an ENUMERATED without extension mark, or one of
// n alternatives of a CHOICE.
func (r *Reader) Enum(n int) int { return r.Int(0, n-1) }

// EnumExt reads an ENUMERATED or CHOICE that may be extended, of n values in its
// first version. A later value is n or more.
func (r *Reader) EnumExt(n int) int {
	if !r.Bool() {
		return r.Enum(n)
	}
	return n + r.small()
}

// small reads a normally small non-negative number, X.691 clause 11.6.
func (r *Reader) small() int {
	if !r.Bool() {
		return int(r.Bits(6))
	}
	n := r.Length()
	if n > 2 {
		r.Fail("a number of %d octets where a small one belongs", n)
		return 0
	}
	return int(r.Bits(8 * n))
}

// Length reads a length without bounds, X.691 clause 11.9.3.5 to 11.9.3.8, in
// what unit the field says. Fragments of 16384 units do not occur in a message
// that fits a transport block.
func (r *Reader) Length() int {
	if !r.Bool() {
		return int(r.Bits(7))
	}
	if r.Bool() {
		r.Fail("a length in fragments")
		return 0
	}
	return int(r.Bits(14))
}

// Open passes over an open type: an OCTET STRING, or the value of an extension.
// It returns a Reader of the octets within.
func (r *Reader) Open() *Reader {
	n := r.Length()
	inner := make([]byte, 0, min(n, len(r.data)))
	for range n {
		if r.err != nil {
			break
		}
		inner = append(inner, byte(r.Bits(8)))
	}
	return &Reader{data: inner, err: r.err}
}

// Extensions passes over the extension additions of a SEQUENCE whose extension
// mark was set, X.691 clause 19.7 to 19.9.
func (r *Reader) Extensions() {
	n := 1
	if !r.Bool() {
		n += int(r.Bits(6))
	} else {
		n = r.Length()
	}
	present := 0
	for range n {
		if r.Bool() {
			present++
		}
		if r.err != nil {
			return
		}
	}
	for range present {
		r.Skip(8 * r.Length())
	}
}
