package fsk

import (
	"context"
	"errors"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// pieces gives a source's samples in Blocks of another length.
type pieces struct {
	sdr.Source
	iq []complex64
}

func (p *pieces) Read(ctx context.Context, b *sdr.Block) error {
	b.IQ = p.iq
	return p.Source.Read(ctx, b)
}

// gappy loses samples in the middle of every block.
type gappy struct {
	sdr.Source
}

func (g *gappy) Read(ctx context.Context, b *sdr.Block) error {
	err := g.Source.Read(ctx, b)
	if n := len(b.IQ) / 10; err == nil && n > 0 {
		b.IQ, b.Index, b.Lost = b.IQ[n:], b.Index+uint64(n), n
	}
	return err
}

// TestLostSamples end what is under way: a burst whose samples are not all there is
// not reported.
func TestLostSamples(t *testing.T) {
	sc := scene(3, 434e6)
	sc.SiK = []synth.SiK{{SNR: 12, Lat: 48.5, Lon: 2.5}}
	src := &gappy{Source: &pieces{model(t, sc), make([]complex64, 0, 1<<16)}}
	for _, b := range find(t, src, nil) {
		if b.Kind == fhss.FSK && (b.BitRate < 63e3 || b.BitRate > 65e3) {
			t.Errorf("%+v", b)
		}
	}
}

// TestNothingIsAllocated in the samples' path, with bursts in it.
func TestNothingIsAllocated(t *testing.T) {
	sc := scene(0, 868.6e6)
	sc.GFSK = []synth.GFSKFHSS{{First: 868.2e6, Step: 200e3, Channels: 5, SNR: 20, RateHz: 200}}
	src := model(t, sc)
	b := sdr.Block{IQ: make([]complex64, 0, 1<<16)}
	f, err := NewFinder(sc.Rate)
	if err != nil {
		t.Fatal(err)
	}
	frame := detectors.Frame{Block: &b, Fresh: true}
	count := 0
	found := func(*fhss.Burst) { count++ }
	if err := src.Read(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	step := func() { // the same Block again, as the first of a tuning
		f.began = false
		f.Find(&frame, found)
	}
	for range 3 {
		step()
	}
	if n := testing.AllocsPerRun(20, step); n != 0 || count == 0 {
		t.Errorf("%v allocations a Block, %d bursts", n, count)
	}
}

// TestNoiseHasNoBursts to speak of.
func TestNoiseHasNoBursts(t *testing.T) {
	all := find(t, model(t, scene(8, 868.6e6)), nil)
	if len(all) > 3 {
		t.Errorf("%d bursts in 8 s of noise", len(all))
	}
}

// TestOneFinderServesAll: whoever asks second gets the same bursts.
func TestOneFinderServesAll(t *testing.T) {
	sc := scene(0.2, 868.6e6)
	sc.GFSK = []synth.GFSKFHSS{{First: 868.2e6, Channels: 1, SNR: 20, RateHz: 50}}
	b := sdr.Block{IQ: make([]complex64, 0, 1<<19)}
	if err := model(t, sc).Read(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	f, err := NewFinder(sc.Rate)
	if err != nil {
		t.Fatal(err)
	}
	frame := detectors.Frame{Block: &b, Fresh: true}
	first, second := 0, 0
	f.Find(&frame, func(*fhss.Burst) { first++ })
	f.Find(&frame, func(*fhss.Burst) { second++ })
	if first == 0 || first != second {
		t.Errorf("%d bursts, then %d", first, second)
	}
}

func TestNarrowReceiversAreBlind(t *testing.T) {
	if _, err := New(detectors.Setup{Rate: 200e3}); !errors.Is(err, detectors.ErrBlind) {
		t.Errorf("200 kS/s: %v", err)
	}
}

// BenchmarkNoise and BenchmarkBusy are the cost of a sample where there is nothing,
// and where a link sends most of the time.
func BenchmarkNoise(b *testing.B) { bench(b, scene(0, 434e6)) }

func BenchmarkBusy(b *testing.B) {
	sc := scene(0, 434e6)
	sc.SiK = []synth.SiK{{SNR: 20, AirRate: 16, Lat: 1, Lon: 1}}
	bench(b, sc)
}

func bench(b *testing.B, sc synth.Scene) {
	src, err := sc.Open(time.Unix(0, 0))
	if err != nil {
		b.Fatal(err)
	}
	f, err := NewFinder(sc.Rate)
	if err != nil {
		b.Fatal(err)
	}
	block := sdr.Block{IQ: make([]complex64, 0, 1<<20)}
	if err := src.Read(context.Background(), &block); err != nil {
		b.Fatal(err)
	}
	frame := detectors.Frame{Block: &block, Fresh: true}
	frame.Spectrum()
	samples := 0
	for b.Loop() {
		f.began = false
		f.Find(&frame, func(*fhss.Burst) {})
		samples += len(block.IQ)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(samples), "ns/sample")
}
