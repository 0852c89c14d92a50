package detectors

import (
	"testing"

	"vigie/sdr"
)

// TestRecentHoldsTheNewestSamples fills it with samples that say their index, with
// interruptions, and reads all of it back.
func TestRecentHoldsTheNewestSamples(t *testing.T) {
	const rate = 1000 // 360 samples
	f := NewFrame()
	next, since := uint64(0), uint64(0)
	lost := map[uint64]bool{}
	for i, c := range []struct{ gap, n int }{{0, 50}, {0, 50}, {7, 50}, {0, 80}, {0, 31}, {300, 50}, {0, 50}, {0, 50}, {5000, 50}, {0, 50}, {0, 1000}, {0, 50}} {
		for range c.gap {
			lost[next] = true
			next++
		}
		if c.gap > 1000 {
			since = next
		}
		b := sdr.Block{Index: next, Rate: rate, IQ: make([]complex64, c.n)}
		for k := range b.IQ {
			b.IQ[k] = complex(float32(next), 1)
			next++
		}
		f.Show(&b, i == 0)
		r := f.Recent()
		if kept := next - r.First(); kept < min(360, next-since) {
			t.Fatalf("step %d: %d samples kept", i, kept)
		}
		index := r.First()
		one, two := r.Parts(index, next)
		for _, part := range [][]complex64{one, two} {
			for _, v := range part {
				want := complex(float32(index), 1)
				if lost[index] {
					want = 0
				}
				if v != want {
					t.Fatalf("step %d: sample %d is %v", i, index, v)
				}
				index++
			}
		}
		if index != next {
			t.Fatalf("step %d: parts end at %d of %d", i, index, next)
		}
	}
}
