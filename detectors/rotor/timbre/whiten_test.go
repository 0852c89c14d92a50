package timbre

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNth finds what sorting finds, among equal values too.
func TestNth(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		v := make([]float64, 1+r.IntN(60))
		for i := range v {
			v[i] = float64(r.IntN(1 + r.IntN(100)))
		}
		n := r.IntN(len(v))
		sorted := slices.Sorted(slices.Values(v))
		if got := nth(slices.Clone(v), n); got != sorted[n] {
			t.Fatalf("place %d of %v: %v, want %v", n, v, got, sorted[n])
		}
	}
}
