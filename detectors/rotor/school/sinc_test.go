package school

import (
	"math"
	"testing"
)

// TestASpeedMovesATone and keeps its level.
func TestASpeedMovesATone(t *testing.T) {
	x := make([]float32, taken*2)
	for i := range x {
		x[i] = float32(math.Sin(2 * math.Pi * 500 * float64(i) / 16000))
	}
	moved := 0
	for seed := range prng(12) {
		r := seed
		y := cut(&r, x)[1000:9000]
		crossings, power := 0, 0.
		for i := 1; i < len(y); i++ {
			if y[i-1] < 0 && y[i] >= 0 {
				crossings++
			}
			power += y[i] * y[i] / float64(len(y))
		}
		hz := float64(crossings) * 2
		if hz < 395 || hz > 680 || math.Abs(power-0.5) > 0.02 {
			t.Errorf("seed %d: %.0f Hz, power %.3f", seed, hz, power)
		}
		if math.Abs(hz-500) > 10 {
			moved++
		}
	}
	if moved < 4 {
		t.Errorf("%d of 12 moved", moved)
	}
}
