package fec

// PN9Length is the period of a PN9 sequence in bits.
const PN9Length = 511

// PN9 returns one period of the sequence of x⁹ + x⁵ + 1 (ITU-T O.150 clause 5.1)
// from nine ones on, as bits.
func PN9() (bits [PN9Length]byte) {
	reg := uint(0x1FF)
	for i := range bits {
		bits[i] = byte(reg & 1)
		reg = reg>>1 | (reg^reg>>5)&1<<8
	}
	return bits
}
