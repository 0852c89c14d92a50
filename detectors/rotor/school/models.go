package school

import (
	"context"
	"fmt"
	"math"
	"time"

	"vigie/acoustic"
	"vigie/acoustic/synth"
	"vigie/detectors/rotor"
)

// A model is a kind of thing of which the recordings are few, or of few kinds, and
// how many lessons are modelled of it.
type model struct {
	name    string
	class   rotor.Class
	lessons int
	sound   func(r *prng, n int) []float64
}

// models: multirotors of any size, so that those of the recordings are not taken
// for all there are, and engines and horns, which are the likest to them.
var models = []model{
	{"helicopters", rotor.Helicopter, 240, helicopter},
	{"multirotors", rotor.Multirotor, 400, scene(func(r *prng, e synth.Emitter, s *synth.Scene) {
		s.Multirotor = []synth.Multirotor{{
			Emitter: e, Rotors: []int{3, 4, 4, 4, 4, 6, 8}[r.below(7)], Blades: []int{2, 2, 2, 3}[r.below(4)], RPM: r.log(2400, 15000),
			Detune: r.log(0.003, 0.1), Wander: r.log(0.001, 0.02), AM: r.uniform(0.02, 0.4), Broadband: r.uniform(-15, 12),
		}}
	})},
	{"chainsaws", rotor.None, 120, scene(func(r *prng, e synth.Emitter, s *synth.Scene) {
		s.Chainsaw = []synth.Chainsaw{{Emitter: e, Idle: r.uniform(2000, 4500), Full: r.uniform(6000, 14000)}}
	})},
	{"motorcycles", rotor.None, 120, scene(func(r *prng, e synth.Emitter, s *synth.Scene) {
		low := r.uniform(900, 5000)
		s.Motorcycle = []synth.Motorcycle{{Emitter: e, Cylinders: 1 + r.below(4), Low: low, High: max(2000, low*r.uniform(1.02, 2.5))}}
	})},
	{"sirens", rotor.None, 80, scene(func(r *prng, e synth.Emitter, s *synth.Scene) {
		low := r.log(200, 1200)
		s.Siren = []synth.Siren{{Emitter: e, Low: low, High: low * r.uniform(1, 2), Period: r.log(0.2, 6), Wail: r.chance(0.5)}}
	})},
	{"crowds", rotor.None, 60, scene(func(r *prng, e synth.Emitter, s *synth.Scene) {
		s.Crowd = []synth.Crowd{{Emitter: e, People: 2 + r.below(40)}}
	})},
}

// scene plays a thing of a scene that flies or drives by, 3 to 90 m away.
func scene(put func(r *prng, e synth.Emitter, s *synth.Scene)) func(*prng, int) []float64 {
	return func(r *prng, n int) []float64 {
		s := synth.Scene{
			Seed: r.next(), Seconds: acoustic.Rate.Duration(uint64(n)).Seconds(),
			FullScale: 120, Ambient: -20, Channels: 1, Height: r.uniform(1, 6), Ground: r.log(100, 20000),
			Air: synth.Air{Temperature: r.uniform(0, 30), Humidity: r.uniform(30, 90), Pressure: 101.325},
		}
		put(r, synth.Emitter{
			Level: 110, From: [3]float64{r.uniform(-40, 40), r.log(3, 80), r.uniform(1, 40)},
			Speed: [3]float64{r.uniform(-15, 15), r.uniform(-5, 5), 0},
		}, &s)
		src, err := s.Open(time.Time{})
		if err != nil {
			panic(fmt.Sprintf("school: a model: %v", err)) // its ranges are those above
		}
		x := make([]float64, 0, n)
		var b acoustic.Block
		for src.Read(context.Background(), &b) == nil {
			for _, v := range b.PCM[0] {
				x = append(x, float64(v))
			}
		}
		return x
	}
}

// log is in [lo, hi), its logarithm evenly.
func (p *prng) log(lo, hi float64) float64 {
	return math.Exp(p.uniform(math.Log(lo), math.Log(hi)))
}
