package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"

	"vigie/acoustic"
	"vigie/acoustic/microphone"
	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/metrics"
	"vigie/sdr"
)

// microphoneFlags name one microphone, or a pair: keys of a [[microphone]] table
// and, behind microphone-, flags of run.
type microphoneFlags struct {
	Name      string   `default:"mic0" help:"Label in events and metrics." group:"Microphone"`
	Device    string   `help:"Name of the device or a part of it, as --list-microphones gives it; without it the system's default." placeholder:"NAME" group:"Microphone"`
	Channels  int      `default:"1" help:"1, or 2 for a pair." group:"Microphone"`
	Spacing   float64  `help:"Distance between the pair, metres: needed for a bearing." placeholder:"M" group:"Microphone"`
	FullScale float64  `default:"120" help:"Sound level of a sine at full scale, dB SPL: 94 less the sensitivity that the data sheet gives in dBFS, which is -26 for most digital microphones. 0: unknown, and nothing is said of being deaf." placeholder:"DB" group:"Microphone"`
	Rate      sdr.Hz   `help:"Samples a second of the device; without it what it prefers." placeholder:"HZ" group:"Microphone"`
	Detectors []string `help:"Only these detectors." placeholder:"NAME" group:"Microphone"`
	CountOnly bool     `help:"Count hours and alarms in the metrics and let no event out: what a site's own false alarm rate takes." group:"Microphone"`
}

// check refuses what no microphone can do.
func (f *microphoneFlags) check() error {
	switch {
	case f.Channels < 1 || f.Channels > 2:
		return fmt.Errorf("channels: %d; one microphone or a pair is possible", f.Channels)
	case !(f.Spacing >= 0 && f.Spacing <= 10):
		return fmt.Errorf("spacing: %v m; at most 10", f.Spacing)
	case f.Spacing > 0 && f.Channels != 2:
		return errors.New("spacing: only a pair has one; say channels = 2")
	case !(f.FullScale >= 0 && f.FullScale <= 200):
		return fmt.Errorf("full-scale: %v dB SPL; 90 to 140 is usual", f.FullScale)
	case f.Rate != 0 && !(f.Rate >= 8000 && f.Rate <= 384000):
		return fmt.Errorf("rate: %v samples a second; 8000 to 384000 are possible", float64(f.Rate))
	}
	_, err := all.Select(f.Detectors)
	return err
}

// post is one microphone of the service.
type post struct {
	microphoneFlags
	source acoustic.Source
	specs  []detectors.Spec
	// changed, when set, must be called with what the source's supervisor says.
	changed *func(up bool, why error)
}

// post opens the microphone that the flags name, under supervision.
func (f *microphoneFlags) post(ctx context.Context) (post, error) {
	specs, err := all.Select(f.Detectors)
	if err != nil {
		return post{}, usageError{err}
	}
	open := func(context.Context) (acoustic.Source, error) {
		return microphone.Open(microphone.Options{Microphone: f.Name, Device: f.Device, Channels: f.Channels, Rate: f.Rate})
	}
	first, err := open(ctx)
	if err != nil {
		return post{}, err
	}
	changed := new(func(bool, error))
	source := acoustic.Supervise(first, acoustic.Supervisor{Open: open, Changed: func(up bool, why error) {
		if *changed != nil {
			(*changed)(up, why)
		}
	}})
	return post{microphoneFlags: *f, source: source, specs: specs, changed: changed}, nil
}

// watch is one microphone's goroutine.
func (p *post) watch(ctx context.Context, e *env, registry *metrics.Registry, tracker *detectors.Tracker, sinks metrics.Sinks, log *slog.Logger) error {
	defer p.source.Close()
	observer := registry.Microphone(p.Name)
	l := &detectors.Listener{
		Name: p.Name, Sensor: e.cli.Sensor, Source: p.source, Specs: p.specs, Live: true,
		Channels: p.Channels, SpacingM: p.Spacing, FullScale: p.FullScale, Tracker: tracker, Sink: sinks.Put, Observer: observer,
	}
	if p.CountOnly {
		l.Tracker, l.Sink = detectors.NewTracker(detectors.DefaultForget), func(detectors.Event) {}
	}
	if p.changed != nil {
		*p.changed = func(up bool, why error) {
			if up {
				log.Info("microphone up", "microphone", p.Name)
				l.Health("up", "microphone "+p.Name+" gives sound")
				return
			}
			observer.Down()
			log.Error("microphone lost; opening it again", "microphone", p.Name, "error", why)
			l.Health("lost", fmt.Sprintf("microphone %s is gone: %v", p.Name, why))
		}
	}
	return l.Run(ctx)
}

// listMicrophones prints the devices that sound can come from.
func listMicrophones(w io.Writer) error {
	all, err := microphone.List()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("no microphone: none is plugged in, or the system gives this user none (group audio; in a container --device /dev/snd)")
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "device\tsystem\tchannels\trate\t")
	for _, d := range all {
		mark := ""
		if d.Default {
			mark = "default"
		}
		fmt.Fprintf(out, "%s\t%s\t%d\t%v\t%s\n", cmp.Or(d.Name, "–"), d.System, d.Channels, d.Rate, mark)
	}
	return out.Flush()
}
