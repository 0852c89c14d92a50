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
	Microphone      bool            `help:"Listen to a microphone too, or, without --freq and --band, only to that." group:"Microphone"`
	ListMicrophones bool            `help:"List the devices that sound can come from, and end." group:"Microphone"`
	Heard           microphoneFlags `embed:"" prefix:"microphone-"`
}

// Run opens the receivers and microphones of the configuration, or those that the
// flags name, and serves until it is told to stop.
func (c *runCmd) Run(e *env) error {
	if c.ListMicrophones {
		return listMicrophones(e.stdout)
	}
	microphones, err := c.microphones(e)
	if err != nil {
		return err
	}
	receivers, err := e.file.receivers()
	if err != nil {
		return err
	}
	if len(receivers)+len(microphones) == 0 || len(c.Freq)+len(c.Band) > 0 {
		if err := c.check(); err != nil {
			return usageError{fmt.Errorf("%w (flags, or [[receiver]] in vigie.toml; or --microphone, or [[microphone]])", err)}
		}
		receivers = []*receiverFlags{&c.receiverFlags}
	}
	var s inputSet
	for _, f := range receivers {
		station, err := f.station(e.ctx, e.stderr)
		if err != nil {
			s.close()
			return fmt.Errorf("receiver %s: %w", f.Name, err)
		}
		s.stations = append(s.stations, station)
	}
	for _, f := range microphones {
		post, err := f.post(e.ctx)
		if err != nil {
			s.close()
			return fmt.Errorf("microphone %s: %w", f.Name, err)
		}
		s.posts = append(s.posts, post)
	}
	if err := s.distinct(); err != nil {
		s.close()
		return usageError{err}
	}
	return c.serve(e, s)
}

// microphones returns those of the configuration, or the one that the flags name.
func (c *runCmd) microphones(e *env) ([]*microphoneFlags, error) {
	if !c.Microphone {
		return e.file.microphones()
	}
	if err := c.Heard.check(); err != nil {
		return nil, usageError{err}
	}
	return []*microphoneFlags{&c.Heard}, nil
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

// inputSet is what the service listens to.
type inputSet struct {
	stations []station
	posts    []post
}

func (s inputSet) close() {
	for _, r := range s.stations {
		r.source.Close()
	}
	for _, m := range s.posts {
		m.source.Close()
	}
}

// distinct refuses two inputs of one name: their metrics would be one.
func (s inputSet) distinct() error {
	seen := map[string]bool{}
	check := func(name string) error {
		if seen[name] {
			return errors.New("two receivers or microphones are named " + name + "; give each its own name")
		}
		seen[name] = true
		return nil
	}
	for _, r := range s.stations {
		if err := check(r.name); err != nil {
			return err
		}
	}
	for _, m := range s.posts {
		if err := check(m.Name); err != nil {
			return err
		}
	}
	return nil
}
