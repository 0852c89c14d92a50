package lte

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

func TestARateTooLowIsBlind(t *testing.T) {
	_, err := New(detectors.Setup{Rate: 1.8e6})
	if !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("error %v, want one that wraps ErrBlind", err)
	}
}

func noise(n int, level float64) []complex64 {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]complex64, n)
	for i := range x {
		x[i] = complex(float32(level*r.NormFloat64()), float32(level*r.NormFloat64()))
	}
	return x
}

// TestHostileSamples shows samples that no receiver should give.
func TestHostileSamples(t *testing.T) {
	slow(t)
	constant := make([]complex64, 100_000)
	huge := noise(100_000, 1e11)
	clipped := noise(100_000, 100)
	for i := range constant {
		constant[i] = 1
		clipped[i] = complex(max(-1, min(1, real(clipped[i]))), max(-1, min(1, imag(clipped[i]))))
	}
	burst := make([]complex64, 100_000)
	copy(burst[50_000:], noise(300, 1))
	for _, c := range []struct {
		name string
		x    []complex64
	}{
		{"nothing", nil},
		{"one sample", constant[:1]},
		{"less than a symbol", noise(100, 1)},
		{"less than a half-frame", noise(9000, 1)},
		{"zeros", make([]complex64, 100_000)},
		{"a constant", constant},
		{"noise at full scale of a float format", huge},
		{"clipped", clipped},
		{"a short burst in silence", burst},
		{"faint noise", noise(100_000, 1e-20)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if events := (view{rate: sampleRate, centre: 796e6}).detect(t, c.x); len(events) != 0 {
				t.Errorf("%d events", len(events))
			}
		})
	}
}

// TestLive follows a modelled cell for some seconds, as a receiver would.
func TestLive(t *testing.T) {
	slow(t)
	s := scene(synth.ENodeB{PCI: 77, Ports: 2, SNR: 10, SFN: 1000}, synth.ENodeB{PCI: 78, SNR: 5, DelayUS: 1500, SFN: 300})
	s.Seconds, s.PPM, s.Rate = 8, 40, 2.4e6
	seen := map[int]int{}
	for _, e := range listen(t, s, true) {
		f := e.Fields.(Fields)
		seen[f.PCI]++
		if e.Time.Sub(time.Unix(0, 0)) > 7900*time.Millisecond {
			t.Errorf("event at %v: from the flush", e.Time)
		}
	}
	for _, pci := range []int{77, 78} {
		if seen[pci] < 3 {
			t.Errorf("PCI %d reported %d times in 8 s", pci, seen[pci])
		}
	}
	if len(seen) != 2 {
		t.Errorf("cells %v", seen)
	}
}

// TestHopping goes round two tunings and attributes each cell to its own.
func TestHopping(t *testing.T) {
	slow(t)
	s := scene(synth.ENodeB{PCI: 77, SNR: 10}, synth.ENodeB{PCI: 200, Freq: 806e6, SNR: 10, DelayUS: 700})
	s.Seconds = 6
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		t.Fatal(err)
	}
	d, err := New(detectors.Setup{Rate: s.Rate, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	emit := func(e detectors.Event) { seen[e.Track]++ }
	var b sdr.Block
	for n := 0; ; n++ {
		fresh := n%200 == 0 // 0.85 s
		if fresh {
			if err := src.Tune(sdr.Hz(796e6 + n/200%2*10e6)); err != nil {
				t.Fatal(err)
			}
		}
		if err := src.Read(context.Background(), &b); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		d.Detect(&detectors.Frame{Block: &b, Fresh: fresh}, emit)
	}
	if len(seen) != 2 || seen["lte-pci77@796000000"] < 2 || seen["lte-pci200@806000000"] < 2 {
		t.Errorf("tracks %v", seen)
	}
}

// TestDetectDoesNotAllocate: but for the event of a cell, once a second.
func TestDetectDoesNotAllocate(t *testing.T) {
	slow(t)
	x := noise(1<<16, 0.1)
	for _, live := range []bool{false, true} {
		d, err := New(detectors.Setup{Rate: 2.4e6, Live: live})
		if err != nil {
			t.Fatal(err)
		}
		b := sdr.Block{Rate: 2.4e6, Centre: 796e6, Start: time.Unix(0, 0)}
		f := detectors.Frame{Block: &b, Fresh: true}
		emit := func(detectors.Event) { t.Error("an event in noise") }
		n := 0
		step := func() {
			b.IQ = x[n%4*8192:][:8192]
			d.Detect(&f, emit)
			b.Index += 8192
			b.Start = b.Start.Add(b.Rate.Duration(8192))
			f.Fresh = false
			n++
		}
		runs := 60 // a window and a half: in a replay each is searched at once
		if live {
			runs = 1000
		}
		if got := testing.AllocsPerRun(runs, step); got != 0 {
			t.Errorf("live %v: %v allocations a Block", live, got)
		}
	}
}
