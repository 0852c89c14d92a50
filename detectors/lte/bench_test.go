package lte

import (
	"syscall"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
	"vigie/sdr/synth"
)

const bench = "lte-rtl/f796_s1.92_bw1.2_0.08s_rtlsdr.bin"

// BenchmarkSearch is the whole way from samples to decoded cells in a recording of 80 ms.
func BenchmarkSearch(b *testing.B) {
	x, e := recording(b, bench)
	for _, c := range []struct {
		name string
		job  job
	}{
		{"140kHz", middleJob(true)},
		{"20ppm", job{shifts: int(20e-6*796e6)/shiftHz + 1, halves: windowHalves}},
		{"140kHz-free-clock", middleJob(false)},
	} {
		b.Run(c.name, func(b *testing.B) {
			a, err := newAnalysis(e.RateHz)
			if err != nil {
				b.Fatal(err)
			}
			began := processorTime()
			for b.Loop() {
				a.raw = x
				a.jobs = append(a.jobs[:0], c.job)
				for a.start(e.CentreHz); a.busy(); {
					a.step()
				}
			}
			b.ReportMetric(float64(processorTime()-began)/1e6/float64(b.N), "cpu-ms/op")
			if c.name != "20ppm" && a.found == 0 {
				b.Fatal("the cell was not found")
			}
		})
	}
}

// BenchmarkWhole is the whole way from 80 ms of a whole carrier at 19.2 MS/s, as
// it comes, to everything that its cells say.
func BenchmarkWhole(b *testing.B) {
	x, e := recording(b, "lte-hackrf/f1815.3_s19.2_bw20_0.08s_hackrf-1.bin")
	began := processorTime()
	read := 0
	for b.Loop() {
		for _, v := range (view{rate: sdr.Hz(e.RateHz), centre: sdr.Hz(e.CentreHz)}).detect(b, x) {
			if f, ok := v.Fields.(Fields); ok && f.Identity != nil {
				read++
			}
		}
	}
	if read == 0 {
		b.Fatal("no cell said who it is")
	}
	b.ReportMetric(float64(processorTime()-began)/1e6/float64(b.N), "cpu-ms/op")
}

// processorTime returns the time this process has computed: on a busy machine
// it says more than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkStep is the time of one step of a live analysis: the longest one is
// what a Block can have to wait for.
func BenchmarkStep(b *testing.B) {
	x, e := recording(b, bench)
	a, err := newAnalysis(e.RateHz)
	if err != nil {
		b.Fatal(err)
	}
	a.raw = x
	var longest, steps time.Duration
	for b.Loop() {
		a.jobs = append(a.jobs[:0], middleJob(true), rasterJob(0, e.RateHz, true))
		for a.start(e.CentreHz); a.busy(); {
			began := processorTime()
			a.step()
			longest = max(longest, processorTime()-began)
			steps++
		}
	}
	b.ReportMetric(longest.Seconds()*1e3, "longest-cpu-ms")
	b.ReportMetric(float64(steps)/float64(b.N), "steps")
}

// BenchmarkTracking is the share of a core that following the cells of a live
// receiver at 2.4 MS/s takes: two of which SIB1 is not in view, and four that are
// read again and again.
func BenchmarkTracking(b *testing.B) {
	pair := []synth.ENodeB{{PCI: 77, Ports: 2, SNR: 10}, {PCI: 78, SNR: 5, DelayUS: 1500}}
	var four []synth.ENodeB
	for i := range 4 {
		four = append(four, synth.ENodeB{PCI: 300 + 10*i, RB: 25, Ports: 2, SNR: 20, DelayUS: 2400 * float64(i), Downlink: synth.Downlink{SIB1: modelSIB1, First: 7 + 3*i, Blocks: 3}})
	}
	for _, c := range []struct {
		name  string
		cells []synth.ENodeB
		say   int // who they are, of them
	}{{"two", pair, 0}, {"four,SIB1", four, 4}} {
		b.Run(c.name, func(b *testing.B) {
			s := scene(c.cells...)
			s.Seconds, s.PPM, s.Rate = 8, 40, 2.4e6
			x := heard(b, s)
			d, err := New(detectors.Setup{Rate: s.Rate, Live: true})
			if err != nil {
				b.Fatal(err)
			}
			block := sdr.Block{Rate: s.Rate, Centre: s.Centre, Start: time.Unix(0, 0)}
			frame := detectors.Frame{Block: &block, Fresh: true}
			cells := map[int]bool{}
			emit := func(e detectors.Event) {
				if f, ok := e.Fields.(Fields); ok && (c.say == 0 || f.Identity != nil) {
					cells[f.PCI] = true
				}
			}
			pass := func() {
				for at := 0; at+8192 <= len(x); at += 8192 {
					block.IQ = x[at:][:8192]
					d.Detect(&frame, emit)
					block.Index += 8192
					block.Start = block.Start.Add(s.Rate.Duration(8192))
					frame.Fresh = false
				}
			}
			pass() // finds the cells
			pass() // and reads them
			began := processorTime()
			for b.Loop() {
				pass()
			}
			if len(cells) < max(1, c.say) {
				b.Fatalf("cells %v", cells)
			}
			b.ReportMetric(100*(processorTime()-began).Seconds()/float64(b.N)/s.Seconds, "%core")
		})
	}
}
