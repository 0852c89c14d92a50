package gsm

import (
	"context"
	"errors"
	"io"
	"syscall"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// window returns a full window: a cell on every second carrier would be usual,
// here there is one on each, 10 dB apart in turn.
func window(seconds float64, ppm float64) synth.Scene {
	var cells []synth.BTS
	for i := range 12 {
		c := station(939e6+sdr.Hz(200e3*(float64(i)-5.5))+100e3, 18)
		if i%2 == 1 {
			c.SNR = 28
		}
		c.CellID, c.BCC, c.FN, c.DelayUS = 1000+i, i%8, 7919*i, float64(i)*317
		cells = append(cells, c)
	}
	s := scene(2.4e6, 939.1e6, seconds, cells...)
	s.PPM = ppm
	return s
}

// play returns a scene's Blocks.
func play(tb testing.TB, s synth.Scene) (blocks []sdr.Block) {
	src, err := s.Open(time.Unix(0, 0).UTC())
	if err != nil {
		tb.Fatal(err)
	}
	for {
		b := sdr.Block{IQ: make([]complex64, 0, 8192)}
		err := src.Read(context.Background(), &b)
		if errors.Is(err, io.EOF) {
			return blocks
		}
		if err != nil {
			tb.Fatal(err)
		}
		blocks = append(blocks, b)
	}
}

// benchmark reports the share of a core that a stream takes, in CPU time.
func benchmark(b *testing.B, blocks []sdr.Block) {
	d, err := New(detectors.Setup{Rate: blocks[0].Rate, Live: true})
	if err != nil {
		b.Fatal(err)
	}
	emit := func(detectors.Event) {}
	f := detectors.Frame{Fresh: true}
	var shift, samples uint64
	began := cpu(syscall.RUSAGE_SELF)
	for b.Loop() {
		for i := range blocks {
			block := blocks[i]
			block.Index += shift
			f.Block = &block
			d.Detect(&f, emit)
			f.Fresh = false
			samples += uint64(len(block.IQ))
		}
		shift = samples
	}
	b.ReportMetric(100*(cpu(syscall.RUSAGE_SELF)-began)/(float64(samples)/float64(blocks[0].Rate)), "%core")
}

func BenchmarkTwelveCells(b *testing.B) {
	benchmark(b, play(b, window(2*408*frameSymbols/symbolRate, 0)))
}

func BenchmarkSearch(b *testing.B) {
	s := window(1, 0)
	s.GSM = nil
	benchmark(b, play(b, s))
}
