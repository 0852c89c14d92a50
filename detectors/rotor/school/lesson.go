package school

import (
	"runtime"
	"sync"

	"vigie/detectors/rotor"
	"vigie/detectors/rotor/timbre"
)

// A Lesson is one playing of a clip: the looks of it, and what it was played
// with.
type Lesson struct {
	Clip  int // index, -1 for a model
	Noise int // clip that was mixed in, -1 for none
	SNRdB float64
	Class rotor.Class
	Looks [][]float64
}

// copies is how often each clip is played over paths: clips of aircraft of which
// there are few recordings more often.
var copies = [rotor.Classes]int{rotor.None: 4, rotor.Helicopter: 12, rotor.FixedWing: 12, rotor.Multirotor: 2}

// modelled is how many helicopters are modelled.
var modelled = 240

// shares of the playings that are mixed with another clip that is no aircraft.
const (
	mixedAircraft = 0.7
	mixedOther    = 0.4
)

// Plain measures every clip as it is.
func Plain(clips []Clip) []Lesson {
	lessons := make([]Lesson, len(clips))
	each(len(clips), func(i int, _ *studio) {
		lessons[i] = Lesson{Clip: i, Noise: -1, Class: clips[i].Class, Looks: Look(clips[i].Sound, clips[i].BandHz)}
	})
	return lessons
}

// Played measures the copies of every clip and the models.
func Played(clips []Clip, seed uint64) []Lesson {
	var plan []int
	var quiet []int // what may be background
	for i, c := range clips {
		for range copies[c.Class] {
			plan = append(plan, i)
		}
		if c.Class == rotor.None {
			quiet = append(quiet, i)
		}
	}
	for range modelled {
		plan = append(plan, -1)
	}
	lessons := make([]Lesson, len(plan))
	each(len(plan), func(i int, s *studio) {
		r := prng(seed + uint64(i)<<32)
		l := Lesson{Clip: plan[i], Noise: -1, Class: rotor.Helicopter}
		var x []float64
		if l.Clip >= 0 {
			l.Class = clips[l.Clip].Class
			x = cut(&r, clips[l.Clip].Sound)
		} else {
			x = helicopter(&r, taken)
		}
		s.path(&r, x)
		mixed := mixedOther
		if l.Class != rotor.None {
			mixed = mixedAircraft
		}
		switch {
		case len(quiet) > 0 && r.chance(mixed):
			l.Noise = quiet[r.below(len(quiet))]
			l.SNRdB = r.uniform(-6, 20)
			noise := cut(&r, clips[l.Noise].Sound)
			s.path(&r, noise)
			s.mix(x, noise, l.SNRdB)
		case r.chance(0.5):
			s.mix(x, s.hiss(&r, len(x)), r.uniform(-3, 30))
		}
		l.Looks = Look(record(&r, x), timbre.RateHz/2)
		lessons[i] = l
	})
	return lessons
}

// Look measures sound as the detector does: a look every Stride hops, or one at
// the end of what is too short for that.
func Look(x []float32, bandHz float64) [][]float64 {
	a := timbre.New()
	a.Band(bandHz)
	var all [][]float64
	pace := rotor.Pace{}
	for len(x) > 0 {
		n, complete := a.Push(x)
		if x = x[n:]; !complete {
			continue
		}
		if pace.Due(a) || len(x) < timbre.Hop && len(all) == 0 && a.Ready() {
			all = append(all, a.Look(nil))
		}
	}
	return all
}

// each does n pieces of work on all processors.
func each(n int, do func(i int, s *studio)) {
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			s := newStudio()
			for i := range next {
				do(i, s)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}
