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
	Clip  int // index, or -1 less the index of a model
	Noise int // clip that was mixed in, -1 for none
	SNRdB float64
	Class rotor.Class
	Looks [][]float64
}

// copies is how often each clip is played over paths: clips of aircraft of which
// there are few recordings more often.
var copies = [rotor.Classes]int{rotor.None: 4, rotor.Helicopter: 12, rotor.FixedWing: 12, rotor.Multirotor: 2}

// drowned is how often each two seconds of a multirotor are played once more, deep
// in other sounds.
const drowned = 4

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

// A programme says what is played: the copies of every clip, the models, and
// multirotors deep in other sounds.
type programme struct {
	clips []Clip
	seed  uint64
	plan  []int // clips and models, as in a Lesson
	deep  int   // from here on
	quiet []int // clips that may be background
}

func newProgramme(clips []Clip, seed uint64) *programme {
	p := &programme{clips: clips, seed: seed}
	for i, c := range clips {
		for range copies[c.Class] {
			p.plan = append(p.plan, i)
		}
		if c.Class == rotor.None {
			p.quiet = append(p.quiet, i)
		}
	}
	for k, m := range models {
		for range m.lessons {
			p.plan = append(p.plan, -1-k)
		}
	}
	p.deep = len(p.plan)
	for i, c := range clips {
		for range drowned * ((len(c.Sound) + taken - 1) / taken) {
			if c.Class == rotor.Multirotor && len(p.quiet) > 0 {
				p.plan = append(p.plan, i)
			}
		}
	}
	return p
}

// Played measures a programme of the clips.
func Played(clips []Clip, seed uint64) []Lesson {
	p := newProgramme(clips, seed)
	lessons := make([]Lesson, len(p.plan))
	each(len(lessons), func(i int, s *studio) { lessons[i] = p.play(i, s) })
	return lessons
}

// play is one playing, by chance of its own.
func (p *programme) play(i int, s *studio) Lesson {
	r := prng(p.seed + uint64(i)<<32)
	l := Lesson{Clip: p.plan[i], Noise: -1}
	var x []float64
	if l.Clip >= 0 {
		l.Class = p.clips[l.Clip].Class
		x = cut(&r, p.clips[l.Clip].Sound)
	} else {
		m := &models[-1-l.Clip]
		l.Class, x = m.class, m.sound(&r, taken)
	}
	s.path(&r, x)
	mixed, least, most := mixedOther, -6., 20.
	switch {
	case i >= p.deep:
		mixed, least, most = 1, -10, 8
	case l.Class != rotor.None:
		mixed = mixedAircraft
	}
	switch {
	case len(p.quiet) > 0 && r.chance(mixed):
		l.Noise = p.quiet[r.below(len(p.quiet))]
		l.SNRdB = r.uniform(least, most)
		noise := cut(&r, p.clips[l.Noise].Sound)
		s.path(&r, noise)
		s.mix(x, noise, l.SNRdB)
	case r.chance(0.5):
		s.mix(x, s.hiss(&r, len(x)), r.uniform(-3, 30))
	}
	l.Looks = Look(record(&r, x), timbre.RateHz/2)
	return l
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
