// Package soundcard gives tests devices that sound comes out of, on machines that
// have none: ALSA's file plugin, which reads a file as fast as it is asked to, and
// a PulseAudio server of the test's own with a null sink, whose monitor is what
// was played into it, in real time.
package soundcard

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// config writes an ALSA configuration of the system's and one device, and returns
// the environment in which PortAudio finds it.
func config(t testing.TB, dir, device string) []string {
	t.Helper()
	const system = "/usr/share/alsa/alsa.conf"
	if _, err := os.Stat(system); err != nil {
		t.Skipf("no ALSA here: %v; install libasound2-data", err)
	}
	path := filepath.Join(dir, "asound.conf")
	if err := os.WriteFile(path, []byte("<"+system+">\n"+device), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"ALSA_CONFIG_PATH=" + path, "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, "PULSE_SERVER=unix:" + filepath.Join(dir, "native")}
}

// File makes the device "clip" whose samples are raw, over and over, whatever
// format and rate it is opened with.
func File(t testing.TB, raw []byte) (environ []string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "clip.raw")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return config(t, dir, fmt.Sprintf("pcm.clip { type file slave.pcm { type null } file /dev/null infile %q format raw }\n", path))
}

// A Street is a PulseAudio server with a null sink; its monitor is the device
// "street".
type Street struct {
	Environ []string
	t       testing.TB
	dir     string
	server  *exec.Cmd
}

// NewStreet starts the server. The test is skipped where there is none to start.
func NewStreet(t testing.TB) *Street {
	t.Helper()
	for _, program := range []string{"pulseaudio", "paplay"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%v; install pulseaudio, pulseaudio-utils and libasound2-plugins", err)
		}
	}
	dir, err := os.MkdirTemp("", "street") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &Street{t: t, dir: dir}
	s.Environ = config(t, dir, fmt.Sprintf("pcm.street { type pulse server \"unix:%s/native\" device street.monitor }\n", dir))
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Start starts the server again after Stop; any goroutine may call it.
func (s *Street) Start() {
	s.t.Helper()
	socket := filepath.Join(s.dir, "native")
	s.server = exec.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+socket, "-L", "module-null-sink sink_name=street rate=48000")
	s.server.Env = append(os.Environ(), s.Environ...)
	var said strings.Builder
	s.server.Stderr = &said
	if err := s.server.Start(); err != nil {
		s.t.Error(err)
		return
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(socket); err == nil {
			return
		}
	}
	s.t.Errorf("pulseaudio does not start: %s", said.String())
}

// Stop ends the server, as when a device is unplugged.
func (s *Street) Stop() {
	if s.server == nil {
		return
	}
	_ = s.server.Process.Signal(syscall.SIGTERM)
	_ = s.server.Wait() // its exit code says nothing
	os.Remove(filepath.Join(s.dir, "native"))
	s.server = nil
}

// Play plays a WAV file into the street, again and again until the test ends, and
// whenever the server is there.
func (s *Street) Play(path string) {
	s.t.Helper()
	player := exec.CommandContext(s.t.Context(), "sh", "-c", `while :; do paplay --device=street "$0" 2>/dev/null || sleep 0.2; done`, path)
	player.Env = append(os.Environ(), s.Environ...)
	player.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	player.Cancel = func() error { return syscall.Kill(-player.Process.Pid, syscall.SIGTERM) }
	if err := player.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = player.Wait() })
}
