package lte

import (
	"syscall"
	"testing"
	"time"
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

// processorTime returns the time this process has computed: on a busy machine
// it says more than the clock.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
