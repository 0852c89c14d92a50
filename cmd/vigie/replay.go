package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"syscall"
	"time"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/sdr"
	"vigie/sdr/recording"
)

type replayCmd struct {
	judgeFlags
	soundFlags
	Files       []string   `arg:"" help:"Recordings, folders or patterns; - is standard input. A .sigmf-meta tells its own format, as does a .wav of sound; a .pcap or .pcapng holds GSMTAP."`
	Format      sdr.Format `help:"Sample format of raw files: cu8 (rtl_sdr), cs8 (HackRF), cs16, cf32, cf64." placeholder:"FORMAT"`
	Rate        sdr.Hz     `help:"Samples a second, such as 1.92e6 or 2.4M." placeholder:"HZ"`
	Freq        []sdr.Hz   `help:"Frequency on the air of the middle; with --join one a file, separated by commas." placeholder:"HZ"`
	SkipBytes   int64      `help:"Bytes before the first sample." placeholder:"N"`
	ConverterLO sdr.Hz     `name:"converter-lo" help:"Oscillator of a converter that was in front of the receiver." placeholder:"HZ"`
	Invert      bool       `help:"A converter turned the spectrum round (its oscillator was above the signal)."`
	Detectors   []string   `help:"Only these detectors, separated by commas (see vigie detectors)." placeholder:"NAME"`
	Join        bool       `help:"The files are one timeline: successive tunings of one receiver."`
	Annotate    bool       `help:"Write what was found into the .sigmf-meta as annotations."`
	JSON        bool       `name:"json" help:"JSON lines even on a terminal."`
	Timing      bool       `help:"Add processor and wall time to the summary (a replay is then no longer the same bytes twice)."`
	Quiet       bool       `short:"q" help:"No progress bar."`
	gsmtapFlag

	broadcast func(*detectors.Broadcast)
}

// Run replays every file.
func (c *replayCmd) Run(e *env) (err error) {
	broadcast, untap, err := c.tap(true)
	if err != nil {
		return err
	}
	c.broadcast = broadcast
	defer func() { err = errors.Join(err, untap()) }()
	return c.all(e)
}

// all replays every file; one that fails does not keep the others from it.
func (c *replayCmd) all(e *env) error {
	specs, err := all.Select(c.Detectors)
	if err != nil {
		return usageError{err}
	}
	files, err := c.expand()
	if err != nil {
		return err
	}
	if !c.Join && len(c.Freq) > 1 {
		return usagef("--freq takes one frequency; several go with --join, one a file")
	}
	if c.Join {
		return c.joined(e, files, specs)
	}
	var failed []error
	for _, path := range files {
		if err := c.one(e, path, specs); err != nil {
			if e.ctx.Err() != nil {
				return err
			}
			fmt.Fprintln(e.stderr, "vigie:", err)
			failed = append(failed, err)
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(files) == 1:
		return silent{failed[0]}
	}
	return fmt.Errorf("%d of %d recordings failed", len(failed), len(files))
}

// silent is an error that was already printed.
type silent struct{ error }

func (s silent) Unwrap() error { return s.error }

func (c *replayCmd) options(freq sdr.Hz) recording.Options {
	return recording.Options{
		Format: c.Format, Rate: c.Rate, Centre: freq, LO: c.ConverterLO, Invert: c.Invert,
		SkipBytes: c.SkipBytes, Receiver: "replay",
	}
}

func (c *replayCmd) one(e *env, path string, specs []detectors.Spec) error {
	if isCapture(path) {
		return c.capture(e, path, specs)
	}
	if c.isSound(path) {
		return c.sound(e, path, specs)
	}
	meta, isSigMF := recording.MetaPath(path)
	if c.Annotate && !isSigMF {
		return usagef("%s: --annotate writes into a .sigmf-meta, which this recording has not", path)
	}
	var freq sdr.Hz
	if len(c.Freq) == 1 {
		freq = c.Freq[0]
	}
	src, err := recording.Open(path, c.options(freq))
	if err != nil {
		return unknownFormat(err)
	}
	defer src.Close()
	var marks []recording.Annotation
	err = c.replay(e, src, src, filepath.Base(path), specs, func(ev *detectors.Event) {
		if c.Annotate && ev.Freq != 0 {
			marks = append(marks, annotation(ev, src))
		}
	})
	if len(marks) > 0 {
		err = errors.Join(err, recording.Annotate(meta, marks))
	}
	return err
}

// unknownFormat makes what only a flag can mend a usage error.
func unknownFormat(err error) error {
	if errors.Is(err, recording.ErrUnstated) {
		return usageError{err}
	}
	return err
}

func (c *replayCmd) joined(e *env, files []string, specs []detectors.Spec) error {
	if len(c.Freq) > 1 && len(c.Freq) != len(files) {
		return usagef("--freq names %d frequencies for %d files", len(c.Freq), len(files))
	}
	var readers []*recording.Reader
	for i, path := range files {
		var freq sdr.Hz
		if len(c.Freq) > 0 {
			freq = c.Freq[min(i, len(c.Freq)-1)]
		}
		r, err := recording.Open(path, c.options(freq))
		if err != nil {
			return unknownFormat(err)
		}
		readers = append(readers, r)
	}
	src, err := recording.Join(readers...)
	if err != nil {
		return err
	}
	defer src.Close()
	return c.replay(e, src, src, filepath.Base(files[0]), specs, func(*detectors.Event) {})
}

// meter is how far a recording has been read, in bytes; Size is -1 for a pipe.
type meter interface {
	Position() int64
	Size() int64
	Warning() string
}

// replay runs the detectors over one source and prints what they find; seen is
// shown every event too.
func (c *replayCmd) replay(e *env, src sdr.Source, at meter, name string, specs []detectors.Spec, seen func(*detectors.Event)) error {
	found := false
	err := c.play(e, name, at, func(bar *progress, sink func(detectors.Event)) runner {
		return &detectors.Receiver{
			Name: "replay", Sensor: e.cli.Sensor, Recording: name, Source: bar.watch(src), Specs: specs,
			Tracker: detectors.NewTracker(detectors.DefaultForget), Judge: all.Judge(specs, c.setup(e)), Broadcast: c.broadcast,
			Sink: sink,
		}
	}, func(ev *detectors.Event) {
		found = found || ev.Type != detectors.Sensor && ev.Type != detectors.Summary
		seen(ev)
	})
	if err == nil && !found && !c.Quiet {
		fmt.Fprintf(e.stderr, "vigie: %s: nothing found; if something should be there, are --rate, --format and --freq right?\n", name)
	}
	return err
}

// A runner is a Receiver or a Listener.
type runner interface {
	Run(ctx context.Context) error
	Close(add func(*detectors.SummaryFields))
}

// play runs what open makes to its end, with a progress bar, and prints what it
// emits.
func (c *replayCmd) play(e *env, name string, at meter, open func(*progress, func(detectors.Event)) runner, seen func(*detectors.Event)) error {
	began, cpu := time.Now(), cpuTime()
	bar := newProgress(e, name, at, c.Quiet)
	out := newPrinter(e, c.JSON)
	var writeErr error
	r := open(bar, func(ev detectors.Event) {
		bar.clear()
		writeErr = errors.Join(writeErr, out.Write(&ev))
		seen(&ev)
	})
	runErr := r.Run(e.ctx)
	bar.done()
	r.Close(func(s *detectors.SummaryFields) {
		if w := at.Warning(); w != "" {
			s.Warnings = append(s.Warnings, w)
		}
		if c.Timing {
			s.CPU, s.Wall = (cpuTime() - cpu).Seconds(), time.Since(began).Seconds()
		}
	})
	return errors.Join(runErr, writeErr)
}

// annotation marks an event in the recording it was found in.
func annotation(e *detectors.Event, in *recording.Reader) recording.Annotation {
	start := in.SampleAt(e.Time)
	end := in.SampleAt(e.Time.Add(time.Duration(e.Duration * float64(time.Second))))
	return recording.Annotation{
		SampleStart: start, SampleCount: end - start,
		LowerHz: e.Freq - e.Bandwidth/2, UpperHz: e.Freq + e.Bandwidth/2,
		Label: string(e.Type), Comment: e.Reason,
	}
}

// expand turns folders and patterns into files, in order.
func (c *replayCmd) expand() ([]string, error) {
	var files []string
	for _, arg := range c.Files {
		found, err := expand(arg)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	return files, nil
}

func expand(arg string) ([]string, error) {
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return folder(arg)
	case err == nil || !strings.ContainsAny(arg, "*?["):
		return []string{arg}, nil // one that is not there is told when it is opened
	}
	matches, err := filepath.Glob(arg)
	if err != nil {
		return nil, usagef("%s: %v", arg, err)
	}
	if len(matches) == 0 {
		return nil, fmt.Errorf("%s: no file matches", arg)
	}
	return matches, nil
}

// folder lists the recordings below a folder.
func folder(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && (recording.Recognised(path) || isWAV(path)) {
			files = append(files, path)
		}
		return err
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no recording in this folder; name the files to have them read as --format says", dir)
	}
	sort.Strings(files)
	return files, err
}

// cpuTime returns the processor time this process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
