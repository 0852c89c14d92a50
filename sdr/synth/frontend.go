package synth

import (
	"math"
	"math/rand/v2"
)

// A FrontEnd spoils the samples as a zero-IF receiver does, before its converter
// clips and rounds them.
type FrontEnd struct {
	NoiseDBFS  float64 `toml:"noise_dbfs"`   // total noise power in the band; full scale ±1 has 0 dBFS
	DCDBFS     float64 `toml:"dc_dbfs"`      // power of the spur at 0 Hz; 0 for none
	IQGainDB   float64 `toml:"iq_gain_db"`   // how much stronger Q is than I
	IQPhaseDeg float64 `toml:"iq_phase_deg"` // how much Q is ahead of its quarter turn
}

// A frontEnd applies one.
type frontEnd struct {
	noise  *rand.Rand
	sigma  float64 // of each component
	dc     complex64
	cross  float32 // share of I in Q
	direct float32 // share of Q in Q
}

func (f FrontEnd) open(random *rand.Rand) *frontEnd {
	e := &frontEnd{noise: random, sigma: math.Sqrt(fromDB(f.NoiseDBFS) / 2)}
	if f.DCDBFS != 0 {
		s, c := math.Sincos(2 * math.Pi * random.Float64())
		level := math.Sqrt(fromDB(f.DCDBFS))
		e.dc = complex(float32(level*c), float32(level*s))
	}
	s, c := math.Sincos(f.IQPhaseDeg * math.Pi / 180)
	gain := math.Sqrt(fromDB(f.IQGainDB))
	e.cross, e.direct = float32(gain*s), float32(gain*c)
	return e
}

// spoil adds noise, then the imbalance of the mixers and the spur.
func (e *frontEnd) spoil(iq []complex64) {
	for i, x := range iq {
		re := real(x) + float32(e.sigma*e.noise.NormFloat64())
		im := imag(x) + float32(e.sigma*e.noise.NormFloat64())
		iq[i] = complex(re, e.cross*re+e.direct*im) + e.dc
	}
}
