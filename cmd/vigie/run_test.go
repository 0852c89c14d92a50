package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vigie/acoustic/microphone"
	"vigie/hardware/emulator"
	"vigie/internal/testdata"
	"vigie/sdr/soapy"
)

// binary is the program as people run it, compiled once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "vigie-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "vigie")
	args := []string{"build", "-o", path}
	var tags []string
	if soapy.Built {
		tags = append(tags, "soapy")
	}
	if microphone.Built {
		tags = append(tags, "portaudio")
	}
	args = append(args, "-tags", strings.Join(tags, ","))
	out, err := exec.Command("go", append(args, ".")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// A service is a running vigie.
type service struct {
	t      *testing.T
	cmd    *exec.Cmd
	url    string
	events chan map[string]any
	log    *strings.Builder // complete once events is closed
}

// serve starts vigie with a free port and waits until it listens.
func serve(t *testing.T, environ []string, args ...string) *service {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	s := &service{t: t, events: make(chan map[string]any, 1000), log: new(strings.Builder)}
	s.cmd = exec.CommandContext(t.Context(), path, append(args, "--listen", "127.0.0.1:0", "--json")...)
	s.cmd.Env = environ
	s.cmd.Dir = t.TempDir()
	s.cmd.Cancel = func() error { return s.cmd.Process.Signal(syscall.SIGTERM) }
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := s.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read(stdout)
	address := make(chan string, 1)
	go s.listen(stderr, address)
	select {
	case s.url = <-address:
	case <-time.After(20 * time.Second):
	}
	if s.url == "" {
		t.Fatalf("vigie %s does not listen: %s", strings.Join(args, " "), s.log)
	}
	return s
}

// read parses the event lines.
func (s *service) read(stdout io.Reader) {
	defer close(s.events)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		var e map[string]any
		if json.Unmarshal(lines.Bytes(), &e) == nil {
			s.events <- e
		}
	}
}

var listening = regexp.MustCompile(`live page on (http://\S+),`)

// listen finds the address among the messages.
func (s *service) listen(stderr io.Reader, address chan<- string) {
	defer close(address)
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		s.log.WriteString(lines.Text() + "\n")
		if m := listening.FindStringSubmatch(lines.Text()); m != nil {
			address <- m[1]
		}
	}
}

// event waits for the next event that fits.
func (s *service) event(within time.Duration, fits func(map[string]any) bool) map[string]any {
	s.t.Helper()
	deadline := time.After(within)
	for {
		select {
		case e, ok := <-s.events:
			if !ok {
				s.t.Fatalf("vigie ended: %s", s.log)
			}
			if fits(e) {
				return e
			}
		case <-deadline:
			s.t.Fatalf("no such event within %v", within)
		}
	}
}

// metric returns the value of one series, NaN-free, or fails.
func (s *service) metric(series string) float64 {
	s.t.Helper()
	resp, err := http.Get(s.url + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		if value, ok := strings.CutPrefix(line, series+" "); ok {
			v, err := strconv.ParseFloat(value, 64)
			if err != nil {
				s.t.Fatal(err)
			}
			return v
		}
	}
	s.t.Fatalf("no series %s", series)
	return 0
}

// stop ends vigie as Ctrl-C does and returns its exit code.
func (s *service) stop() int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
	stuck := time.AfterFunc(15*time.Second, func() { s.t.Error("does not stop"); _ = s.cmd.Process.Kill() })
	defer stuck.Stop()
	_ = s.cmd.Wait() // the exit code says it
	return s.cmd.ProcessState.ExitCode()
}

// eventually waits until something holds.
func eventually(t *testing.T, within time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(within); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Errorf("not within %v: %s", within, what)
}

func isType(name string) func(map[string]any) bool {
	return func(e map[string]any) bool { return e["type"] == name }
}

// TestRunOnAnEmulatedStick is the service from USB to page: a real recording
// comes out of an emulated dongle through the real librtlsdr.
func TestRunOnAnEmulatedStick(t *testing.T) {
	recording := testdata.File(t, "lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin")
	bench := emulator.Start(t, emulator.Options{}, emulator.Stick{Serial: "roof", File: recording})
	s := serve(t, bench.Env(), "run", "--device", "roof", "--rate", "1.92e6", "--freq", "796e6")
	cell := s.event(20*time.Second, isType("cell"))
	if f := cell["fields"].(map[string]any); f["pci"] != 360.0 || cell["receiver"] != "rtl0" {
		t.Errorf("cell %v", cell)
	}
	eventually(t, 5*time.Second, "ready", func() bool {
		resp, err := http.Get(s.url + "/-/ready")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	if up := s.metric(`vigie_receiver_up{receiver="rtl0"}`); up != 1 {
		t.Errorf("receiver up %v", up)
	}

	bench.Set("roof", emulator.Unplugged)
	eventually(t, 3*time.Second, "receiver down", func() bool { return s.metric(`vigie_receiver_up{receiver="rtl0"}`) == 0 })
	s.event(5*time.Second, func(e map[string]any) bool {
		return e["type"] == "sensor" && e["fields"].(map[string]any)["what"] == "lost"
	})
	bench.Clear("roof", emulator.Unplugged)
	eventually(t, 8*time.Second, "receiver up again", func() bool { return s.metric(`vigie_receiver_up{receiver="rtl0"}`) == 1 })
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

// TestRunRefusals: what cannot be opened is said with its remedy, exit code 1.
func TestRunRefusals(t *testing.T) {
	bench := emulator.Start(t, emulator.Options{}, emulator.Stick{Serial: "roof"})
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		state emulator.State
		args  []string
		code  int
		says  string
	}{
		{"", []string{"--freq", "796e6", "--device", "cellar"}, exitFailed, `no dongle with serial "cellar"`},
		{emulator.Unplugged, []string{"--freq", "796e6"}, exitFailed, "no dongle"},
		{emulator.Kernel, []string{"--freq", "796e6"}, exitFailed, "dvb_usb_rtl28xxu"},
		{"", []string{"--freq", "2.44e9"}, exitUsage, "not within the receiver's"},
		{"", []string{}, exitUsage, "say what to listen to"},
		{"", []string{"--driver", "rtltcp", "--device", "127.0.0.1:1", "--freq", "796e6"}, exitFailed, "127.0.0.1:1"},
	} {
		if c.state != "" {
			bench.Set("roof", c.state)
		}
		cmd := exec.CommandContext(t.Context(), path, append([]string{"run", "--listen", "127.0.0.1:0"}, c.args...)...)
		cmd.Env = bench.Env()
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), c.says) {
			t.Errorf("%v %s: exit code %d, want %d: %s", c.args, c.state, code, c.code, out)
		}
		if c.state != "" {
			bench.Clear("roof", c.state)
		}
	}
}

// TestDemo starts the demonstration, sees its cells and links, hears its drone, and
// reads its page and its metrics.
func TestDemo(t *testing.T) {
	s := serve(t, os.Environ(), "demo")
	seen := map[string]bool{}
	s.event(4*time.Minute, func(e map[string]any) bool {
		f, _ := e["fields"].(map[string]any)
		if rat, _ := f["rat"].(string); f["sib1_hex"] != nil || rat == "gsm" {
			seen[rat] = true
		}
		if e["type"] == "rotor" && e["severity"] != "info" && e["receiver"] == "demo-mic" && f["class"] == "multirotor" {
			seen["rotor"] = true
		}
		if name, _ := e["detector"].(string); e["receiver"] == "demo-links" && e["severity"] == "alert" {
			seen[name] = true
		}
		return seen["gsm"] && seen["lte"] && seen["nr"] && seen["rotor"] && seen["fhss"] && seen["ofdm"] && seen["fpv"]
	})
	if heard := s.metric(`vigie_acoustic_listened_seconds_total{receiver="demo-mic"}`); heard == 0 {
		t.Error("the microphone hears nothing")
	}
	for path, want := range map[string]string{"/": "<html", "/-/healthy": "healthy", "/api/state": `"receivers"`, "/metrics": "vigie_cells"} {
		resp, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %s, %v, lacks %q", path, resp.Status, err, want)
		}
	}
	if code := s.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

// TestAPortInUseIsNamed with the flag that chooses another.
func TestAPortInUseIsNamed(t *testing.T) {
	s := serve(t, os.Environ(), "demo")
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, "demo", "--listen", strings.TrimPrefix(s.url, "http://"))
	out, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(string(out), "in use") || !strings.Contains(string(out), "--listen") {
		t.Errorf("exit code %d: %s", code, out)
	}
	s.stop()
}
