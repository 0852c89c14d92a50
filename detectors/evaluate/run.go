package evaluate

import (
	"context"
	"fmt"
	"path/filepath"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/rogue"
	"vigie/sdr"
	"vigie/sdr/recording"
)

// Run replays one recording through detectors and judges what they report.
func Run(ctx context.Context, e Entry, specs []detectors.Spec) (Score, error) {
	if e.Kind == sound {
		return listen(ctx, e, specs)
	}
	rate := sdr.Hz(e.Rate)
	if rate == 0 {
		return Score{}, fmt.Errorf("%s: %w", e.Path, ErrRateUnknown)
	}
	src, err := recording.Open(e.Path, recording.Options{
		Format: *e.Format, Rate: rate, Centre: sdr.Hz(e.Centre), LO: sdr.Hz(e.LO), SkipBytes: e.SkipBytes, Receiver: "replay",
	})
	if err != nil {
		return Score{}, err
	}
	defer src.Close()
	var events []detectors.Event
	r := &detectors.Receiver{
		Name: "replay", Recording: filepath.Base(e.Path), Source: src, Specs: specs,
		Tracker: detectors.NewTracker(detectors.DefaultForget), Judge: all.Judge(specs, rogue.Setup{}),
		Sink: func(ev detectors.Event) { events = append(events, ev) },
	}
	if err := r.Run(ctx); err != nil {
		return Score{}, err
	}
	score := Judge(e, r.Summary().Seconds, events)
	score.Blind = r.Summary().Blind
	return score, nil
}
