package fec

import "testing"

// TestPN9 begins as public tables of the sequence do, packed with the first bit on
// top.
func TestPN9(t *testing.T) {
	bits := PN9()
	for i, want := range []byte{
		0xFF, 0x87, 0xB8, 0x59, 0xB7, 0xA1, 0xCC, 0x24, 0x57, 0x5E, 0x4B, 0x9C, 0x0E, 0xE9, 0xEA, 0x50,
		0x2A, 0xBE, 0xB4, 0x1B, 0xB6, 0xB0, 0x5D, 0xF1, 0xE6, 0x9A, 0xE3, 0x45, 0xFD, 0x2C, 0x53, 0x18, 0x0C, 0xCA, 0xC9, 0xFB,
	} {
		var got byte
		for _, b := range bits[8*i : 8*i+8] {
			got = got<<1 | b
		}
		if got != want {
			t.Errorf("octet %d: %02x, want %02x", i, got, want)
		}
	}
	seen := map[uint]bool{}
	for i := range bits {
		var state uint
		for k := range 9 {
			state = state<<1 | uint(bits[(i+k)%PN9Length])
		}
		seen[state] = true
	}
	if len(seen) != PN9Length {
		t.Errorf("%d states, want %d", len(seen), PN9Length)
	}
}
