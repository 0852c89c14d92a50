package fec

import (
	"syscall"
	"testing"
	"time"
)

// timed runs work as a benchmark and reports its throughput in bits decoded a
// second of CPU time, which a busy machine falsifies less than the clock.
func timed(b *testing.B, bits int, work func()) {
	begin := cpuTime(b)
	for b.Loop() {
		work()
	}
	b.ReportMetric(float64(b.N)*float64(bits)/(cpuTime(b)-begin).Seconds()/1e6, "Mbit/cpu-s")
}

// cpuTime returns the user time of the process.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano())
}
