//go:build cgo && !nortlsdr

package rtlsdr

import (
	"context"
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

// ramp writes a recording in which sample i has the value i mod 65536, low byte
// in I and high byte in Q, so that every sample says which one it is.
func ramp(t *testing.T) string {
	t.Helper()
	p := make([]byte, 0, 2<<16)
	for i := range 1 << 16 {
		p = append(p, byte(i), byte(i>>8))
	}
	return keep(t, "ramp.cu8", p)
}

// flat writes a recording of one value, as a sign of a tuning.
func flat(t *testing.T, value byte) string {
	t.Helper()
	p := make([]byte, 1<<12)
	for i := range p {
		p[i] = value
	}
	return keep(t, fmt.Sprintf("flat%d.cu8", value), p)
}

func keep(t *testing.T, name string, p []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, p, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// code returns the byte that a component was.
func code(x float32) int { return int(math.Round(float64(x)*127.5 + 127.5)) }

// number returns a ramp's sample number.
func number(x complex64) uint16 { return uint16(code(real(x)) | code(imag(x))<<8) }

func open(t *testing.T, o Options) Receiver {
	t.Helper()
	r, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// read reads for so many samples, lost ones included, and calls see for each Block.
func read(t *testing.T, r sdr.Source, samples uint64, see func(b *sdr.Block)) {
	t.Helper()
	var b sdr.Block
	for b.End() < samples {
		if err := r.Read(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		see(&b)
	}
}

// skipIfStarved ends the test when the computer has let the kernel's 437 ms of
// USB buffers run full: the emulated dongle has then lost samples as a real one
// would, and exact statements on what came are not possible.
func skipIfStarved(t *testing.T, bench *emulator.Bench) {
	t.Helper()
	lines, err := bench.Log()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if strings.Contains(l, " overrun ") {
			t.Skipf("this computer is too busy for real time: %s", l)
		}
	}
}

func TestStreamsAtRateWithoutLoss(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof", File: ramp(t)}}, func(bench *emulator.Bench) {
		defer goleak.VerifyNone(t)
		r, err := Open(Options{Receiver: "r0", Serial: "roof", Centre: 868.3e6})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var first uint16
		var worst time.Duration
		start := time.Now()
		read(t, r, 3*2.4e6, func(b *sdr.Block) {
			worst = max(worst, time.Since(b.Start))
			if b.Index == 0 {
				first = number(b.IQ[0])
			}
			if b.Centre != 868.3e6 || b.Rate != 2.4e6 || b.Receiver != "r0" {
				t.Fatalf("Block of %q at %v Hz, %v S/s", b.Receiver, b.Centre, b.Rate)
			}
			for i, x := range b.IQ {
				if want := first + uint16(b.Index) + uint16(i); number(x) != want {
					skipIfStarved(t, bench)
					t.Fatalf("sample %d is number %d, want %d", b.Index+uint64(i), number(x), want)
				}
			}
			if off := time.Since(b.Start) - sdr.Hz(2.4e6).Duration(uint64(len(b.IQ))); off < -20*time.Millisecond || off > time.Second {
				t.Fatalf("Block of %v read at %v", b.Start, time.Now())
			}
		})
		emulator.SkipIfLate(t, r.Tally().Lost, worst)
		if took := time.Since(start).Seconds(); math.Abs(took-3) > 0.3+worst.Seconds() {
			t.Errorf("3 s of samples took %.2f s", took)
		}
		if tally := r.Tally(); tally.Lost != 0 || tally.Discarded != 0 || tally.Delivered < 3*2.4e6 {
			t.Errorf("tally %+v", tally)
		}
	})
}

func TestSettingsReachTheDongle(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof", PPM: 50}}, func(b *emulator.Bench) {
		r := open(t, Options{Rate: 1.92e6, Centre: 796e6, Gain: sdr.Gain{Manual: true, DB: 29}, PPM: 50, BiasTee: true})
		if g := r.Gains(); len(g) != 29 || g[0] != 0 || g[28] != 49.6 {
			t.Errorf("gain steps %v", g)
		}
		r.Close()
		open(t, Options{Rate: 250e3, Centre: 7.1e6, DirectSampling: 2}).Close()
		lines, err := b.Log()
		if err != nil {
			t.Fatal(err)
		}
		log := strings.Join(lines, "\n")
		for _, want := range []string{
			"rate 1920096.000",                 // before the correction
			"rate 1920000.0", "tune 795999909", // and after
			"gain lna 8 mixer 8\n", "bias 1\n", "bias 0\n",
			"rate 250012.5", "tune 7100352",
		} {
			if !strings.Contains(log, want) {
				t.Errorf("no %q in\n%s", want, log)
			}
		}
	})
}

func TestRetuneDiscardsWhatWasInFlight(t *testing.T) {
	for _, c := range []struct {
		name    string
		garbage [2]time.Duration
		settle  time.Duration
	}{
		{"PLL settles at once", [2]time.Duration{}, 0},
		{"garbage for 1 to 40 ms, Settle 45 ms", [2]time.Duration{time.Millisecond, 40 * time.Millisecond}, 45 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			stick := emulator.Stick{Serial: "roof", Garbage: c.garbage, Windows: []emulator.Window{
				{CentreHz: 800e6, File: flat(t, 80)}, {CentreHz: 900e6, File: flat(t, 90)},
			}}
			emulator.Run(t, emulator.Options{Control: 200 * time.Microsecond}, []emulator.Stick{stick}, func(bench *emulator.Bench) {
				r := open(t, Options{Centre: 800e6, Settle: c.settle})
				values := map[sdr.Hz]int{800e6: 80, 900e6: 90}
				var b sdr.Block
				centre, index := sdr.Hz(800e6), uint64(0)
				for i := range 12 {
					for blocks, at := 0, 0; at < 20; blocks++ {
						if err := r.Read(t.Context(), &b); err != nil {
							t.Fatal(err)
						}
						if b.Index != index+uint64(b.Lost) {
							t.Fatalf("Block at %d after %d with %d lost", b.Index, index, b.Lost)
						}
						index = b.End()
						if b.Centre == centre {
							at++
						} else if blocks > 200 {
							t.Fatalf("%d Blocks after the retune the centre is %v, want %v", blocks, b.Centre, centre)
						}
						for k, x := range b.IQ {
							if i > 0 && code(real(x)) != values[b.Centre] { // opening has its own garbage
								t.Fatalf("retune %d: sample %d of %d of a Block at %v MHz has value %d", i, k, len(b.IQ), b.Centre/1e6, code(real(x)))
							}
						}
					}
					centre = 1700e6 - centre
					if err := r.Tune(centre); err != nil {
						t.Fatal(err)
					}
				}
				skipIfStarved(t, bench)
				if tally := r.Tally(); tally.Lost != 0 {
					t.Errorf("retunes counted as loss: %+v", tally)
				}
			})
		})
	}
}

func TestTuneRefusesWhatIsBeyondTheDongle(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(*emulator.Bench) {
		r := open(t, Options{Centre: 800e6})
		for _, hz := range []sdr.Hz{0, -1, 5e9, sdr.Hz(math.NaN()), 4e9} {
			if err := r.Tune(hz); err == nil || errors.Is(err, sdr.ErrLost) {
				t.Errorf("Tune(%v): %v", hz, err)
			}
		}
		var b sdr.Block
		for range 10 {
			if err := r.Read(t.Context(), &b); err != nil || b.Centre != 800e6 {
				t.Fatalf("after refused tunings: centre %v, %v", b.Centre, err)
			}
		}
	})
}

func TestTwoDonglesBySerial(t *testing.T) {
	sticks := []emulator.Stick{{Serial: "one", File: flat(t, 11)}, {Serial: "two", File: flat(t, 22)}}
	emulator.Run(t, emulator.Options{}, sticks, func(*emulator.Bench) {
		two, one := open(t, Options{Serial: "two", Centre: 800e6}), open(t, Options{Serial: "one", Centre: 900e6, Rate: 1.92e6})
		for range 3 {
			for r, want := range map[Receiver]int{one: 11, two: 22} {
				n := r.Tally().Delivered
				read(t, r, n+200e3, func(b *sdr.Block) {
					if code(real(b.IQ[0])) != want {
						t.Fatalf("value %d, want %d", code(real(b.IQ[0])), want)
					}
				})
			}
		}
		if list := List(); len(list) != 2 || list[1].Serial != "two" || list[0].Product != "RTL2838UHIDIR" {
			t.Errorf("list %+v", list)
		}
	})
}

// Opening, closing at any moment and opening again must leave nothing behind.
func TestCloseAtAnyMoment(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(*emulator.Bench) {
		defer goleak.VerifyNone(t)
		for i := range 40 {
			r, err := Open(Options{Centre: 800e6})
			if err != nil {
				t.Fatal(err)
			}
			reader := make(chan error)
			go func() {
				var b sdr.Block
				for {
					if err := r.Read(context.Background(), &b); err != nil {
						reader <- err
						return
					}
				}
			}()
			time.Sleep(time.Duration(i) * 300 * time.Microsecond)
			go r.Close()
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
			if err := <-reader; !errors.Is(err, os.ErrClosed) {
				t.Fatalf("Read ended with %v", err)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	sticks := []emulator.Stick{{Serial: "roof"}}
	emulator.Run(t, emulator.Options{}, sticks, func(bench *emulator.Bench) {
		for _, c := range []struct {
			state emulator.State
			want  []string
		}{
			{emulator.Kernel, []string{"roof", "dvb_usb_rtl28xxu", "modprobe -r", "vigie-rtlsdr.conf"}},
			{emulator.Claimed, []string{"roof", "another program"}},
			{emulator.Denied, []string{"no permission", "60-vigie-sdr.rules"}},
			{emulator.Unplugged, []string{"no dongle", "0bda:2838"}},
		} {
			bench.Set("roof", c.state)
			time.Sleep(3 * time.Millisecond)
			r, err := Open(Options{Centre: 800e6})
			if err == nil {
				r.Close()
				t.Errorf("%s: opened", c.state)
			}
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %v; want %q in it", c.state, err, want)
				}
			}
			bench.Clear("roof", c.state)
			time.Sleep(3 * time.Millisecond)
		}
		open(t, Options{Serial: "roof", Centre: 800e6})
		if _, err := Open(Options{Serial: "cellar", Centre: 800e6}); err == nil || !strings.Contains(err.Error(), `"roof"`) {
			t.Errorf("wrong serial: %v; want the serials found", err)
		}
		if _, err := Open(Options{Index: 3, Centre: 800e6}); err == nil || !strings.Contains(err.Error(), "number 3") {
			t.Errorf("wrong index: %v", err)
		}
	})
}

func TestReadAllocatesNothing(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(*emulator.Bench) {
		r := open(t, Options{Centre: 800e6})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var b sdr.Block
		r.Read(ctx, &b)
		if n := testing.AllocsPerRun(200, func() {
			if err := r.Read(ctx, &b); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%v allocations a Block", n)
		}
	})
}
