package synth

import "vigie/sdr/fec"

// sikSync follows the preamble of eight octets.
const sikSync = 0x2DD4

// sikCRC is the radio's own check, over header, length and contents: CRC-16 with
// x¹⁶ + x¹⁵ + x² + 1.
var sikCRC = fec.NewCRC(16, 0x8005)

var pn9 = fec.PN9()

// modulate appends a packet's symbols.
func (b *sikSchedule) modulate(dst []float32, contents []byte) []float32 {
	for range 8 {
		dst = appendSymbols(dst, 0xAA)
	}
	dst = appendSymbols(dst, sikSync>>8, sikSync&0xFF)
	var octets []byte
	if b.Golay {
		octets = b.golay(contents)
	} else {
		octets = append(octets, byte(b.NetID>>8), byte(b.NetID), byte(len(contents)))
		octets = append(octets, contents...)
		sum := sikCRC.Packed(octets, 8*len(octets))
		octets = append(octets, byte(sum>>8), byte(sum))
	}
	begin := len(dst)
	dst = appendSymbols(dst, octets...)
	for i := range dst[begin:] {
		if pn9[(i+b.Phase)%fec.PN9Length] == 1 {
			dst[begin+i] = -dst[begin+i]
		}
	}
	return dst
}

// golay returns what a packet with error correction is on the air: its length,
// then, coded, the network's number, the check of the contents and the contents,
// each in threes of octets.
func (b *sikSchedule) golay(contents []byte) []byte {
	n := byte(len(contents))
	sum := sikSoftCRC(contents)
	plain := []byte{byte(b.NetID), byte(b.NetID >> 8), n, byte(sum), byte(sum >> 8), n}
	plain = append(plain, contents...)
	for len(plain)%3 != 0 {
		plain = append(plain, 0)
	}
	octets := []byte{byte(2 * len(plain))}
	for ; len(plain) > 0; plain = plain[3:] {
		for _, v := range []uint16{uint16(plain[0]) | uint16(plain[1]&0xF)<<8, uint16(plain[2]) | uint16(plain[1]&0xF0)<<4} {
			word := fec.GolayEncode(v)
			octets = append(octets, byte(word), byte(word>>8), byte(word>>16))
		}
	}
	return octets
}

// sikSoftCRC is the firmware's check: what is left of the contents themselves,
// without sixteen zeros behind them, divided by x¹⁶ + x¹² + x⁵ + 1.
func sikSoftCRC(contents []byte) uint16 {
	var reg uint32
	for _, o := range contents {
		for i := 7; i >= 0; i-- {
			reg = reg<<1 | uint32(o>>i&1)
			if reg&0x10000 != 0 {
				reg ^= 0x11021
			}
		}
	}
	return uint16(reg)
}
