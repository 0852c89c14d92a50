package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"vigie/detectors/all"
	"vigie/sdr"
)

type runCmd struct {
	receiverFlags
	serviceFlags
}

// Run opens the receivers of the configuration, or the one that the flags
// name, and serves until it is told to stop.
func (c *runCmd) Run(e *env) error {
	receivers, err := e.file.receivers()
	if err != nil {
		return err
	}
	if len(receivers) == 0 || len(c.Freq)+len(c.Band) > 0 {
		if err := c.check(); err != nil {
			return usageError{fmt.Errorf("%w (flags, or [[receiver]] in vigie.toml)", err)}
		}
		receivers = []*receiverFlags{&c.receiverFlags}
	}
	var stations []station
	for _, f := range receivers {
		s, err := f.station(e.ctx, e.stderr)
		if err != nil {
			closeAll(stations)
			return fmt.Errorf("receiver %s: %w", f.Name, err)
		}
		stations = append(stations, s)
	}
	if err := distinct(stations); err != nil {
		closeAll(stations)
		return usageError{err}
	}
	return c.serve(e, stations)
}

// station opens the receiver that the flags name, under supervision: once it
// has been there, it is opened again whenever it is lost.
func (f *receiverFlags) station(ctx context.Context, warn io.Writer) (station, error) {
	if err := f.learn(ctx, warn); err != nil {
		return station{}, err
	}
	plan, err := f.plan()
	if err != nil {
		return station{}, err
	}
	specs, err := all.Select(f.Detectors)
	if err != nil {
		return station{}, usageError{err}
	}
	open := func(ctx context.Context, centre sdr.Hz) (sdr.Source, error) {
		if centre == 0 {
			centre = plan.Centre()
		}
		return f.open(ctx, centre)
	}
	first, err := open(ctx, 0)
	if err != nil {
		return station{}, err
	}
	changed := new(func(bool, error))
	source := sdr.Supervise(first, sdr.Supervisor{Open: open, Changed: func(up bool, why error) {
		if *changed != nil {
			(*changed)(up, why)
		}
	}})
	s := station{name: f.Name, source: source, plan: plan, specs: specs, changed: changed}
	for _, name := range f.Band {
		if b, err := sdr.BandByName(name); err == nil { // the plan has refused unknown ones
			s.bands = append(s.bands, b)
		}
	}
	return s, nil
}

func closeAll(stations []station) {
	for _, s := range stations {
		s.source.Close()
	}
}

// distinct refuses two receivers of one name: their metrics would be one.
func distinct(stations []station) error {
	seen := map[string]bool{}
	for _, s := range stations {
		if seen[s.name] {
			return errors.New("two receivers are named " + s.name + "; give each its own name")
		}
		seen[s.name] = true
	}
	return nil
}
