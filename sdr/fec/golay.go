package fec

import "sync"

// golayGenerator is one of the two generators of the binary Golay code, x¹¹ + x¹⁰ +
// x⁶ + x⁵ + x⁴ + x² + 1.
const golayGenerator = 0xC75

const golayParity = 11

// golayErrors holds the error of weight 3 or less that gives each syndrome. The
// code is perfect: there is exactly one.
var golayErrors = sync.OnceValue(func() *[1 << golayParity]uint32 {
	var errors [1 << golayParity]uint32
	for a := range 24 {
		for b := a; b < 24; b++ {
			for c := b; c < 24; c++ {
				// Bit 23 does not exist: it stands for no error.
				var e uint32
				for _, i := range []int{a, b, c} {
					if bit := uint32(1) << i; i < 23 && e&bit == 0 {
						e |= bit
					}
				}
				errors[golaySyndrome(e)] = e
			}
		}
	}
	return &errors
})

// golaySyndrome returns the remainder of a word's division by the generator.
func golaySyndrome(word uint32) uint32 {
	for i := 22; i >= golayParity; i-- {
		if word>>i&1 == 1 {
			word ^= golayGenerator << (i - golayParity)
		}
	}
	return word
}

// GolayEncode returns the word of the (23, 12) Golay code (M. J. E. Golay, Notes on
// Digital Coding, Proc. IRE 37, 1949) for 12 bits of data, which are its upper ones.
func GolayEncode(data uint16) uint32 {
	word := uint32(data&0xFFF) << golayParity
	return word | golaySyndrome(word)
}

// GolayDecode returns the data of the nearest word and in how many bits, 0 to 3,
// the one received differs from it.
func GolayDecode(word uint32) (data uint16, errors int) {
	word &= 1<<23 - 1
	e := golayErrors()[golaySyndrome(word)]
	for left := e; left != 0; left &= left - 1 {
		errors++
	}
	return uint16((word ^ e) >> golayParity), errors
}
