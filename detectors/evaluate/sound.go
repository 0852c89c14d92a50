package evaluate

import (
	"context"
	"path/filepath"

	"vigie/acoustic"
	"vigie/detectors"
	"vigie/detectors/rotor"
)

// aircraft are the classes that are heard, by their names in the contract.
var aircraft = []string{rotor.Multirotor.String(), rotor.Helicopter.String(), rotor.FixedWing.String()}

// heard is what truth may say of a recording of sound: nothing, none, or one class.
var heard = append([]string{"", rotor.None.String()}, aircraft...)

// listen replays a recording of sound.
func listen(ctx context.Context, e Entry, specs []detectors.Spec) (Score, error) {
	src, err := acoustic.Open(ctx, e.Path, acoustic.Options{})
	if err != nil {
		return Score{}, err
	}
	defer src.Close()
	var events []detectors.Event
	l := &detectors.Listener{
		Name: "replay", Recording: filepath.Base(e.Path), Source: src, Specs: specs,
		Tracker: detectors.NewTracker(detectors.DefaultForget),
		Sink:    func(ev detectors.Event) { events = append(events, ev) },
	}
	if err := l.Run(ctx); err != nil {
		return Score{}, err
	}
	score := JudgeSound(e, l.Summary().Seconds, events)
	score.Blind = l.Summary().Blind
	return score, nil
}

// JudgeSound holds what was decided of a recording of sound against its truth. A
// mention is no decision.
func JudgeSound(e Entry, seconds float64, events []detectors.Event) Score {
	s := Score{
		Entry: e, Seconds: seconds, Events: events, Known: map[string]int{}, Found: map[string]int{},
		Without: map[string]bool{}, False: map[string]int{}, Further: map[string]int{},
	}
	decided := map[string]int{}
	for _, ev := range events {
		f, ok := ev.Fields.(rotor.Fields)
		if !ok || ev.Severity == detectors.Info {
			continue
		}
		decided[f.Class]++
		if truth := e.Truth.Aircraft; truth != "" && truth != f.Class {
			s.Alarms++
			s.note("false alarm: %s", ev.Reason)
		}
	}
	for _, class := range aircraft {
		switch e.Truth.Aircraft {
		case "":
			s.Further[class] = decided[class]
		case class:
			s.Known[class], s.Found[class] = 1, min(1, decided[class])
			if decided[class] == 0 {
				s.note("missed %s", class)
			}
		default:
			s.Without[class], s.False[class] = true, decided[class]
		}
	}
	return s
}
