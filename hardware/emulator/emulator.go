// Package emulator runs programs with RTL-SDR sticks that are not there.
//
// In libusb/ lies a small library that takes the place of libusb-1.0 by
// LD_PRELOAD and emulates RTL2832U demodulators with R820T tuners register by
// register. The real librtlsdr runs over it, and with it our binding, rtl_tcp,
// SoapySDR and everything else that opens such sticks. Samples come from cu8
// recordings at the true rate of the emulated crystal; which recording depends
// on where the stick is tuned. Sticks can be unplugged, hang, be taken by the
// kernel's driver or by another program, and take their time to retune.
//
// A process sees the sticks of a [Bench] when it is started with the Bench's
// [Bench.Env]; [Run] does that with the test that calls it.
package emulator

import (
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed libusb
var source embed.FS

// ErrUnavailable is wrapped when this machine cannot build or use the emulator.
var ErrUnavailable = errors.New("stick emulator unavailable")

// A Stick is one emulated receiver.
type Stick struct {
	Serial  string   // letters and digits
	File    string   // cu8 recording heard wherever no Window is; "" is receiver noise
	Windows []Window // recordings heard where the stick is tuned
	PPM     float64  // error of its crystal, which shifts rate and frequency alike

	// After each retune so many samples are lost in the stick, and so many more
	// are garbage; each time a length between the two is drawn.
	Lost, Garbage [2]time.Duration

	Absent []Absence
}

// A Window is what is on the air around one centre frequency. All recordings
// start at the stick's sample 0 and are looped: windows onto one signal stay
// aligned however the stick moves between them.
type Window struct {
	CentreHz float64
	File     string
}

// An Absence is a time, since the process began to use USB, for which a stick is unplugged.
type Absence struct{ From, To time.Duration }

// Options hold for all sticks of a Bench.
type Options struct {
	Fast    bool          // samples as fast as they are read, for replays; no real time
	Control time.Duration // duration of one register access, 0.2 ms or so on real USB
}

// A Bench is a set of sticks, described by files in a directory.
type Bench struct{ dir, library string }

// New describes sticks in dir, building the library if need be.
func New(dir string, o Options, sticks ...Stick) (*Bench, error) {
	library, err := Library()
	if err != nil {
		return nil, err
	}
	b := &Bench{dir: dir, library: library}
	var s strings.Builder
	fmt.Fprintf(&s, "control %s\nlog %s\ncontrol_us %g\n", dir, b.logFile(), o.Control.Seconds()*1e6)
	if o.Fast {
		s.WriteString("fast\n")
	}
	for _, k := range sticks {
		k.write(&s)
	}
	return b, os.WriteFile(b.config(), []byte(s.String()), 0o644)
}

func (k Stick) write(s *strings.Builder) {
	fmt.Fprintf(s, "stick %s\nppm %g\n", k.Serial, k.PPM)
	fmt.Fprintf(s, "lost_ms %g %g\n", k.Lost[0].Seconds()*1e3, k.Lost[1].Seconds()*1e3)
	fmt.Fprintf(s, "garbage_ms %g %g\n", k.Garbage[0].Seconds()*1e3, k.Garbage[1].Seconds()*1e3)
	if k.File != "" {
		fmt.Fprintf(s, "file %s\n", k.File)
	}
	for _, w := range k.Windows {
		fmt.Fprintf(s, "tune %f %s\n", w.CentreHz, w.File)
	}
	for _, a := range k.Absent {
		fmt.Fprintf(s, "absent %f %f\n", a.From.Seconds(), a.To.Seconds())
	}
}

func (b *Bench) config() string  { return filepath.Join(b.dir, "sticks.conf") }
func (b *Bench) logFile() string { return filepath.Join(b.dir, "sticks.log") }

// Env returns the environment for a program that shall see the sticks.
func (b *Bench) Env() []string {
	return append(os.Environ(), "LD_PRELOAD="+b.library, "VIGIE_EMULATOR="+b.config())
}

// A State is something that has happened to a stick.
type State string

// The states of a stick. Each holds while it is set.
const (
	Unplugged State = "unplugged" // not on the bus
	Hung      State = "hung"      // there, but sends nothing
	Kernel    State = "kernel"    // held by the kernel's television driver
	Claimed   State = "claimed"   // held by another program
	Denied    State = "denied"    // its device file may not be opened
)

// Set puts the stick with that serial into a state, in every process that sees it.
func (b *Bench) Set(serial string, s State) error {
	return os.WriteFile(b.mark(serial, s), nil, 0o644)
}

// Clear takes it out of that state again.
func (b *Bench) Clear(serial string, s State) error {
	err := os.Remove(b.mark(serial, s))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (b *Bench) mark(serial string, s State) string {
	return filepath.Join(b.dir, serial+"."+string(s))
}

// Log returns what happened so far, one event a line: seconds since the process
// began to use USB, serial, event. The events are "tune HZ lost N garbage N",
// "rate R", "gain lna N mixer N", "bias N", "overrun N", "unplugged" and
// "plugged in".
func (b *Bench) Log() ([]string, error) {
	text, err := os.ReadFile(b.logFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return strings.Split(strings.TrimRight(string(text), "\n"), "\n"), err
}

// Library builds the stand-in for libusb, once for each version of its source
// into the user's cache, and returns its path.
func Library() (string, error) {
	sum := sha256.New()
	var files []string
	err := fs.WalkDir(source, "libusb", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := source.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		files = append(files, path)
		return err
	})
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	library := filepath.Join(cache, "vigie", fmt.Sprintf("emulator-%x.so", sum.Sum(nil)[:8]))
	if _, err := os.Stat(library); err == nil {
		return library, nil
	}
	return library, build(library, files)
}

// build compiles beside the target and renames, so that tests that build at the
// same time do not see half a library.
func build(library string, files []string) error {
	cc := os.Getenv("CC")
	if cc == "" {
		cc = "cc"
	}
	if _, err := exec.LookPath(cc); err != nil {
		return fmt.Errorf("%w: no C compiler: %w", ErrUnavailable, err)
	}
	if err := os.MkdirAll(filepath.Dir(library), 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(library), "build")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	args := []string{"-O2", "-Wall", "-Wextra", "-shared", "-fPIC", "-pthread", "-o", filepath.Join(dir, "emulator.so")}
	for _, f := range files {
		text, _ := source.ReadFile(f) // it was read before
		copied := filepath.Join(dir, filepath.Base(f))
		if err := os.WriteFile(copied, text, 0o644); err != nil {
			return err
		}
		if strings.HasSuffix(f, ".c") {
			args = append(args, copied)
		}
	}
	if out, err := exec.Command(cc, append(args, "-lm")...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s: %w\n%s(libusb-1.0-0-dev installed?)", ErrUnavailable, cc, err, out)
	}
	return os.Rename(filepath.Join(dir, "emulator.so"), library)
}
