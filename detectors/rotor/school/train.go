package school

import (
	"context"
	"math"

	"vigie/detectors/rotor"
)

// A Training is a model and what it rests on.
type Training struct {
	Model   *rotor.Model
	Clips   []Clip
	Lessons int
	Looks   int
	Answers []Answer // of sources unheard
}

// falseRate is the part of the clips that are not of a class, and that may be
// taken for it at the threshold, by the answers about sources unheard.
var falseRate = [rotor.Classes]float64{rotor.Helicopter: 0.02, rotor.FixedWing: 0.01, rotor.Multirotor: 0.009}

// Train makes the model of a manifest.
func Train(ctx context.Context, manifest string, say func(string)) (*Training, error) {
	p, err := gather(ctx, manifest, say)
	if err != nil {
		return nil, err
	}
	t := p.train(say)
	return t, ctx.Err()
}

// train calibrates by answers about unheard sources, and grows the forest on all.
func (p *pupils) train(say func(string)) *Training {
	say("asking forests about sources they have not heard")
	t := &Training{Clips: p.clips, Lessons: len(p.lessons), Looks: len(p.rows.lesson)}
	t.Answers = p.answers(BySource(p.clips))
	say("growing the forest")
	t.Model = p.rows.grow(p.clips, p.lessons, func(*Lesson) bool { return true })
	for class := rotor.Helicopter; class < rotor.Classes; class++ {
		t.Model.Calibration[class] = calibrate(p.clips, t.Answers, class)
	}
	return t
}

// calibrate fits a class's probability and puts its threshold where answers
// exceed it as often as they may.
func calibrate(clips []Clip, answers []Answer, class rotor.Class) rotor.Calibration {
	s := scored(clips, answers, class)
	k := platt(s)
	_, share := atFPR(s, falseRate[class])
	k.Threshold = math.Ceil(100*k.Probability(share)+0.01) / 100
	for i := range s {
		s[i].Score = k.Probability(s[i].Score)
	}
	_, k.PFA = over(s, k.Threshold)
	return k
}

// gather reads a manifest and measures its clips.
func gather(ctx context.Context, manifest string, say func(string)) (*pupils, error) {
	say("reading the clips")
	clips, err := ReadManifest(ctx, manifest)
	if err != nil {
		return nil, err
	}
	p := &pupils{clips: clips}
	say("measuring them")
	p.lessons = Plain(clips)
	say("playing them over other paths, and measuring that")
	p.lessons = append(p.lessons, Played(clips, options.Seed)...)
	p.rows = code(p.lessons)
	return p, ctx.Err()
}
