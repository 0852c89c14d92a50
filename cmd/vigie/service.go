package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"vigie/dashboards/live"
	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/rogue"
	"vigie/metrics"
	"vigie/sdr"
)

// serviceFlags are what run and demo have in common.
type serviceFlags struct {
	judgeFlags
	Listen    string   `default:"127.0.0.1:9477" help:"Address of the live page and of /metrics." placeholder:"HOST:PORT"`
	WebConfig string   `name:"web.config.file" help:"TLS and passwords of that address, as the Prometheus exporters take them." type:"existingfile" placeholder:"FILE"`
	Events    string   `help:"Append every event to this file, as JSON lines." type:"path" placeholder:"FILE"`
	JSON      bool     `name:"json" help:"JSON lines on standard output even on a terminal."`
	Quiet     bool     `short:"q" help:"No events on standard output."`
	Title     string   `help:"Title of the live page, instead of one that tells what it is." placeholder:"TEXT"`
	HostName  []string `help:"Further names by which this machine is called, for the live page." placeholder:"NAME"`
	gsmtapFlag
}

// station is one receiver of the service.
type station struct {
	name   string
	source sdr.Source
	plan   *sdr.Plan
	specs  []detectors.Spec
	bands  []sdr.Band
	judge  detectors.Judge // shared by all stations
	// changed, when set, must be called with what the source's supervisor says.
	changed *func(up bool, why error)
}

// memoryLimit keeps the heap well inside the 64 MiB that a small machine can spare.
const memoryLimit = 40 << 20

// drain bounds how long the sinks may finish after the receivers have stopped.
const drain = 5 * time.Second

// serve runs receivers, microphones, sinks and page until the context ends or one
// of the inputs fails for good.
func (f *serviceFlags) serve(e *env, in inputSet) error {
	if debug.SetMemoryLimit(-1) == 1<<63-1 { // GOMEMLIMIT has the last word
		debug.SetMemoryLimit(memoryLimit)
	}
	log := slog.New(slog.NewTextHandler(e.stderr, nil))
	tracker := detectors.NewTracker(detectors.DefaultForget)
	registry := metrics.New(f.setup(e, in, tracker))
	recent := metrics.NewRecent(1000)

	mux := http.NewServeMux()
	registry.Handle(mux)
	live.New(live.Setup{Title: f.Title, Registry: registry, Recent: recent}).Handle(mux)
	server, err := metrics.Listen(metrics.ServerSetup{
		Address: f.Listen, Config: f.WebConfig, Names: f.HostName, Handler: mux, Log: log,
	})
	if err != nil {
		return err
	}
	sinks, err := f.sinks(e, registry, recent, log)
	if err != nil {
		return err
	}
	broadcast, untap, err := f.tap(false)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "vigie: live page on http://%s, metrics on http://%s/metrics; stop with Ctrl-C\n", server.Addr(), server.Addr())

	ctx, cancel := context.WithCancel(e.ctx)
	defer cancel()
	var wait sync.WaitGroup
	failures := make(chan error, len(in.stations)+len(in.posts)+1)
	start := func(work func() error) {
		wait.Go(func() {
			if err := work(); err != nil && ctx.Err() == nil {
				failures <- err
				cancel()
			}
		})
	}
	start(func() error { return server.Serve(ctx) })
	judge := rogue.New(f.judgeFlags.setup(e))
	var left atomic.Int64 // inputs that have more to give
	left.Store(int64(len(in.stations) + len(in.posts)))
	watch := func(err error) error {
		if err == nil && left.Add(-1) == 0 {
			cancel()
		}
		return err
	}
	for _, s := range in.stations {
		s.judge = judge
		start(func() error {
			return watch(s.watch(ctx, e, registry, tracker, sinks, broadcast, log))
		})
	}
	for _, p := range in.posts {
		start(func() error { return watch(p.watch(ctx, e, registry, tracker, sinks, log)) })
	}
	wait.Wait()
	close(failures)
	done, stop := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer stop()
	errs := []error{sinks.Close(done), untap()}
	for err := range failures {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// watch is one receiver's goroutine.
func (s *station) watch(ctx context.Context, e *env, registry *metrics.Registry, tracker *detectors.Tracker, sinks metrics.Sinks, broadcast func(*detectors.Broadcast), log *slog.Logger) error {
	runtime.LockOSThread()
	defer s.source.Close()
	observer := registry.Receiver(s.name)
	r := &detectors.Receiver{
		Name: s.name, Sensor: e.cli.Sensor, Source: s.source, Specs: s.specs, Live: true,
		Plan: s.plan, Tracker: tracker, Judge: s.judge, Sink: sinks.Put, Observer: observer, Broadcast: broadcast,
	}
	if s.changed != nil {
		*s.changed = func(up bool, why error) {
			if up {
				log.Info("receiver up", "receiver", s.name)
				r.Health("up", "receiver "+s.name+" delivers samples")
				return
			}
			observer.Down()
			log.Error("receiver lost; opening it again", "receiver", s.name, "error", why)
			r.Health("lost", fmt.Sprintf("receiver %s is gone: %v", s.name, why))
		}
	}
	return r.Run(ctx)
}

func (f *serviceFlags) setup(e *env, in inputSet, tracker *detectors.Tracker) metrics.Setup {
	setup := metrics.Setup{Sensor: e.cli.Sensor, Version: buildVersion(), Specs: all.Specs(), Tracker: tracker}
	for _, s := range in.stations {
		setup.Receivers = append(setup.Receivers, metrics.ReceiverSetup{Name: s.name, Plan: s.plan})
		for _, b := range s.bands {
			if !slices.Contains(setup.Bands, b) {
				setup.Bands = append(setup.Bands, b)
			}
		}
	}
	for _, p := range in.posts {
		setup.Microphones = append(setup.Microphones, metrics.MicrophoneSetup{Name: p.Name})
	}
	return setup
}

// sinks opens a queue before everything that takes events.
func (f *serviceFlags) sinks(e *env, registry *metrics.Registry, recent *metrics.Recent, log *slog.Logger) (sinks metrics.Sinks, err error) {
	outlets := []metrics.Sink{recent}
	if !f.Quiet {
		outlets = append(outlets, newPrinter(e, f.JSON))
	}
	if f.Events != "" {
		file, err := metrics.OpenLines("events", f.Events)
		if err != nil {
			return nil, err
		}
		outlets = append(outlets, file)
	}
	for _, sink := range outlets {
		queue, err := registry.Queue(sink, metrics.DefaultQueue, log)
		if err != nil {
			return nil, err
		}
		sinks = append(sinks, queue)
	}
	return sinks, nil
}
