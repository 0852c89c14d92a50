//go:build cgo && !nortlsdr

package rtlsdr

import (
	"context"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vigie/hardware/emulator"
	"vigie/sdr"
)

// rounds returns how often to repeat: n, or what VIGIE_ROUNDS says for a soak test.
func rounds(n int) int {
	if more, err := strconv.Atoi(os.Getenv("VIGIE_ROUNDS")); err == nil {
		return more
	}
	return n
}

func TestUnpluggedIsLostWithinASecond(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(bench *emulator.Bench) {
		defer goleak.VerifyNone(t)
		var slowest time.Duration
		defer func() { t.Logf("slowest loss seen after %v", slowest) }()
		for round := range rounds(10) {
			r, err := Open(Options{Serial: "roof", Centre: 800e6})
			if err != nil {
				t.Fatal(err)
			}
			read(t, r, 100e3, func(*sdr.Block) {})
			bench.Set("roof", emulator.Unplugged)
			start := time.Now()
			var b sdr.Block
			for err == nil {
				err = r.Read(t.Context(), &b)
			}
			took := time.Since(start)
			slowest = max(slowest, took)
			if !errors.Is(err, sdr.ErrLost) || took > time.Second {
				t.Fatalf("round %d: after %v: %v", round, took, err)
			}
			if err := r.Tune(900e6); !errors.Is(err, sdr.ErrLost) {
				t.Errorf("Tune without dongle: %v", err)
			}
			if err := r.Close(); err != nil {
				t.Errorf("Close without dongle: %v", err)
			}
			if _, err := Open(Options{Serial: "roof", Centre: 800e6}); err == nil || !strings.Contains(err.Error(), "no dongle") {
				t.Errorf("open without dongle: %v", err)
			}
			bench.Clear("roof", emulator.Unplugged)
			time.Sleep(5 * time.Millisecond)
		}
	})
}

func TestReplugged(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(bench *emulator.Bench) {
		defer goleak.VerifyNone(t)
		var downs, ups int
		s := sdr.Supervise(nil, sdr.Supervisor{
			Open: func(_ context.Context, centre sdr.Hz) (sdr.Source, error) {
				return Open(Options{Serial: "roof", Centre: max(centre, 800e6)})
			},
			Changed: func(up bool, why error) {
				if up {
					ups++
				} else {
					downs++
				}
			},
		})
		defer s.Close()
		var b sdr.Block
		next := func() {
			if err := s.Read(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
		}
		var slowest time.Duration
		defer func() { t.Logf("slowest return %v after unplugging for 300 ms", slowest) }()
		n := rounds(5)
		for round := range n {
			for range 30 {
				next()
			}
			bench.Set("roof", emulator.Unplugged)
			out := time.Now()
			time.AfterFunc(300*time.Millisecond, func() { bench.Clear("roof", emulator.Unplugged) })
			for before := ups; ups == before; {
				next()
			}
			took := time.Since(out)
			slowest = max(slowest, took)
			if took > 5*time.Second {
				t.Errorf("round %d: samples again after %v", round, took)
			}
			if lost := b.Rate.Duration(uint64(b.Lost)); (took - lost).Abs() > 100*time.Millisecond {
				t.Errorf("round %d: away for %v, counted %v", round, took, lost)
			}
		}
		if downs != n || ups != n+1 {
			t.Errorf("%d times down and %d times up, want %d and %d", downs, ups, n, n+1)
		}
	})
}

func TestHungDongleIsLostWithinTwoSeconds(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof"}}, func(bench *emulator.Bench) {
		r := open(t, Options{Centre: 800e6})
		read(t, r, 100e3, func(*sdr.Block) {})
		bench.Set("roof", emulator.Hung)
		start := time.Now()
		var err error
		for b := (sdr.Block{}); err == nil; {
			err = r.Read(t.Context(), &b)
		}
		if took := time.Since(start); !errors.Is(err, sdr.ErrLost) || took > 2*time.Second {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// The reader sleeps for longer than the ring holds. Nothing is lost in the
// dongle, and what the ring drops is counted to the sample.
func TestSlowReaderIsCountedExactly(t *testing.T) {
	emulator.Run(t, emulator.Options{}, []emulator.Stick{{Serial: "roof", File: ramp(t)}}, func(bench *emulator.Bench) {
		r := open(t, Options{Centre: 800e6})
		var first uint16
		var got, lost uint64
		read(t, r, 4e6, func(b *sdr.Block) {
			if b.Index == 0 {
				first = number(b.IQ[0])
			}
			for i, x := range b.IQ {
				if want := first + uint16(b.Index) + uint16(i); number(x) != want {
					skipIfStarved(t, bench)
					t.Fatalf("sample %d is number %d, want %d", b.Index+uint64(i), number(x), want)
				}
			}
			if got, lost = got+uint64(len(b.IQ)), lost+uint64(b.Lost); got+lost != b.End() {
				t.Fatalf("%d received + %d lost, but the index is %d", got, lost, b.End())
			}
			if b.Index/8192%100 == 0 {
				time.Sleep(700 * time.Millisecond)
			}
		})
		if lost == 0 || lost%8192 != 0 || r.Tally().Lost < lost {
			t.Errorf("%d samples lost, tally %+v; want whole buffers", lost, r.Tally())
		}
	})
}

// Each retune loses 300 ms in the dongle, of which nobody tells: the sample
// clock must find them, so that index and time stay true.
func TestLossInTheDongleIsFound(t *testing.T) {
	stick := emulator.Stick{Serial: "roof", Lost: [2]time.Duration{300 * time.Millisecond, 300 * time.Millisecond}}
	emulator.Run(t, emulator.Options{}, []emulator.Stick{stick}, func(*emulator.Bench) {
		r := open(t, Options{Centre: 800e6})
		read(t, r, 2.4e6, func(*sdr.Block) {})
		before := r.Tally().Lost
		if err := r.Tune(900e6); err != nil {
			t.Fatal(err)
		}
		var last sdr.Block
		read(t, r, 5*2.4e6, func(b *sdr.Block) { last = *b })
		if lost := r.Tally().Lost - before; math.Abs(float64(lost)-720e3) > 24e3 {
			t.Errorf("counted %d samples lost, want 720000 within 10 ms", lost)
		}
		if age := time.Since(last.Start); age < 0 || age > 250*time.Millisecond {
			t.Errorf("the last Block says it began %v ago", age)
		}
	})
}
