//go:build cgo && soapy

package soapy

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/hardware/emulator"
	"vigie/sdr"
)

// under runs body over an emulated stick with SoapySDR's rtlsdr module alone:
// other modules would call functions of libusb that the emulator does not have.
func under(t *testing.T, stick emulator.Stick, body func(b *emulator.Bench)) {
	t.Helper()
	modules, err := filepath.Glob("/usr/lib/*/SoapySDR/modules0.*/librtlsdrSupport.so")
	if err != nil || len(modules) == 0 {
		t.Skip("SoapySDR's rtlsdr module is not installed (Debian: soapysdr-module-rtlsdr)")
	}
	dir := t.TempDir()
	if err := os.Symlink(modules[0], filepath.Join(dir, filepath.Base(modules[0]))); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOAPY_SDR_ROOT", dir)
	t.Setenv("SOAPY_SDR_PLUGIN_PATH", dir)
	emulator.Run(t, emulator.Options{}, []emulator.Stick{stick}, body)
}

func recording(t *testing.T, name string, sample func(i int) (byte, byte)) string {
	t.Helper()
	p := make([]byte, 0, 2<<16)
	for i := range 1 << 16 {
		re, im := sample(i)
		p = append(p, re, im)
	}
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, p, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func flat(t *testing.T, value byte) string {
	return recording(t, fmt.Sprintf("flat%d.cu8", value), func(int) (byte, byte) { return value, value })
}

// code returns the byte that a component was: SoapySDR takes 128 off.
func code(x float32) int { return int(math.Round(float64(x)*128)) + 128 }

func TestStreams(t *testing.T) {
	for _, format := range []sdr.Format{0, sdr.CS16} {
		t.Run(fmt.Sprint(format), func(t *testing.T) {
			file := recording(t, "ramp.cu8", func(i int) (byte, byte) { return byte(i), byte(i >> 8) })
			under(t, emulator.Stick{Serial: "roof", File: file}, func(*emulator.Bench) {
				defer goleak.VerifyNone(t)
				r, err := Open(Options{Receiver: "s", Args: "driver=rtlsdr,serial=roof", Rate: 2.4e6, Centre: 868e6, Format: format})
				if err != nil {
					t.Fatal(err)
				}
				defer r.Close()
				var b sdr.Block
				var first uint16
				var lost uint64
				var worst time.Duration
				for start := true; b.End() < 2*2.4e6; start = false {
					if err := r.Read(t.Context(), &b); err != nil {
						t.Fatal(err)
					}
					lost, worst = lost+uint64(b.Lost), max(worst, time.Since(b.Start))
					emulator.SkipIfLate(t, lost, worst)
					if b.Lost != 0 || b.Centre != 868e6 || b.Rate != 2.4e6 || b.Receiver != "s" {
						t.Fatalf("Block at %d: lost %d centre %v rate %v", b.Index, b.Lost, b.Centre, b.Rate)
					}
					if format != 0 {
						continue // scaled by the driver in its own way
					}
					number := func(i int) uint16 { return uint16(code(real(b.IQ[i])) | code(imag(b.IQ[i]))<<8) }
					if start {
						first = number(0)
					}
					for i := range b.IQ {
						if want := first + uint16(b.Index) + uint16(i); number(i) != want {
							t.Fatalf("sample %d is number %d, want %d", b.Index+uint64(i), number(i), want)
						}
					}
				}
			})
		})
	}
}

func TestRetune(t *testing.T) {
	stick := emulator.Stick{Serial: "roof", Windows: []emulator.Window{
		{CentreHz: 800e6, File: flat(t, 80)}, {CentreHz: 900e6, File: flat(t, 90)},
	}}
	under(t, stick, func(*emulator.Bench) {
		r, err := Open(Options{Args: "driver=rtlsdr", Rate: 2.4e6, Centre: 800e6})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		values := map[sdr.Hz]int{800e6: 80, 900e6: 90}
		centre := sdr.Hz(800e6)
		var b sdr.Block
		for retune := range 6 {
			for n := 0; n < 4; {
				if err := r.Read(t.Context(), &b); err != nil {
					t.Fatal(err)
				}
				if b.Centre == centre {
					n++
				}
				for i, x := range b.IQ {
					if code(real(x)) != values[b.Centre] {
						t.Fatalf("retune %d: sample %d of a Block at %v MHz has value %d", retune, i, b.Centre/1e6, code(real(x)))
					}
				}
			}
			centre = 1700e6 - centre
			if err := r.Tune(centre); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestSettingsReachTheDevice(t *testing.T) {
	under(t, emulator.Stick{Serial: "roof", PPM: 50}, func(bench *emulator.Bench) {
		r, err := Open(Options{
			Args: "driver=rtlsdr", Rate: 1.92e6, Centre: 796e6, PPM: 50, BiasTee: true, Antenna: "RX", Bandwidth: 1.5e6,
			Gain: sdr.Gain{Manual: true, DB: 10}, Gains: map[string]float64{"TUNER": 29.7},
			Settings: map[string]string{"digital_agc": "false"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Tune(806e6); err != nil {
			t.Fatal(err)
		}
		r.Close()
		lines, err := bench.Log()
		if err != nil {
			t.Fatal(err)
		}
		log := strings.Join(lines, "\n")
		for _, want := range []string{"rate 1920000.0", "tune 805999", "gain lna 8 mixer 8\n", "bias 1\n", "bias 0"} {
			if !strings.Contains(log, want) {
				t.Errorf("no %q in\n%s", want, log)
			}
		}
		if last := log[strings.LastIndex(log, " rate "):]; !strings.HasPrefix(last, " rate 1920000.0") {
			t.Errorf("the correction was undone:%s", last)
		}
	})
}

func TestUnpluggedIsLost(t *testing.T) {
	under(t, emulator.Stick{Serial: "roof"}, func(bench *emulator.Bench) {
		defer goleak.VerifyNone(t)
		r, err := Open(Options{Args: "driver=rtlsdr", Rate: 2.4e6, Centre: 800e6})
		if err != nil {
			t.Fatal(err)
		}
		var b sdr.Block
		for range 3 {
			if err := r.Read(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
		}
		bench.Set("roof", emulator.Unplugged)
		start := time.Now()
		for err == nil {
			err = r.Read(t.Context(), &b)
		}
		if took := time.Since(start); !errors.Is(err, sdr.ErrLost) || took > 2*time.Second {
			t.Errorf("after %v: %v", took, err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		if err := r.Tune(900e6); !errors.Is(err, os.ErrClosed) {
			t.Errorf("Tune after Close: %v", err)
		}
	})
}

func TestList(t *testing.T) {
	under(t, emulator.Stick{Serial: "roof"}, func(*emulator.Bench) {
		list, err := List("driver=rtlsdr")
		if err != nil || len(list) != 1 || list[0]["serial"] != "roof" {
			t.Errorf("%v, %v", list, err)
		}
		if list, err := List("driver=nothing"); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
		if _, err := Open(Options{Args: "driver=nothing", Rate: 1e6, Centre: 1e9}); err == nil || !strings.Contains(err.Error(), "driver=nothing") {
			t.Errorf("no such device: %v", err)
		}
	})
}

func TestChooseFormat(t *testing.T) {
	for _, c := range []struct {
		driver, native string
		fullScale      float64
		want           sdr.Format
	}{
		{"rtlsdr", "CS8", 128, sdr.CS8},
		{"hackrf", "CS8", 128, sdr.CS8},
		{"airspy", "CS16", 32767, sdr.CS16},
		{"plutosdr, 12 bits in 16", "CS16", 2048, sdr.CF32},
		{"lime", "CF32", 1, sdr.CF32},
	} {
		if got := choose(c.native, c.fullScale); got != c.want {
			t.Errorf("%s: %v, want %v", c.driver, got, c.want)
		}
	}
}
