package timbre

import (
	"math"
	"testing"
)

// tone is a second of a detuned comb in noise.
func tone() []float32 {
	x := make([]float32, Hop*Hops)
	state := uint32(1)
	for i := range x {
		state = state*1664525 + 1013904223
		v := float64(state>>8)/(1<<24) - 0.5
		for h := 1.; h < 9; h++ {
			v += math.Sin(2*math.Pi*187*h*float64(i)/RateHz) / h
		}
		x[i] = float32(0.1 * v)
	}
	return x
}

func BenchmarkSecond(b *testing.B) {
	a, x := New(), tone()
	var v Vector
	for b.Loop() {
		for y := x; len(y) > 0; {
			n, _ := a.Push(y)
			y = y[n:]
		}
		v = a.Look(v)
		v = a.Look(v)
	}
}
