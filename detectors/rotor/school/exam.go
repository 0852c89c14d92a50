package school

import (
	"hash/fnv"

	"vigie/detectors/rotor"
)

// An Answer is what a model that knows nothing of a clip said of it: the
// shares of the votes that most of its looks reach, when they were highest.
type Answer struct {
	Clip   int
	Shares [rotor.Classes]float64
	First  [rotor.Classes]float64 // of the first look alone: a recording of one second
}

// A Scheme says what is held back from a forest and asked afterwards.
type Scheme struct {
	Name  string
	Folds int
	// Held reports whether a clip may be neither lesson nor background in a
	// fold; Asked, whether it is asked there.
	Held, Asked func(c *Clip, fold int) bool
}

const parts = 4

func part(key string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key))
	return int(h.Sum32() % parts)
}

// Leaky cuts clips apart by chance, as is usual: pieces of one recording are
// lesson and question.
func Leaky() Scheme {
	held := func(c *Clip, fold int) bool { return part(c.File) == fold }
	return Scheme{Name: "pieces at random (leaky)", Folds: parts, Held: held, Asked: held}
}

// Grouped keeps recordings whole.
func Grouped() Scheme {
	held := func(c *Clip, fold int) bool { return part(c.Group) == fold }
	return Scheme{Name: "whole recordings", Folds: parts, Held: held, Asked: held}
}

// BySource holds back all multirotors of one source at a time, and a part of the
// recordings of everything else.
func BySource(clips []Clip) Scheme {
	var sources []string
	seen := map[string]bool{}
	for _, c := range clips {
		if c.Class == rotor.Multirotor && !seen[c.Source] {
			seen[c.Source] = true
			sources = append(sources, c.Source)
		}
	}
	return Scheme{
		Name: "sources unheard", Folds: parts * len(sources),
		Held: func(c *Clip, fold int) bool {
			if c.Class == rotor.Multirotor {
				return c.Source == sources[fold/parts]
			}
			return part(c.Group) == fold%parts
		},
		Asked: func(c *Clip, fold int) bool {
			if c.Class == rotor.Multirotor {
				return c.Source == sources[fold/parts] && part(c.File) == fold%parts
			}
			return part(c.Group) == fold%parts
		},
	}
}

// pupils are clips and lessons, the first of which are the clips as they are.
type pupils struct {
	clips   []Clip
	lessons []Lesson
	rows    *rows
}

// examine grows a model for each fold and asks it.
func (p *pupils) examine(s Scheme, ask func(fold int, m *rotor.Model)) {
	for fold := range s.Folds {
		ask(fold, p.rows.grow(p.clips, p.lessons, func(l *Lesson) bool {
			return !(l.Clip >= 0 && s.Held(&p.clips[l.Clip], fold)) && !(l.Noise >= 0 && s.Held(&p.clips[l.Noise], fold))
		}))
	}
}

// answers asks every clip.
func (p *pupils) answers(s Scheme) []Answer {
	var all []Answer
	p.examine(s, func(fold int, m *rotor.Model) { all = append(all, p.asked(s, fold, m)...) })
	return all
}

// asked asks a fold's model.
func (p *pupils) asked(s Scheme, fold int, m *rotor.Model) []Answer {
	var all []Answer
	for i := range p.clips {
		if s.Asked(&p.clips[i], fold) && len(p.lessons[i].Looks) > 0 {
			all = append(all, p.ask(m, i, p.lessons[i].Looks))
		}
	}
	return all
}

// ask lets a model vote on the looks of a clip.
func (p *pupils) ask(m *rotor.Model, clip int, looks [][]float64) Answer {
	a := Answer{Clip: clip}
	codes := make([]uint8, len(p.rows.scale.Edges))
	var w rotor.Window
	for i, look := range looks {
		var votes [rotor.Classes]float64
		m.Vote(&votes, look, codes)
		w.Add(&votes)
		if i == 0 {
			a.First = votes
		}
		if w.Full() || i == len(looks)-1 && !w.Full() {
			for c, share := range w.Shares() {
				a.Shares[c] = max(a.Shares[c], share)
			}
		}
	}
	return a
}
