package nr

import (
	"syscall"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

// processorTime returns the time this process has computed: on a busy machine
// it says more than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkReplay is one window of 80 ms, searched from samples to cells.
func BenchmarkReplay(b *testing.B) {
	for _, c := range []struct {
		name   string
		rate   sdr.Hz
		centre sdr.Hz
	}{
		{"2.4MS/s", 2.4e6, 763.2e6},
		{"2.4MS/s,frequency-unknown", 2.4e6, 0},
		{"20MS/s", 20e6, 763.2e6},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := scene(c.rate, 763.2e6, 0.081, synth.GNodeB{SSB: 763.25e6, PCI: 10, SNR: 15, Load: 1})
			x := hear(b, s)
			began := processorTime()
			for b.Loop() {
				if len(replay(b, x, detectors.Setup{Rate: c.rate}, c.centre, 0, 1<<20)) == 0 {
					b.Fatal("the cell was not found")
				}
			}
			b.ReportMetric(float64(processorTime()-began)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
}

// BenchmarkLive is a second of a live receiver: on noise, and with four cells
// that are known.
func BenchmarkLive(b *testing.B) {
	for _, c := range []struct {
		name  string
		cells []synth.GNodeB
	}{
		{"noise", nil},
		{"four-cells", []synth.GNodeB{
			{SSB: 763.25e6, PCI: 10, SNR: 20, Load: 1},
			{SSB: 763.25e6, PCI: 21, SNR: 19, Load: 1, DelayUS: 2000},
			{SSB: 763.25e6, PCI: 32, SNR: 18, Load: 1, DelayUS: 4000},
			{SSB: 763.25e6, PCI: 400, SNR: 17, Load: 1, DelayUS: 6000},
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := hear(b, scene(2.4e6, 763.2e6, 4, c.cells...))
			d, err := New(detectors.Setup{Rate: 2.4e6, Live: true})
			if err != nil {
				b.Fatal(err)
			}
			block := sdr.Block{Rate: 2.4e6, Centre: 763.2e6}
			f := detectors.Frame{Block: &block, Fresh: true}
			n := 0
			second := func() {
				for at := range 300 {
					from := (n*300 + at) * 8000 % len(x)
					block.Index, block.IQ = uint64(n*300+at)*8000, x[from:from+8000]
					d.Detect(&f, func(detectors.Event) {})
					f.Fresh = false
				}
				n++
			}
			for range 8 {
				second() // until cells are known
			}
			began := processorTime()
			for b.Loop() {
				second()
			}
			b.ReportMetric(float64(processorTime()-began)/1e7/float64(b.N), "cpu-%")
		})
	}
}
