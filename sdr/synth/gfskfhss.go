package synth

import (
	"math"
	"math/rand/v2"

	"vigie/sdr"
)

// A GFSKFHSS is one end of a control link that hops with Gaussian frequency shift
// keying: packets of random bits on a time lattice, one channel for so many of
// them, then the next of a random order. ExpressLRS's K1000 is what it is when keys
// are left out.
type GFSKFHSS struct {
	First       sdr.Hz  `toml:"first"`        // lowest channel
	Step        sdr.Hz  `toml:"step"`         // from channel to channel
	Channels    int     `toml:"channels"`     //
	RateHz      float64 `toml:"rate_hz"`      // packets a second
	AirRate     float64 `toml:"air_rate"`     // bits a second
	DeviationHz float64 `toml:"deviation_hz"` //
	BT          float64 `toml:"bt"`           // of the Gaussian filter
	Bits        int     `toml:"bits"`         // of a packet, preamble and all
	Dwell       int     `toml:"dwell"`        // packets on a channel
	Silent      float64 `toml:"silent"`       // share of packets that are the other end's
	SNR         float64 `toml:"snr_db"`       // over the noise in its bandwidth
	OffsetHz    float64 `toml:"offset_hz"`    // error of its carrier
}

// validate completes the description and returns what is wrong with it.
func (g *GFSKFHSS) validate() *keyError {
	for _, d := range []struct {
		v         *float64
		otherwise float64
	}{
		{(*float64)(&g.First), 863.275e6},
		{(*float64)(&g.Step), 525e3},
		{&g.RateHz, 1000},
		{&g.AirRate, 300e3},
		{&g.DeviationHz, 100e3},
		{&g.BT, 0.5},
	} {
		if *d.v == 0 {
			*d.v = d.otherwise
		}
	}
	if g.Channels == 0 {
		g.Channels = 13
	}
	if g.Bits == 0 {
		g.Bits = 8 * 20
	}
	if g.Dwell == 0 {
		g.Dwell = 8
	}
	for _, v := range []bounded{
		{"first", float64(g.First), 1e6, 1e12},
		{"step", float64(g.Step), 1e3, 1e9},
		{"channels", float64(g.Channels), 1, 1000},
		{"rate_hz", g.RateHz, 0.1, 1e4},
		{"air_rate", g.AirRate, 100, 5e6},
		{"deviation_hz", g.DeviationHz, 10, 5e6},
		{"bt", g.BT, 0.1, 10},
		{"bits", float64(g.Bits), 24, g.AirRate / g.RateHz},
		{"dwell", float64(g.Dwell), 1, 1000},
		{"silent", g.Silent, 0, 1},
		{"snr_db", g.SNR, -100, 100},
		{"offset_hz", g.OffsetHz, -1e9, 1e9},
	} {
		if err := v.check(); err != nil {
			return err
		}
	}
	return nil
}

// open implements station.
func (g GFSKFHSS) open(all []Emitter, r Receiver, noise, seconds float64, seed func() *rand.Rand) []Emitter {
	random := seed()
	s := &gfskSchedule{GFSKFHSS: g, random: random, hops: random.Perm(g.Channels)}
	width := 2*g.DeviationHz + g.AirRate
	return append(all, newKeyed(r, s, seconds, math.Sqrt(noise*width/float64(r.Rate)*fromDB(g.SNR))))
}

type gfskSchedule struct {
	GFSKFHSS
	random  *rand.Rand
	hops    []int
	slot    int
	symbols []float32
}

// next implements schedule.
func (s *gfskSchedule) next(t *transmission) {
	for s.random.Float64() < s.Silent {
		s.slot++
	}
	const preamble = 24
	s.symbols = s.symbols[:0]
	for i := range s.Bits {
		bit := i & 1
		if i >= preamble {
			bit = s.random.IntN(2)
		}
		s.symbols = append(s.symbols, 2*float32(bit)-1)
	}
	hop := s.hops[s.slot/s.Dwell%len(s.hops)]
	*t = transmission{
		start: float64(s.slot) / s.RateHz, freq: s.First + sdr.Hz(hop)*s.Step + sdr.Hz(s.OffsetHz), keying: fsk,
		symbols: s.symbols, rate: s.AirRate, deviation: s.DeviationHz, bt: s.BT,
	}
	s.slot++
}
