package fec

import "math/bits"

// The Fire code of GSM's control channels, TS 45.003 clause 4.1.2: 184 bits and
// 40 parity bits of the generator (D^23+1)(D^17+D^3+1), sent inverted.
const (
	fireInfo   = 184
	fireParity = 40
	fireBlock  = fireInfo + fireParity
	firePoly   = 1<<26 | 1<<23 | 1<<17 | 1<<3 | 1 // without D^40
	fireMask   = 1<<fireParity - 1
)

// FireBurst is the length of the longest burst of errors that FireCorrect
// mends: what 23 ≥ 2·12-1 and the degree 17 of the generator's factors allow.
const FireBurst = 12

// fireRemainder divides bits, followed by 40 zeros, by the generator.
func fireRemainder(message []byte) (reg uint64) {
	for _, b := range message {
		reg ^= uint64(b) << (fireParity - 1)
		reg = (reg<<1 ^ firePoly&-(reg>>(fireParity-1))) & fireMask
	}
	return reg
}

// fireSyndrome returns 0 for a block of 224 bits with the right parity, and
// otherwise the remainder of its errors.
func fireSyndrome(block []byte) uint64 {
	syndrome := fireRemainder(block[:fireInfo]) ^ fireMask
	for i, b := range block[fireInfo:fireBlock] {
		syndrome ^= uint64(b) << (fireParity - 1 - i)
	}
	return syndrome
}

// FireAppend appends the 40 parity bits of 184 bits to dst.
func FireAppend(dst, info []byte) []byte {
	parity := fireRemainder(info[:fireInfo]) ^ fireMask
	for i := fireParity - 1; i >= 0; i-- {
		dst = append(dst, byte(parity>>i&1))
	}
	return dst
}

// FireCheck reports whether a block of 184 bits and 40 parity bits is intact.
func FireCheck(block []byte) bool { return fireSyndrome(block) == 0 }

// FireCorrect mends one burst of up to FireBurst errors in a block of 184 bits
// and 40 parity bits, and returns how many bits it changed. It changes none when
// the block is intact; ok is false when no such burst explains the errors. A
// block of noise passes once in 2.4 million times, against once in 10^12 for
// FireCheck: who counts on identities should not correct.
func FireCorrect(block []byte) (changed int, ok bool) {
	syndrome := fireSyndrome(block)
	for position := range fireBlock {
		// Here syndrome is the remainder of the errors with the last
		// `position` bits of the block shifted out.
		if syndrome < 1<<FireBurst {
			return fireFlip(block, position, syndrome)
		}
		if syndrome&1 == 1 {
			syndrome ^= 1<<fireParity | firePoly
		}
		syndrome >>= 1
	}
	return 0, false
}

// fireFlip changes the bits of a pattern whose bit 0 lies position bits before
// the end of the block, if it lies within the block.
func fireFlip(block []byte, position int, pattern uint64) (changed int, ok bool) {
	if position+bits.Len64(pattern) > fireBlock {
		return 0, false
	}
	for i := range FireBurst {
		if pattern>>i&1 == 1 {
			block[fireBlock-1-position-i] ^= 1
			changed++
		}
	}
	return changed, true
}
