package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/detectors/all"
	"vigie/hardware/emulator"
	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// TestEvaluateLive measures a minute of the service at 2.4 MS/s on an emulated
// dongle, every detector at work: samples lost, memory, processor, latency. At 806 MHz
// it hears a recorded cell, at 868 MHz a modelled control link among ordinary radio.
//
//	make evaluate, or VIGIE_EVALUATE=1 go test -v ./cmd/vigie -run EvaluateLive
func TestEvaluateLive(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("takes a minute of an idle machine: VIGIE_EVALUATE=1")
	}
	for _, c := range []struct{ name, freq, event, file string }{
		{"cell", "806e6", "cell", testdata.File(t, "lte-derived/f806_pci300_50rb_center_2400k.cu8")},
		{"link", "867.2e6", "drone_link", simulated(t, "../../docs/scenes/control868.toml", 4, 6)},
	} {
		t.Run(c.name, func(t *testing.T) {
			bench := emulator.Start(t, emulator.Options{}, emulator.Stick{Serial: "roof", File: c.file})
			stick, err := os.Stat(c.file)
			if err != nil {
				t.Fatal(err)
			}
			measure(t, serve(t, bench.Env(), "run", "--device", "roof", "--rate", "2.4e6", "--freq", c.freq), c.event, float64(stick.Size())/(1<<20))
		})
	}
}

// simulated writes what a receiver gives of a scene from one second to another and
// returns the file.
func simulated(t *testing.T, scene string, from, to float64) string {
	t.Helper()
	sc, err := synth.LoadScene(scene)
	if err != nil {
		t.Fatal(err)
	}
	sc.Seconds, sc.Format = to, sdr.CU8
	src, err := sc.Open(time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(t.TempDir(), "scene.cu8"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b sdr.Block
	for src.Read(t.Context(), &b) == nil {
		if float64(b.Index) < from*float64(b.Rate) {
			continue
		}
		if _, err := f.Write(sdr.CU8.Encode(nil, b.IQ)); err != nil {
			t.Fatal(err)
		}
	}
	return f.Name()
}

// measure measures a service from an event on. Of its memory so many MiB are the
// emulated dongle's, which maps its samples.
func measure(t *testing.T, s *service, event string, dongle float64) {
	t.Helper()
	s.event(20*time.Second, isType(event))
	before := s.cpu()
	const minute = 60 * time.Second
	time.Sleep(minute)
	seconds := s.metric(`vigie_samples_total{receiver="rtl0"}`) / 2.4e6
	lost := s.metric(`vigie_samples_lost_total{receiver="rtl0"}`)
	rss := s.rss() - dongle
	t.Logf("%.1f s of samples, %.0f lost", seconds, lost)
	t.Logf("processor %.1f %% of a core, emulated dongle and page included", 100*(s.cpu()-before).Seconds()/minute.Seconds())
	for _, spec := range all.Specs() {
		sum := s.metric(fmt.Sprintf(`vigie_detect_seconds_sum{detector=%q}`, spec.Name))
		t.Logf("  %s %.1f %% of a core", spec.Name, 100*sum/seconds)
	}
	t.Logf("memory %.1f MiB resident at most, without the dongle's samples", rss)
	t.Logf("Block end to event: %.0f of %.0f events within 20 ms",
		s.metric(`vigie_event_latency_seconds_bucket{le="0.02"}`), s.metric("vigie_event_latency_seconds_count"))
	if lost > 0 {
		t.Errorf("%.0f samples lost", lost)
	}
	if rss > 64 {
		t.Errorf("%.1f MiB", rss)
	}
	s.stop()
}

// cpu returns the processor time the service has used (proc(5), in ticks of 10 ms).
func (s *service) cpu() time.Duration {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+2:]))
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	if err1 != nil || err2 != nil {
		s.t.Fatalf("stat: %v", fields)
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}

// rss returns the most memory the service has had resident, in MiB.
func (s *service) rss() float64 {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		var kib float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kib); n == 1 {
			return kib / 1024
		}
	}
	s.t.Fatal("no VmHWM")
	return 0
}
