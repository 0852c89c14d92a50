package school

import (
	"context"
	"slices"
	"strings"

	"vigie/detectors/evaluate"
	"vigie/detectors/rotor"
	"vigie/detectors/rotor/timbre"
)

// A Figure is what one scheme says of one class.
type Figure struct {
	Scheme string  `json:"scheme"`
	Class  string  `json:"class"`
	Clips  int     `json:"clips"`
	Others int     `json:"others"`
	AUC    float64 `json:"auc"`
	At1    float64 `json:"tpr_at_fpr_0.01"`
	At01   float64 `json:"tpr_at_fpr_0.001"`
	TPR    float64 `json:"tpr_frozen"` // at the frozen threshold
	FPR    float64 `json:"fpr_frozen"`
}

// A Kind is how often clips of one kind were taken for a multirotor at the frozen
// threshold, sources unheard.
type Kind struct {
	Kind    string  `json:"kind"`
	Clips   int     `json:"clips"`
	Minutes float64 `json:"minutes"`
	Alarms  int     `json:"alarms"`
	Bound   float64 `json:"alarms_per_hour_upper_95"`
}

// A Mixture is how often a multirotor that is found alone is decided under a
// background.
type Mixture struct {
	Background string  `json:"background"`
	SNRdB      float64 `json:"snr_db"`
	Clips      int     `json:"clips"`
	Pd         float64 `json:"pd"`
	Seconds    float64 `json:"median_seconds"` // of sound until the decision, of those decided
}

// A Table is the examination of a manifest.
type Table struct {
	Clips      int           `json:"clips"`
	Minutes    float64       `json:"minutes"`
	Figures    []Figure      `json:"figures"`
	Sources    []Figure      `json:"sources"` // multirotors, each source unheard
	Kinds      []Kind        `json:"kinds"`
	Mixtures   []Mixture     `json:"mixtures"`
	Helicopter HelicopterRow `json:"helicopter"`
}

// A HelicopterRow is what helicopters are taken for, recordings unheard.
type HelicopterRow struct {
	Clips      int `json:"clips"`
	Heard      int `json:"heard"`      // as helicopters
	Likely     int `json:"likely"`     // enough for a mention
	Multirotor int `json:"multirotor"` // taken for one
	Others     int `json:"others"`     // clips of no aircraft
	Mentioned  int `json:"mentioned"`  // of those, as perhaps a helicopter
}

// count adds a clip that is no multirotor.
func (h *HelicopterRow) count(class rotor.Class, heard, likely, multirotor bool) {
	one := func(is bool) int {
		if is {
			return 1
		}
		return 0
	}
	switch class {
	case rotor.Helicopter:
		h.Clips++
		h.Heard += one(heard)
		h.Likely += one(likely)
		h.Multirotor += one(multirotor)
	case rotor.None:
		h.Others++
		h.Mentioned += one(likely)
	}
}

// Evaluate examines forests grown on a manifest as Train grows them. The frozen
// threshold is that of the answers about unheard sources.
func Evaluate(ctx context.Context, manifest string, say func(string)) (*Table, error) {
	p, err := gather(ctx, manifest, say)
	if err != nil {
		return nil, err
	}
	t := p.evaluate(say)
	return t, ctx.Err()
}

// evaluate asks by every scheme.
func (p *pupils) evaluate(say func(string)) *Table {
	t := &Table{Clips: len(p.clips)}
	for i := range p.clips {
		t.Minutes += p.clips[i].seconds() / 60
	}
	schemes := []Scheme{Leaky(), Grouped(), BySource(p.clips)}
	answers := make([][]Answer, len(schemes))
	var mixed []*mixture
	for i, s := range schemes[:2] {
		say("asking forests: " + s.Name)
		answers[i] = p.answers(s)
	}
	say("asking forests: " + schemes[2].Name)
	mixed = p.mixtures()
	p.examine(schemes[2], func(fold int, m *rotor.Model) {
		answers[2] = append(answers[2], p.asked(schemes[2], fold, m)...)
		p.askMixtures(schemes[2], fold, m, mixed)
	})
	var frozen [rotor.Classes]rotor.Calibration
	for class := rotor.Helicopter; class < rotor.Classes; class++ {
		frozen[class] = calibrate(p.clips, answers[2], class)
	}
	for i, s := range schemes {
		for _, class := range []rotor.Class{rotor.Multirotor, rotor.Helicopter, rotor.FixedWing} {
			t.Figures = append(t.Figures, figure(s.Name, class, scored(p.clips, answers[i], class), frozen[class]))
		}
	}
	t.sources(p.clips, answers[2], frozen[rotor.Multirotor])
	t.kinds(p.clips, answers[2], frozen)
	alone := map[int]bool{}
	for _, a := range answers[2] {
		if p.clips[a.Clip].Class == rotor.Multirotor && heardAs(a, frozen) == rotor.Multirotor {
			alone[a.Clip] = true
		}
	}
	for _, m := range mixed {
		t.Mixtures = append(t.Mixtures, m.row(frozen[rotor.Multirotor], alone))
	}
	return t
}

func (c *Clip) seconds() float64 { return float64(len(c.Sound)) / timbre.RateHz }

func figure(scheme string, class rotor.Class, s []Scored, k rotor.Calibration) Figure {
	f := Figure{Scheme: scheme, Class: class.String(), AUC: auc(s)}
	for i := range s {
		s[i].Score = k.Probability(s[i].Score)
		if s[i].True {
			f.Clips++
		} else {
			f.Others++
		}
	}
	f.At1, _ = atFPR(s, 0.01)
	f.At01, _ = atFPR(s, 0.001)
	f.TPR, f.FPR = over(s, k.Threshold)
	return f
}

// heardAs is the class whose probability is over its threshold, and by most.
func heardAs(a Answer, frozen [rotor.Classes]rotor.Calibration) rotor.Class {
	class, most := rotor.None, 0.
	for c := rotor.Helicopter; c < rotor.Classes; c++ {
		over := rotor.Logit(frozen[c].Probability(a.Shares[c])) - rotor.Logit(frozen[c].Threshold)
		if over >= 0 && (class == rotor.None || over > most) {
			class, most = c, over
		}
	}
	return class
}

// sources are the figures of each multirotor source against everything else.
func (t *Table) sources(clips []Clip, answers []Answer, k rotor.Calibration) {
	bySource := map[string][]Answer{}
	var others []Answer
	var names []string
	for _, a := range answers {
		c := &clips[a.Clip]
		if c.Class != rotor.Multirotor {
			others = append(others, a)
			continue
		}
		if bySource[c.Source] == nil {
			names = append(names, c.Source)
		}
		bySource[c.Source] = append(bySource[c.Source], a)
	}
	slices.Sort(names)
	for _, n := range names {
		t.Sources = append(t.Sources, figure(n, rotor.Multirotor, scored(clips, slices.Concat(bySource[n], others), rotor.Multirotor), k))
	}
}

// kinds counts false alarms by kind: a clip is answered once for each source
// that is held back, and counts as an alarm if most answers say so.
func (t *Table) kinds(clips []Clip, answers []Answer, frozen [rotor.Classes]rotor.Calibration) {
	votes, alarms, heard, likely := make([]int, len(clips)), make([]int, len(clips)), make([]int, len(clips)), make([]int, len(clips))
	for _, a := range answers {
		votes[a.Clip]++
		if frozen[rotor.Helicopter].Probability(a.Shares[rotor.Helicopter]) >= rotor.Mention {
			likely[a.Clip]++
		}
		switch heardAs(a, frozen) {
		case rotor.Multirotor:
			alarms[a.Clip]++
		case rotor.Helicopter:
			heard[a.Clip]++
		}
	}
	byKind := map[string]*Kind{}
	for i := range clips {
		c := &clips[i]
		if c.Class == rotor.Multirotor || votes[i] == 0 {
			continue
		}
		name := c.Kind
		if c.Label == "speech" {
			name = "speech"
		}
		k := byKind[name]
		if k == nil {
			k = &Kind{Kind: strings.ReplaceAll(name, "_", " ")}
			byKind[name] = k
		}
		k.Clips++
		k.Minutes += c.seconds() / 60
		if 2*alarms[i] > votes[i] {
			k.Alarms++
		}
		t.Helicopter.count(c.Class, 2*heard[i] > votes[i], 2*likely[i] > votes[i], 2*alarms[i] > votes[i])
	}
	all := Kind{Kind: "all"}
	for _, k := range byKind {
		all.Clips += k.Clips
		all.Minutes += k.Minutes
		all.Alarms += k.Alarms
		t.Kinds = append(t.Kinds, *k)
	}
	slices.SortFunc(t.Kinds, func(a, b Kind) int {
		if a.Alarms != b.Alarms {
			return b.Alarms - a.Alarms
		}
		return strings.Compare(a.Kind, b.Kind)
	})
	t.Kinds = append(t.Kinds, all)
	for i := range t.Kinds {
		k := &t.Kinds[i]
		k.Bound = evaluate.PoissonUpper(k.Alarms, 0.95) / (k.Minutes / 60)
	}
}
