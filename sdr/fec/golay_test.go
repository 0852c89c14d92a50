package fec

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// TestGolay has distance 7 and corrects what it must.
func TestGolay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for data := range uint16(1 << 12) {
		word := GolayEncode(data)
		if w := bits.OnesCount32(word); data != 0 && w < 7 {
			t.Fatalf("%03x has weight %d", data, w)
		}
		for errors := range 4 {
			e := uint32(0)
			for bits.OnesCount32(e) < errors {
				e |= 1 << random.UintN(23)
			}
			if got, n := GolayDecode(word ^ e); got != data || n != errors {
				t.Fatalf("%03x with error %06x: %03x, %d errors", data, e, got, n)
			}
		}
	}
}
