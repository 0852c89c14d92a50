package emulator

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// program runs a program over the sticks and returns what it wrote to stdout.
func program(t *testing.T, b *Bench, name string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (Debian: rtl-sdr)", name)
	}
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = b.Env()
	return cmd.Output()
}

// complaint returns the exit code and stderr that err of program carries.
func complaint(err error) (code int, stderr string) {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return 0, ""
	}
	return exit.ExitCode(), string(exit.Stderr)
}

func samples(t *testing.T, name string, value byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, bytes.Repeat([]byte{value}, 1<<12), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestRecordingFollowsTheTuning(t *testing.T) {
	b := Start(t, Options{Fast: true}, Stick{
		Serial: "roof", File: samples(t, "elsewhere", 1),
		Windows: []Window{{796e6, samples(t, "low", 2)}, {806e6, samples(t, "high", 3)}},
	})
	for _, c := range []struct {
		frequency string
		want      byte
	}{{"796000000", 2}, {"806000000", 3}, {"797000000", 2}, {"800000000", 1}, {"433920000", 1}} {
		out, err := program(t, b, "rtl_sdr", "-f", c.frequency, "-s", "2400000", "-n", "100000", "-")
		if err != nil {
			t.Fatal(err)
		}
		if len(out) != 200_000 || slices.Min(out) != c.want || slices.Max(out) != c.want {
			t.Errorf("%s Hz: %d bytes from %d to %d, want all %d", c.frequency, len(out), slices.Min(out), slices.Max(out), c.want)
		}
	}
}

func TestPacedByTheCrystal(t *testing.T) {
	b := Start(t, Options{}, Stick{Serial: "roof", PPM: 100_000})
	start := time.Now()
	if _, err := program(t, b, "rtl_sdr", "-f", "800000000", "-s", "2400000", "-n", "2640000", "-"); err != nil {
		t.Fatal(err)
	}
	// 2.64 MS at 2.64 MS/s, in pieces of 55 ms
	if took := time.Since(start); took < 950*time.Millisecond || took > 1500*time.Millisecond {
		t.Errorf("a second of a crystal 10 %% too fast took %v", took)
	}
}

func TestAbsentOnSchedule(t *testing.T) {
	b := Start(t, Options{}, Stick{Serial: "roof", Absent: []Absence{{0, time.Hour}}}, Stick{Serial: "cellar"})
	_, err := program(t, b, "rtl_sdr", "-d", "roof", "-f", "800000000", "-n", "1000", "-")
	if _, said := complaint(err); err == nil || !strings.Contains(said, "cellar") || strings.Contains(said, "roof") {
		t.Errorf("%v: %s", err, said)
	}
}

func TestBadConfigurationStops(t *testing.T) {
	for _, c := range []struct{ name, config, want string }{
		{"no such recording", "stick roof\nfile /nonexistent.cu8\n", "/nonexistent.cu8: No such file"},
		{"unknown line", "stick roof\nvolume 11\n", "volume 11"},
		{"a line before its stick", "ppm 5\n", "ppm 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := Start(t, Options{})
			if err := os.WriteFile(b.config(), []byte(c.config), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := program(t, b, "rtl_sdr", "-f", "1", "-n", "2", "-")
			if code, said := complaint(err); code != 97 || !strings.Contains(said, c.want) {
				t.Errorf("%v: %s; want %q", err, said, c.want)
			}
		})
	}
}

func TestRunRunsTheBodyInAProcessWithSticks(t *testing.T) {
	Run(t, Options{}, []Stick{{Serial: "roof"}}, func(b *Bench) {
		if !strings.Contains(os.Getenv("LD_PRELOAD"), "emulator") {
			t.Error("no emulator in this process")
		}
		if err := b.Set("roof", Hung); err != nil {
			t.Error(err)
		}
		if err := b.Clear("roof", Hung); err != nil {
			t.Error(err)
		}
		if err := b.Clear("roof", Hung); err != nil {
			t.Errorf("clearing twice: %v", err)
		}
	})
}
