package school

import (
	"math"

	"vigie/detectors/rotor/timbre"
)

// helicopter models a main rotor whose blades slap 11–35 times a second: pulses
// that ring below 300 Hz and swell the noise of engine and airflow, with the
// lines of a tail rotor.
func helicopter(r *prng, n int) []float64 {
	const dt = 1. / timbre.RateHz
	slapHz := math.Exp(r.uniform(math.Log(10), math.Log(32)))
	sharp := r.uniform(1, 12) // of the pulses
	tailHz := r.uniform(55, 150)
	tail := math.Exp(r.uniform(math.Log(0.02), math.Log(1)))
	tailFall := r.uniform(3, 12)
	swell := r.uniform(0.2, 1)
	level := math.Exp(r.uniform(math.Log(0.1), math.Log(3))) // of the noise
	ring := 2 * math.Pi * r.uniform(25, 160) * dt
	damp := math.Exp(-2 * math.Pi * r.uniform(15, 90) * dt)
	pole := math.Exp(-2 * math.Pi * math.Exp(r.uniform(math.Log(150), math.Log(3000))) * dt)
	whine, whineHz := math.Exp(r.uniform(math.Log(0.001), math.Log(0.1))), r.uniform(1500, 6000)
	blades := []int{2, 2, 3, 4, 4, 5}[r.below(6)]
	var uneven [5]float64
	for i := range uneven {
		uneven[i] = 1 + 0.15*r.normal()
	}
	y := make([]float64, n)
	phase, tailPhase, count := 0., 0., 0
	var low, y1, y2 float64
	c1, c2 := 2*damp*math.Cos(ring), damp*damp
	for i := range y {
		phase += slapHz * dt
		tailPhase += 2 * math.Pi * tailHz * dt
		if phase >= 1 {
			phase--
			count = (count + 1) % blades
		}
		pulse := uneven[count] * math.Exp(sharp*(math.Cos(2*math.Pi*phase)-1))
		low = pole*low + (1-pole)*r.normal()/math.Sqrt(1-pole)
		drive := pulse*(0.3+0.7*r.normal()*swell) + 0.1*r.normal()
		y0 := c1*y1 - c2*y2 + drive*(1-damp)
		y1, y2 = y0, y1
		v := 0.
		for h := 1; h <= 8; h++ {
			v += math.Pow(float64(h), -tailFall/6.02) * math.Sin(float64(h)*tailPhase)
		}
		y[i] = 2*y0 + 0.3*level*low*(1-swell+2*swell*pulse) + 0.2*tail*v + 0.1*whine*math.Sin(2*math.Pi*whineHz*float64(i)*dt)*(1-swell/2+swell*pulse)
	}
	return y
}
