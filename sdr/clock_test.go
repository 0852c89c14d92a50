package sdr

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// arrive plays n buffers of 8192 samples at a true rate, each delayed by what
// delay says, into c, and returns the final index and all silent loss found.
func arrive(c *Clock, from uint64, n int, trueRate float64, start time.Duration, delay func(i int) time.Duration) (index, silent uint64) {
	index = from
	for i := range n {
		index += 8192
		at := start + time.Duration(float64(i+1)*8192/trueRate*1e9) + delay(i)
		lost := c.Arrived(index, at)
		index, silent = index+lost, silent+lost
	}
	return index, silent
}

func punctual(int) time.Duration { return 0 }

func TestClockCountsSamples(t *testing.T) {
	c := NewClock(noon, 2.4e6, 0, 0)
	arrive(c, 0, 1000, 2.4e6, 100*time.Millisecond, punctual)
	for _, s := range []struct {
		index uint64
		want  time.Duration
	}{{0, 100 * time.Millisecond}, {2_400_000, 1100 * time.Millisecond}, {24, 100*time.Millisecond + 10*time.Microsecond}} {
		if got := c.Time(s.index).Sub(noon); (got - s.want).Abs() > time.Microsecond {
			t.Errorf("sample %d is at %v after noon, want %v", s.index, got, s.want)
		}
	}
}

func TestClockCorrectsTheCrystal(t *testing.T) {
	const ppm = 60
	for _, c := range []struct {
		name  string
		ppm   float64
		error time.Duration // after 100 s
	}{
		{"told", ppm, 10 * time.Microsecond},
		{"not told, it follows the arrivals", 0, 200 * time.Microsecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			clock := NewClock(noon, 2.4e6, c.ppm, 0)
			rate := 2.4e6 * (1 + ppm*1e-6)
			index, _ := arrive(clock, 0, 29297, rate, 0, punctual)
			want := time.Duration(float64(index) / rate * 1e9)
			if got := clock.Time(index).Sub(noon); (got - want).Abs() > c.error {
				t.Errorf("after %v the clock says %v", want, got)
			}
		})
	}
}

// Late buffers do not move the clock as long as some buffer of each second is punctual.
func TestClockIgnoresDelay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		delays := rapid.SliceOfN(rapid.IntRange(0, 80_000), 40, 40).Draw(t, "µs")
		delays[0], delays[20] = 0, 0
		c := NewClock(noon, 2.4e6, 0, 100*time.Millisecond)
		index, silent := arrive(c, 0, 3000, 2.4e6, time.Second, func(i int) time.Duration {
			return time.Duration(delays[i%40]) * time.Microsecond
		})
		want := time.Second + Hz(2.4e6).Duration(index)
		if got := c.Time(index).Sub(noon); silent != 0 || (got-want).Abs() > time.Millisecond {
			t.Fatalf("clock says %v, want %v; silent loss %d", got, want, silent)
		}
	})
}

// 300 ms of samples vanish on the bus: the index must take the step within two
// seconds, to within the jitter, and time must go on where it stands.
func TestClockFindsSilentLoss(t *testing.T) {
	c := NewClock(noon, 2.4e6, 0, 100*time.Millisecond)
	index, _ := arrive(c, 0, 1000, 2.4e6, 0, punctual)
	resumed := Hz(2.4e6).Duration(index) + 300*time.Millisecond
	index, silent := arrive(c, index, 600, 2.4e6, resumed, punctual)
	if math.Abs(float64(silent)-720_000) > 2400 {
		t.Errorf("found %d samples lost, want 720000 within a millisecond", silent)
	}
	want := resumed + time.Duration(600*8192/2.4e6*1e9)
	if got := c.Time(index).Sub(noon); (got - want).Abs() > time.Millisecond {
		t.Errorf("clock says %v, want %v", got, want)
	}
}

func TestClockNeverRunsBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := NewClock(noon, 2.4e6, 0, 50*time.Millisecond)
		var index uint64
		var at time.Duration
		before := time.Time{}
		for range 400 {
			index += 8192
			at += time.Duration(rapid.IntRange(1, 20_000).Draw(t, "µs")) * time.Microsecond
			index += c.Arrived(index, at)
			now := c.Time(index)
			if now.Before(before) {
				t.Fatalf("time went back from %v to %v", before, now)
			}
			before = now
		}
	})
}

// What was on its way at a given moment: arrivals in bursts of 55 ms, as
// rtl_tcp sends them, must not blur the index.
func TestClockIndexAtAMoment(t *testing.T) {
	c := NewClock(noon, 2.4e6, 0, 0)
	arrive(c, 0, 1600, 2.4e6, 0, func(i int) time.Duration {
		return time.Duration(float64(15-i%16) * 8192 / 2.4e6 * 1e9)
	})
	if got := c.Index(2 * time.Second); math.Abs(float64(got)-4.8e6) > 24 {
		t.Errorf("at 2 s the sample on its way is %d, want 4800000", got)
	}
	if got := c.Time(4_800_000).Sub(noon); (got - 2*time.Second).Abs() > time.Millisecond {
		t.Errorf("sample 4800000 is at %v, want 2 s", got)
	}
	if got := c.Index(-time.Second); got != 0 {
		t.Errorf("before the first sample: %d", got)
	}
}
