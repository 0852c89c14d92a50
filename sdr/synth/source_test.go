package synth

import (
	"context"
	"errors"
	"io"
	"math"
	"slices"
	"testing"
	"time"

	"vigie/sdr"
)

var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// testScene is a scene with all that can vary: several cells, of which one
// lies half outside the band, fading, and every fault of the front end.
func testScene() *Scene {
	return &Scene{
		Seed: 7, Rate: 2.4e6, Centre: 796e6, Format: sdr.CU8, Seconds: 0.02, PPM: 12.5,
		FrontEnd: FrontEnd{NoiseDBFS: -30, DCDBFS: -35, IQGainDB: 0.3, IQPhaseDeg: 1},
		LTE: []ENodeB{
			{
				Freq: 796e6, PCI: 360, RB: 50, Ports: 2, SNR: 15, Load: 0.5, Channel: "eva", DopplerHz: 70,
				Downlink: Downlink{SIB1: "4048200312010a1b20181d308080045420", SI: []string{"00044a89507fd2"}, Paging: "40", First: 20},
			},
			{Freq: 796e6, PCI: 17, RB: 100, Ports: 4, SNR: 5, Load: 1, DelayUS: 3333, Channel: "etu", DopplerHz: 5},
			{Freq: 797.2e6, PCI: 3, RB: 6, Ports: 1, SNR: 10, TDD: true, TDDConfig: 2, ExtendedCP: true},
			{Freq: 900e6, PCI: 4, RB: 6, Ports: 1, SNR: 50, Load: 1},
		},
	}
}

// samples reads a scene to its end, in Blocks of the given capacities in turn.
func samples(t *testing.T, s *Scene, capacities ...int) (iq []complex64, clipped int) {
	t.Helper()
	src, err := s.Open(start)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		b := sdr.Block{IQ: make([]complex64, 0, capacities[i%len(capacities)])}
		if err := src.Read(context.Background(), &b); err == io.EOF {
			return iq, clipped
		} else if err != nil {
			t.Fatal(err)
		}
		if b.Index != uint64(len(iq)) || !b.Start.Equal(start.Add(s.Rate.Duration(b.Index))) || b.Rate != s.Rate || b.Centre != s.Centre {
			t.Fatalf("Block %d, %v, %v, %v", b.Index, b.Start, b.Rate, b.Centre)
		}
		iq = append(iq, b.IQ...)
		clipped += b.Clipped
	}
}

func TestLoopRepeatsItsBeginning(t *testing.T) {
	s := testScene()
	s.Seconds = 0.005
	want, _ := samples(t, s, 1000)
	s.Seconds, s.Loop = 0.013, 0.005
	got, _ := samples(t, s, 7000, 100, 12345)
	if len(got) != 31200 {
		t.Fatalf("%d samples of 13 ms", len(got))
	}
	for i, v := range got {
		if v != want[i%len(want)] {
			t.Fatalf("sample %d is %v, in the loop %v", i, v, want[i%len(want)])
		}
	}
}

func TestSceneIsTheSameHoweverRead(t *testing.T) {
	whole, _ := samples(t, testScene(), 48000)
	if len(whole) != 48000 {
		t.Fatalf("%d samples of 20 ms at 2.4 MS/s", len(whole))
	}
	parts, _ := samples(t, testScene(), 1, 999, 0, 4096, 17)
	if !slices.Equal(whole, parts) {
		t.Error("samples depend on how they are read")
	}
	other := testScene()
	other.Seed++
	if changed, _ := samples(t, other, 48000); slices.Equal(whole, changed) {
		t.Error("another seed gives the same samples")
	}
}

func TestSceneClips(t *testing.T) {
	s := testScene()
	if _, clipped := samples(t, s, 8192); clipped != 0 {
		t.Errorf("%d samples clipped at -30 dBFS noise", clipped)
	}
	s.NoiseDBFS = -3
	if _, clipped := samples(t, s, 8192); clipped < 1000 {
		t.Errorf("%d samples clipped at -3 dBFS noise", clipped)
	}
}

func TestNoAllocationWhileReading(t *testing.T) {
	s := testScene()
	s.Seconds = 0
	src, err := s.Open(start)
	if err != nil {
		t.Fatal(err)
	}
	var b sdr.Block
	read := func() {
		if err := src.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}
	read()
	if n := testing.AllocsPerRun(20, read); n != 0 {
		t.Errorf("%v allocations a Block", n)
	}
}

func TestTuneMovesTheWindow(t *testing.T) {
	s := &Scene{Rate: 1.92e6, Centre: 700e6, Format: sdr.CF32, FrontEnd: FrontEnd{NoiseDBFS: -60}, LTE: []ENodeB{
		{Freq: 796e6, PCI: 1, RB: 6, Ports: 1, SNR: 30, Load: 1},
	}}
	src, err := s.Open(start)
	if err != nil {
		t.Fatal(err)
	}
	power := func() float64 {
		b := sdr.Block{IQ: make([]complex64, 0, 19200)}
		if err := src.Read(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		return meanPower(b.IQ)
	}
	if p := 10 * math.Log10(power()); math.Abs(p+60) > 0.3 {
		t.Errorf("%.2f dBFS off the cell, want the noise's -60", p)
	}
	if err := src.Tune(796e6); err != nil {
		t.Fatal(err)
	}
	if p := 10 * math.Log10(power()); p < -35 {
		t.Errorf("%.2f dBFS on the cell", p)
	}
}

func TestRealTimeAndEnd(t *testing.T) {
	s := testScene()
	s.RealTime, s.Seconds = true, 0.1
	began := time.Now()
	samples(t, s, 8192)
	if took := time.Since(began); took < 100*time.Millisecond-8192*time.Second/2400000 {
		t.Errorf("100 ms in real time took %v", took)
	}

	s.Seconds = 0
	src, err := s.Open(start)
	if err != nil {
		t.Fatal(err)
	}
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(cause)
	if err := src.Read(ctx, &sdr.Block{}); err != cause {
		t.Errorf("cancelled Read: %v", err)
	}
}

func meanPower(iq []complex64) (p float64) {
	for _, x := range iq {
		p += float64(real(x)*real(x) + imag(x)*imag(x))
	}
	return p / float64(len(iq))
}

// BenchmarkScene gives how many samples a second a modelled 10 MHz cell makes
// at an RTL-SDR's rate.
func BenchmarkScene(b *testing.B) {
	s := &Scene{Rate: 2.4e6, Centre: 796e6, Format: sdr.CU8, FrontEnd: FrontEnd{NoiseDBFS: -30}, LTE: []ENodeB{
		{Freq: 796e6, PCI: 360, RB: 50, Ports: 2, SNR: 15, Load: 0.5, Channel: "epa", DopplerHz: 5},
	}}
	src, err := s.Open(start)
	if err != nil {
		b.Fatal(err)
	}
	var block sdr.Block
	for b.Loop() {
		if err := src.Read(context.Background(), &block); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*blockSamples/b.Elapsed().Seconds()/1e6, "MS/s")
}
