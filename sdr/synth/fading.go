package synth

import (
	"math"
	"math/rand/v2"
	"strings"
)

// A tap is one path of a channel model.
type tap struct{ delayNS, powerDB float64 }

// channels are the delay profiles of TS 36.101 annex B.2.1, tables B.2.1-2 to
// B.2.1-4, those of twelve and six taps of TS 45.005 annex C.3 (typical urban,
// hilly terrain, equalisation test), and "none", a single path that does not
// fade.
var channels = map[string][]tap{
	"none": {{0, 0}},
	"epa":  {{0, 0}, {30, -1}, {70, -2}, {90, -3}, {110, -8}, {190, -17.2}, {410, -20.8}},
	"eva": {
		{0, 0},
		{30, -1.5},
		{150, -1.4},
		{310, -3.6},
		{370, -0.6},
		{710, -9.1},
		{1090, -7},
		{1730, -12},
		{2510, -16.9},
	},
	"etu": {
		{0, -1},
		{50, -1},
		{120, -1},
		{200, 0},
		{230, 0},
		{500, 0},
		{1600, -3},
		{2300, -5},
		{5000, -7},
	},
	"tu": {
		{0, -4},
		{100, -3},
		{300, 0},
		{500, -2.6},
		{800, -3},
		{1100, -5},
		{1300, -7},
		{1700, -5},
		{2300, -6.5},
		{3100, -8.6},
		{3200, -11},
		{5000, -10},
	},
	"ht": {
		{0, -10},
		{100, -8},
		{300, -6},
		{500, -4},
		{700, 0},
		{1000, 0},
		{1300, -4},
		{15000, -8},
		{15200, -9},
		{15700, -10},
		{17200, -12},
		{20000, -14},
	},
	"eq": {{0, 0}, {3200, 0}, {6400, 0}, {9600, 0}, {12800, 0}, {16000, 0}},
}

// sinusoids is how many plane waves make up one Rayleigh path.
const sinusoids = 16

// A wave is one of them: frequency in hertz, phase in turns.
type wave struct{ hz, turns float64 }

// A fading channel is a set of paths whose gains move as the classical Doppler
// spectrum of TS 36.101 annex B.2.2 has them: each path the sum of plane waves
// from evenly spread directions, with random phases. The mean power of all
// paths together is 1.
type fading struct {
	delays []float64 // seconds
	amps   []float64 // of each wave of a path
	waves  [][]wave
}

// newFading draws a channel of a known profile; dopplerHz is the maximum shift.
func newFading(profile string, dopplerHz float64, random *rand.Rand) *fading {
	taps := channels[strings.ToLower(profile)]
	n := sinusoids
	if len(taps) == 1 {
		n, dopplerHz = 1, 0
	}
	var total float64
	for _, t := range taps {
		total += fromDB(t.powerDB)
	}
	f := &fading{}
	for _, t := range taps {
		f.delays = append(f.delays, t.delayNS*1e-9)
		f.amps = append(f.amps, math.Sqrt(fromDB(t.powerDB)/total/float64(n)))
		waves, turn := make([]wave, n), random.Float64()
		for i := range waves {
			direction := 2 * math.Pi * (float64(i) + turn) / float64(n)
			waves[i] = wave{dopplerHz * math.Cos(direction), random.Float64()}
		}
		f.waves = append(f.waves, waves)
	}
	return f
}

// gains writes the complex gain of each path at a time in seconds.
func (f *fading) gains(dst []complex64, seconds float64) {
	for l, waves := range f.waves {
		var re, im float64
		for _, w := range waves {
			_, turns := math.Modf(w.turns + w.hz*seconds)
			s, c := math.Sincos(2 * math.Pi * turns)
			re, im = re+c, im+s
		}
		dst[l] = complex(float32(f.amps[l]*re), float32(f.amps[l]*im))
	}
}
