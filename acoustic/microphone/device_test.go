//go:build cgo && portaudio && linux

package microphone

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/acoustic"
	"vigie/acoustic/synth"
	"vigie/internal/soundcard"
	"vigie/internal/testdata"
	"vigie/sdr"
)

// clip returns a recording of a real helicopter or, where there is none, of a
// modelled one.
func clip(t testing.TB) (path string) {
	t.Helper()
	if found := testdata.Glob("acoustic/helicopter/*.wav"); len(found) > 0 {
		return found[0]
	}
	scene, err := synth.ParseScene("scene", "seconds = 5\nfull_scale_db = 100\n[[helicopter]]\n")
	if err != nil {
		t.Fatal(err)
	}
	src, err := scene.Open(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	var wav bytes.Buffer
	if _, err := src.WriteWAV(context.Background(), &wav); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "helicopter.wav")
	if err := os.WriteFile(path, wav.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pcm reads a recording whole, at 16 kHz.
func pcm(t testing.TB, path string, o acoustic.Options) (all [2][]float32) {
	t.Helper()
	r, err := acoustic.Open(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b acoustic.Block
	for {
		err := r.Read(context.Background(), &b)
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for c := range all {
			all[c] = append(all[c], b.PCM[c]...)
		}
	}
}

func setenv(t *testing.T, environ []string) {
	for _, v := range environ {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
}

// TestWhatADeviceGivesIsWhatTheFileHolds: the same bytes through PortAudio and
// ALSA's file plugin, and through the reader of recordings, give the same sound.
func TestWhatADeviceGivesIsWhatTheFileHolds(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	var raw []byte
	for _, v := range pcm(t, clip(t), acoustic.Options{})[0] {
		raw = binary.LittleEndian.AppendUint16(raw, uint16(int16(math.Round(float64(v)*32768))))
	}
	setenv(t, soundcard.File(t, raw))
	path := filepath.Join(t.TempDir(), "clip.raw")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		rate     sdr.Hz
		channels int
	}{{16000, 1}, {16000, 2}, {44100, 1}, {48000, 2}, {8000, 1}} {
		want := pcm(t, path, acoustic.Options{Raw: &acoustic.Encoding{Rate: c.rate, Channels: c.channels, Bits: 16}})
		src, err := Open(Options{Microphone: "m", Device: "clip", Channels: c.channels, Rate: c.rate})
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		var got [2][]float32
		var b acoustic.Block
		for len(got[0]) < min(16000, len(want[0])-1000) { // within what the ring holds
			if err := src.Read(context.Background(), &b); err != nil {
				t.Fatalf("%v: %v", c, err)
			}
			if b.Lost != 0 || b.Index != uint64(len(got[0])) || b.Channels != c.channels || b.Band != min(c.rate, 16000)/2 || b.Microphone != "m" {
				t.Fatalf("%v: Block at %d after %d, lost %d, %d channels, band %v", c, b.Index, len(got[0]), b.Lost, b.Channels, b.Band)
			}
			for ch := range got {
				got[ch] = append(got[ch], b.PCM[ch]...)
			}
		}
		for ch := range c.channels {
			whole := min(len(got[ch]), len(want[ch])-1000) // behind it the device begins the file anew
			for i, v := range got[ch][:whole] {
				if math.Abs(float64(v-want[ch][i])) > 1e-5 {
					t.Fatalf("%v: channel %d sample %d is %v, in the file %v", c, ch, i, v, want[ch][i])
				}
			}
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
		if err := src.Read(context.Background(), &b); !errors.Is(err, os.ErrClosed) {
			t.Errorf("Read after Close: %v", err)
		}
	}
}

func TestReadingAMicrophoneAllocatesNothing(t *testing.T) {
	setenv(t, soundcard.File(t, make([]byte, 1<<20)))
	src, err := Open(Options{Device: "clip", Channels: 2, Rate: 48000})
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	var b acoustic.Block
	read := func() {
		if err := src.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if n := testing.AllocsPerRun(100, read); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

// TestAStreetThatGoesAndComesBack plays a real clip into PulseAudio, in real time,
// and takes the server away in between.
func TestAStreetThatGoesAndComesBack(t *testing.T) {
	path := clip(t)
	var power float64
	want := pcm(t, path, acoustic.Options{})[0]
	for _, v := range want {
		power += float64(v) * float64(v) / float64(len(want))
	}
	street := soundcard.NewStreet(t)
	setenv(t, street.Environ)
	street.Play(path)
	open := func(context.Context) (acoustic.Source, error) { return Open(Options{Device: "street", Channels: 1}) }
	type change struct {
		up  bool
		why error
	}
	changes := make(chan change, 100)
	src := acoustic.Supervise(nil, acoustic.Supervisor{Open: open, Changed: func(up bool, why error) { changes <- change{up, why} }})
	defer src.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()

	var b acoustic.Block
	var end uint64
	listen := func(samples int) (level float64) {
		var sum float64
		heard := 0
		for heard < samples {
			if err := src.Read(ctx, &b); err != nil {
				t.Fatalf("after %d samples, %d of them no pause: %v", end, heard, err)
			}
			if b.Index < end || b.Index != end+uint64(b.Lost) {
				t.Errorf("Block at %d after %d, lost %d", b.Index, end, b.Lost)
			}
			for _, v := range b.PCM[0] {
				if v != 0 { // the pauses in which paplay starts anew
					sum += float64(v) * float64(v)
					heard++
				}
			}
			end = b.End()
		}
		return sum / float64(heard)
	}
	began := time.Now()
	level := listen(5 * 16000)
	if dB := 10 * math.Log10(level/power); math.Abs(dB) > 2 {
		t.Errorf("the street is %.1f dB louder than what is played", dB)
	}
	if real, heard := time.Since(began), acoustic.Rate.Duration(end); real < heard-2*time.Second {
		t.Errorf("%v of sound in %v", heard, real)
	}
	if c := <-changes; !c.up {
		t.Fatalf("first change %t: %v", c.up, c.why)
	}

	street.Stop()
	time.AfterFunc(3*time.Second, street.Start)
	listen(2 * 16000)
	if c := <-changes; c.up || c.why == nil {
		t.Fatalf("after the server's end: %t: %v", c.up, c.why)
	}
	for c := range changes {
		if c.up {
			break
		}
	}
	if lost := acoustic.Rate.Duration(end) - 7*time.Second; lost < 2*time.Second {
		t.Errorf("the gap counts for nothing: %v", lost)
	}
}

func TestADeviceThatIsNotThere(t *testing.T) {
	setenv(t, soundcard.File(t, make([]byte, 1<<16)))
	if _, err := Open(Options{Device: "cellar", Channels: 1}); !errors.Is(err, ErrNoDevice) || !strings.Contains(err.Error(), `"clip"`) {
		t.Errorf("%v, want the names that there are", err)
	}
	all, err := List()
	if err != nil || len(all) != 1 || all[0].Name != "clip" || !all[0].Default {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestSoundIsOnlyInLockedMemory looks the arena up in what the kernel says of it.
func TestSoundIsOnlyInLockedMemory(t *testing.T) {
	setenv(t, soundcard.File(t, make([]byte, 1<<20)))
	before := locked(t)
	src, err := Open(Options{Device: "clip", Channels: 2, Rate: 48000})
	if err != nil {
		t.Fatal(err)
	}
	d := src.(*device)
	if got := locked(t) - before; got < 2*48000*4 {
		t.Errorf("%d bytes more are locked, want the two seconds of the ring", got)
	}
	time.Sleep(50 * time.Millisecond)
	memory := d.arena.memory
	if d.closed.Store(true); len(memory) < 2*48000*4 {
		t.Errorf("arena of %d bytes", len(memory))
	}
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	if got := locked(t); got != before {
		t.Errorf("%d bytes are still locked", got-before)
	}
}

// locked returns how many bytes of this process are locked.
func locked(t *testing.T) (bytes int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); f[0] == "VmLck:" {
			for _, digit := range f[1] {
				bytes = 10*bytes + int(digit-'0')
			}
			return bytes << 10
		}
	}
	t.Fatal("no VmLck in /proc/self/status")
	return 0
}
