package school

import (
	"math"
	"slices"
	"testing"

	"vigie/detectors/rotor/timbre"
)

// TestModelsSound: each gives the length asked for, the same from the same seed and
// something else from another, loud enough for looks.
func TestModelsSound(t *testing.T) {
	for _, m := range models {
		play := func(seed prng) []float64 { return m.sound(&seed, taken) }
		x := play(1)
		if len(x) != taken {
			t.Fatalf("%s: %d samples, want %d", m.name, len(x), taken)
		}
		if !slices.Equal(x, play(1)) || slices.Equal(x, play(2)) {
			t.Errorf("%s: what is heard is not the seed's", m.name)
		}
		if level := rms(x); !(level > 1e-4) || math.IsInf(level, 0) {
			t.Errorf("%s: level %v", m.name, level)
		}
		seed := prng(3)
		if looks := Look(record(&seed, x), timbre.RateHz/2); len(looks) != 3 {
			t.Errorf("%s: %d looks", m.name, len(looks))
		}
	}
}

func rms(x []float64) float64 {
	sum := 0.
	for _, v := range x {
		sum += v * v / float64(len(x))
	}
	return math.Sqrt(sum)
}
