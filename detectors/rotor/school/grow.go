package school

import (
	"vigie/detectors/rotor"
	"vigie/detectors/rotor/forest"
)

// The forest and the boosted trees, chosen by the answers of leave-one-source-out.
var (
	options  = forest.Options{Trees: 100, Tries: 30, Leaf: 3, Seed: 20261126}
	boosting = forest.Options{Trees: 800, Tries: 30, Seed: 20261126}
)

// weights are those of the classes, of which there are differently many clips
// and which matter differently.
var weights = [rotor.Classes]float64{rotor.None: 1, rotor.Helicopter: 0.4, rotor.FixedWing: 0.4, rotor.Multirotor: 1}

// What a source counts among those of its class: one rotor on a bench is no
// aircraft.
const benchWeight = 0.3

// modelWeight is what all models of a class count, against 1 of a source.
var modelWeight = [rotor.Classes]float64{rotor.None: 0.3, rotor.Helicopter: 0.5, rotor.Multirotor: 0.5}

// A class's looks count together for unit parts at a weight of 1.
const unit = 1 << 32

// rows are the lessons' looks as a forest takes them.
type rows struct {
	forest.Rows
	scale  forest.Scale
	lesson []int // of each row
	within []int // those to grow on
}

// code codes the looks of lessons.
func code(lessons []Lesson) *rows {
	r := &rows{Rows: forest.Rows{Classes: rotor.Classes}}
	var looks [][]float64
	for i, l := range lessons {
		for _, look := range l.Looks {
			looks = append(looks, look)
			r.lesson = append(r.lesson, i)
			r.Class = append(r.Class, uint8(l.Class))
		}
	}
	r.scale = forest.NewScale(looks)
	for _, look := range looks {
		codes := make([]uint8, len(look))
		r.scale.Code(codes, look)
		r.Codes = append(r.Codes, codes)
	}
	r.Weight = make([]int64, len(looks))
	return r
}

// weigh weighs the lessons that are taught, to grow on those. Sources of multirotors
// count alike, so that the one with the most clips is not the whole of it.
func (r *rows) weigh(clips []Clip, lessons []Lesson, taught func(*Lesson) bool) {
	source := func(l *Lesson) string {
		switch {
		case l.Clip < 0:
			return "model " + l.Class.String()
		case l.Class == rotor.Multirotor:
			return clips[l.Clip].Source
		}
		return l.Class.String()
	}
	worth := func(l *Lesson) float64 {
		switch {
		case l.Clip < 0:
			return modelWeight[l.Class]
		case clips[l.Clip].Label == "rotor_bench":
			return benchWeight
		}
		return 1
	}
	r.within = r.within[:0]
	count := map[string]int{}
	total := [rotor.Classes]float64{}
	for row, i := range r.lesson {
		l := &lessons[i]
		if !taught(l) {
			continue
		}
		r.within = append(r.within, row)
		if s := source(l); count[s] == 0 {
			total[l.Class] += worth(l)
		}
		count[source(l)]++
	}
	for _, row := range r.within {
		l := &lessons[r.lesson[row]]
		r.Weight[row] = int64(unit * weights[l.Class] * worth(l) / total[l.Class] / float64(count[source(l)]))
	}
}

// grow grows the trees of a model on the lessons that are taught.
func (r *rows) grow(clips []Clip, lessons []Lesson, taught func(*Lesson) bool) *rotor.Model {
	r.weigh(clips, lessons, taught)
	return &rotor.Model{
		Scale:   r.scale,
		Forest:  forest.Grow(r.Rows, options.Within(r.within)),
		Boosted: forest.Boost(r.Rows, uint8(rotor.Multirotor), boosting.Within(r.within)),
	}
}
