package downlink

import "testing"

var bandwidths = []int{6, 15, 25, 50, 75, 100}

// TestSpreadingUsesEveryBlockOnce in either slot, and moves it between them by the
// gap or by half a unit.
func TestSpreadingUsesEveryBlockOnce(t *testing.T) {
	for _, rb := range bandwidths {
		for gap := 1; gap <= 2; gap++ {
			if _, second := gaps(rb); gap == 2 && second == 0 {
				continue
			}
			s := spread(rb, gap)
			for slot := range 2 {
				seen := map[int]bool{}
				for v := range s.blocks {
					p := s.physical(v, slot)
					if p < 0 || p >= rb || seen[p] {
						t.Errorf("%d blocks, gap %d, slot %d: virtual %d is physical %d", rb, gap, slot, v, p)
					}
					seen[p] = true
				}
			}
		}
	}
}

// TestMessageLengths are those that TS 36.212 clauses 5.3.3.1.3 and 5.3.3.1.4 give.
func TestMessageLengths(t *testing.T) {
	for _, c := range []struct{ rb, full, tdd, compact int }{
		{6, 21, 23, 8}, {15, 22, 25, 10}, {25, 25, 27, 12}, {50, 27, 29, 13}, {75, 27, 30, 14}, {100, 28, 31, 15},
	} {
		full, compact := (&Cell{RB: c.rb}).messageBits()
		tdd, _ := (&Cell{RB: c.rb, TDD: true}).messageBits()
		if full != c.full || tdd != c.tdd || compact != c.compact {
			t.Errorf("%d blocks: format 1A has %d bits, %d in TDD, format 1C %d", c.rb, full, tdd, compact)
		}
	}
}

func FuzzControlMessage(f *testing.F) {
	f.Add([]byte{0x80, 0x12, 0x34, 0x56}, uint8(3), false)
	f.Fuzz(func(t *testing.T, data []byte, width uint8, tdd bool) {
		c := Cell{RB: bandwidths[int(width)%len(bandwidths)], TDD: tdd, Ports: 2}
		var bits [64]byte
		for i := range bits {
			if i/8 < len(data) {
				bits[i] = data[i/8] >> (7 - i%8) & 1
			}
		}
		full, compact := c.messageBits()
		var taken [2][maxRB]bool
		if a, ok := c.parse1A(bits[:full]); ok && !c.place(&taken, &a) {
			t.Errorf("format 1A leaves the carrier: %+v", a)
		}
		if a, ok := c.parse1C(bits[:compact]); ok && !c.place(&taken, &a) {
			t.Errorf("format 1C leaves the carrier: %+v", a)
		}
	})
}
