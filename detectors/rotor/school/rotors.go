package school

import (
	"math"

	"vigie/detectors/rotor/timbre"
)

// multirotor models an aircraft of four to eight rotors that hovers or moves a
// little: every rotor a comb of its own at the blades' passing, detuned and
// corrected all the time, with lines of the shaft between, whine of the motor,
// and hiss of the airflow that beats with the blades.
func multirotor(r *prng, n int) []float64 {
	rotors := []int{4, 4, 4, 4, 6, 6, 8, 2, 3}[r.below(9)]
	blades := []float64{2, 2, 2, 3, 4}[r.below(5)]
	passHz := 75 * math.Exp(r.uniform(0, 2)) // 75–550 Hz
	detune := math.Exp(r.uniform(math.Log(0.004), math.Log(0.06)))
	fall := r.uniform(2, 11) // dB an octave
	wander := math.Exp(r.uniform(math.Log(0.0005), math.Log(0.006)))
	shaft := math.Exp(r.uniform(math.Log(0.01), math.Log(0.5)))
	whine := math.Exp(r.uniform(math.Log(0.003), math.Log(0.2)))
	poles := float64([]int{6, 7, 7, 7, 11, 12, 14}[r.below(7)])
	hissDB := r.uniform(-25, 5)
	drift := 0.02 * r.normal() // a second
	const dt = 1. / timbre.RateHz

	y := make([]float64, n)
	hiss := make([]float64, n)
	var colour [3]float64
	pole := math.Exp(-2 * math.Pi * r.uniform(150, 600) * dt)
	pole2 := math.Exp(-2 * math.Pi * r.uniform(2000, 7000) * dt)
	for i := range hiss {
		v := r.normal()
		colour[0] = pole*colour[0] + v // low-pass; the difference is high-pass
		colour[1] = pole2*colour[1] + (v - (1-pole)*colour[0])
		hiss[i] = colour[1] * (1 - pole2)
	}
	tonal := 0.
	harmonics := int(min(40, 7000/passHz))
	gains := make([]float64, harmonics+1)
	for h := 1; h <= harmonics; h++ {
		gains[h] = math.Pow(10, (-fall*math.Log2(float64(h))+4*r.normal())/20)
		tonal += gains[h] * gains[h] / 2
	}
	for range rotors {
		speed := 1 + detune*r.normal()
		level := math.Exp(0.4 * r.normal())
		offset := 0.
		sines, cosines := make([]float64, harmonics+1), make([]float64, harmonics+1)
		for h := range sines {
			sines[h], cosines[h] = math.Sincos(2 * math.Pi * r.uniform(0, 1))
		}
		turn := 2 * math.Pi * r.uniform(0, 1)
		// Corrections: an Ornstein-Uhlenbeck process of 0.1–0.5 s.
		memory := math.Exp(-64 * dt / r.uniform(0.1, 0.5))
		beat := r.uniform(0, 0.6)
		for i := range y {
			if i%64 == 0 {
				offset = memory*offset + wander*math.Sqrt(1-memory*memory)*r.normal()
			}
			f := passHz * (speed + offset + drift*float64(i)*dt)
			turn += 2 * math.Pi * f * dt
			sin, cos := math.Sincos(turn)
			v := 0.
			re, im := cos, sin // harmonics by recurrence
			for h := 1; h <= harmonics; h++ {
				s, c := sines[h], cosines[h]
				v += gains[h] * (re*c - im*s)
				re, im = re*cos-im*sin, re*sin+im*cos
			}
			v += shaft * math.Sin(turn/blades) * gains[1]
			v += whine * math.Sin(turn*2*poles/blades)
			y[i] += level * (v + math.Sqrt(tonal)*math.Pow(10, hissDB/20)*12*hiss[i]*(1+beat*cos))
		}
	}
	return y
}

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
