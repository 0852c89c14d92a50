package chirp

import (
	"context"
	"syscall"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/detectors/fhss"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// A loop plays a scene's first second again and again.
type loop struct {
	iq    []complex64
	block sdr.Block
}

func newLoop(b testing.TB, s synth.Scene) *loop {
	src, err := s.Open(time.Unix(0, 0))
	if err != nil {
		b.Fatal(err)
	}
	l := &loop{iq: make([]complex64, 0, int(s.Rate))}
	l.block.IQ = make([]complex64, 0, 16384)
	for len(l.iq)+16384 < cap(l.iq) {
		if err := src.Read(context.Background(), &l.block); err != nil {
			b.Fatal(err)
		}
		l.iq = append(l.iq, l.block.IQ...)
	}
	return l
}

// BenchmarkFinder is the cost of a sample: of noise, and of a link.
func BenchmarkFinder(b *testing.B) {
	noise, link, busy := scene(1, 866.4e6), scene(1, 866.4e6), scene(1, 868e6)
	link.ExpressLRS = []synth.ExpressLRS{{Domain: "eu868", RateHz: 200, SNR: 5, Telemetry: 64}}
	busy.LoRaNodes = []synth.LoRaNodes{{System: "lorawan", Nodes: 200, Duty: 0.01, SNR: 40}}
	for _, c := range []struct {
		name  string
		scene synth.Scene
	}{{"noise", noise}, {"link", link}, {"busy", busy}} {
		b.Run(c.name, func(b *testing.B) {
			l := newLoop(b, c.scene)
			f, err := New(detectors.Setup{Rate: 2.4e6})
			if err != nil {
				b.Fatal(err)
			}
			frame := detectors.NewFrame()
			bursts, at := 0, uint64(0)
			began := cpu()
			for b.Loop() {
				for from := 0; from+16384 <= len(l.iq); from += 16384 {
					block := sdr.Block{Index: at, Rate: 2.4e6, Centre: c.scene.Centre, IQ: l.iq[from:][:16384]}
					at += 16384
					frame.Show(&block, at == 16384)
					f.Find(frame, func(*fhss.Burst) { bursts++ })
				}
			}
			b.ReportMetric(float64(cpu()-began)/float64(at), "cpu-ns/sample")
			b.ReportMetric(float64(bursts)*2.4e6/float64(at), "bursts/s")
		})
	}
}

// cpu returns the nanoseconds of processor time that this process has used.
func cpu() int64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return u.Utime.Nano() + u.Stime.Nano()
}
