package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigie/detectors/all"
	"vigie/hardware/emulator"
	"vigie/internal/testdata"
)

// TestEvaluateLive measures a minute of the service at 2.4 MS/s on an emulated
// dongle, every detector at work: samples lost, memory, processor, latency.
//
//	make evaluate, or VIGIE_EVALUATE=1 go test -v ./cmd/vigie -run EvaluateLive
func TestEvaluateLive(t *testing.T) {
	if os.Getenv("VIGIE_EVALUATE") == "" {
		t.Skip("takes a minute of an idle machine: VIGIE_EVALUATE=1")
	}
	recording := testdata.File(t, "lte-derived/f806_pci300_50rb_center_2400k.cu8")
	bench := emulator.Start(t, emulator.Options{}, emulator.Stick{Serial: "roof", File: recording})
	s := serve(t, bench.Env(), "run", "--device", "roof", "--rate", "2.4e6", "--freq", "806e6")
	s.event(20*time.Second, isType("cell"))
	before := s.cpu()
	const minute = 60 * time.Second
	time.Sleep(minute)
	seconds := s.metric(`vigie_samples_total{receiver="rtl0"}`) / 2.4e6
	lost := s.metric(`vigie_samples_lost_total{receiver="rtl0"}`)
	rss := s.rss()
	t.Logf("%.1f s of samples, %.0f lost", seconds, lost)
	t.Logf("processor %.1f %% of a core, emulated dongle and page included", 100*(s.cpu()-before).Seconds()/minute.Seconds())
	for _, spec := range all.Specs() {
		sum := s.metric(fmt.Sprintf(`vigie_detect_seconds_sum{detector=%q}`, spec.Name))
		t.Logf("  %s %.1f %% of a core", spec.Name, 100*sum/seconds)
	}
	t.Logf("memory %.1f MiB resident at most", rss)
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
