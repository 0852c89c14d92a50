package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vigie/detectors"
	"vigie/detectors/all"
	"vigie/detectors/capture"
)

// isCapture reports whether a file is named as a packet capture.
func isCapture(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pcap", ".pcapng", ".cap":
		return true
	}
	return false
}

// capture replays a GSMTAP capture: the cells in it, how they treated the phone, and
// what the judge makes of them.
func (c *replayCmd) capture(e *env, path string, specs []detectors.Spec) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	tracker, out := detectors.NewTracker(detectors.DefaultForget), newPrinter(e, c.JSON)
	judge := all.Judge(specs, c.setup(e))
	summary := detectors.SummaryFields{Events: map[detectors.Type]uint64{}, Detectors: all.Names(detectors.Radio(specs)), Blind: map[string]string{}}
	var failed error
	pass := func(ev detectors.Event) {
		ev.Sensor, ev.Receiver, ev.Recording = e.cli.Sensor, "replay", filepath.Base(path)
		if !tracker.Admit(&ev) {
			return
		}
		if ev.Type != detectors.Summary {
			summary.Events[ev.Type]++
		}
		failed = errors.Join(failed, out.Write(&ev))
	}
	n, err := capture.Read(file, func(ev detectors.Event) {
		ev.Receiver = "replay"
		pass(ev)
		if judge != nil {
			judge.See(&ev, func(a detectors.Event) {
				a.Detector, a.Version = judge.Spec().Name, judge.Spec().Version
				pass(a)
			})
		}
	})
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", path, err), failed)
	}
	summary.Seconds = n.Last.Sub(n.First).Seconds()
	pass(detectors.Event{
		Time: n.Last.UTC(), Type: detectors.Summary, Severity: detectors.Info, Fields: summary,
		Reason: fmt.Sprintf("%d packets, %d of them read, %.1f s", n.Packets, n.Read, summary.Seconds),
	})
	return failed
}
