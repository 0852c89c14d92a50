package school

import (
	"slices"

	"vigie/detectors/rotor"
	"vigie/detectors/rotor/timbre"
)

// backgrounds are the kinds of clips that are mixed with multirotors, by what
// people call them.
var backgrounds = []struct {
	name  string
	kinds []string
}{
	{"voices", []string{"laughing", "spoken_digits", "crying_baby", "clapping"}},
	{"wind and rain", []string{"wind", "rain", "sea_waves", "thunderstorm"}},
	{"traffic", []string{"engine", "train", "car_horn", "siren"}},
}

// levels are the mixtures' signal to noise ratios in dB, between 200 Hz and 4 kHz.
var levels = []float64{5, 0, -5, -10}

// mixedClips of each background and level are made, as many of each source; those
// count whose multirotor is found without a background.
const mixedClips = 60

// A mixture is clips of multirotors under one background at one level.
type mixture struct {
	background string
	snrDB      float64
	clips      []mixedClip
}

type mixedClip struct {
	clip, noise int
	looks       [][]float64
	when        [looksKept]float64 // share of a multirotor's votes after each look; kept for the time of the decision
	n           int
	asked       bool
}

// looksKept bounds the looks of a mixture: 8 s.
const looksKept = 20

// mixtures makes them of clips and backgrounds that are drawn by chance, each five
// seconds long: shorter ones are played again and again.
func (p *pupils) mixtures() []*mixture {
	drones := map[string][]int{}
	var sources []string
	noises := make([][]int, len(backgrounds))
	for i := range p.clips {
		c := &p.clips[i]
		if c.Label == "drone" && len(p.lessons[i].Looks) > 0 {
			if drones[c.Source] == nil {
				sources = append(sources, c.Source)
			}
			drones[c.Source] = append(drones[c.Source], i)
		}
		for b, g := range backgrounds {
			if slices.Contains(g.kinds, c.Kind) {
				noises[b] = append(noises[b], i)
			}
		}
	}
	var all []*mixture
	r := prng(options.Seed)
	for b, g := range backgrounds {
		for _, snr := range levels {
			m := &mixture{background: g.name, snrDB: snr}
			for i := 0; i < mixedClips && len(noises[b]) > 0 && len(sources) > 0; i++ {
				some := drones[sources[i%len(sources)]]
				m.clips = append(m.clips, mixedClip{clip: some[r.below(len(some))], noise: noises[b][r.below(len(noises[b]))]})
			}
			all = append(all, m)
		}
	}
	each(len(all), func(i int, s *studio) {
		m := all[i]
		r := prng(options.Seed + uint64(i)<<32)
		for k := range m.clips {
			c := &m.clips[k]
			x := repeated(p.clips[c.clip].Sound, 5*timbre.RateHz)
			noise := repeated(p.clips[c.noise].Sound, len(x))
			s.mix(x, noise, m.snrDB)
			c.looks = Look(record(&r, x), timbre.RateHz/2)
		}
	})
	return all
}

// repeated is sound again and again until it has n samples, with each end faded
// into the next beginning.
func repeated(x []float32, n int) []float64 {
	const fade = timbre.RateHz / 20
	y := make([]float64, 0, n+len(x))
	for len(y) < n {
		at := 0
		if len(y) >= fade && len(x) > 2*fade {
			for i := range fade {
				t := float64(i) / fade
				k := len(y) - fade + i
				y[k] = y[k]*(1-t) + float64(x[i])*t
			}
			at = fade
		}
		for _, v := range x[at:] {
			y = append(y, float64(v))
		}
	}
	return y[:n]
}

// askMixtures asks a fold's model about the mixtures of which it knows neither
// the source of the multirotor nor the background.
func (p *pupils) askMixtures(s Scheme, fold int, model *rotor.Model, all []*mixture) {
	codes := make([]uint8, len(p.rows.scale.Edges))
	for _, m := range all {
		for i := range m.clips {
			c := &m.clips[i]
			if c.asked || !s.Held(&p.clips[c.clip], fold) || !s.Held(&p.clips[c.noise], fold) {
				continue
			}
			c.asked = true
			var w rotor.Window
			for _, look := range c.looks[:min(len(c.looks), looksKept)] {
				var votes [rotor.Classes]float64
				model.Vote(&votes, look, codes)
				w.Add(&votes)
				if w.Decisive() {
					c.when[c.n] = w.Shares()[rotor.Multirotor]
				}
				c.n++
			}
		}
	}
}

// row judges a mixture at the frozen threshold; alone tells which multirotors are
// found without a background.
func (m *mixture) row(k rotor.Calibration, alone map[int]bool) Mixture {
	out := Mixture{Background: m.background, SNRdB: m.snrDB}
	var times []float64
	for i := range m.clips {
		c := &m.clips[i]
		if !alone[c.clip] || !c.asked {
			continue
		}
		out.Clips++
		for look := range c.n {
			if k.Probability(c.when[look]) >= k.Threshold {
				times = append(times, float64(timbre.Hops*timbre.Hop)/timbre.RateHz+float64(look)*rotor.LookSeconds)
				break
			}
		}
	}
	out.Pd = float64(len(times)) / float64(max(out.Clips, 1))
	if slices.Sort(times); len(times) > 0 {
		out.Seconds = times[len(times)/2]
	}
	return out
}
