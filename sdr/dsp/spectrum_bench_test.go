package dsp_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"vigie/sdr"
	"vigie/sdr/dsp"
)

// The spectrum path: bytes of an RTL-SDR to rows of power, with the share of a
// core that 2.4 MS/s take when nothing else has it.
func BenchmarkSpectrum(b *testing.B) {
	const block = 16384 / 2 // one USB buffer
	r := rand.New(rand.NewPCG(1, 1))
	raw, iq := make([]byte, 2*block), make([]complex64, block)
	for i := range raw {
		raw[i] = byte(127.5 + 20*r.NormFloat64())
	}
	for _, n := range []int{256, 1024, 4096} {
		s, err := dsp.NewSpectrum(dsp.Hann(n))
		if err != nil {
			b.Fatal(err)
		}
		rows := make([]float32, s.MaxRows(block)*n)
		b.Run(fmt.Sprintf("cu8-%d", n), func(b *testing.B) {
			best := time.Hour
			for b.Loop() {
				start := time.Now()
				sdr.CU8.Decode(iq, raw)
				s.Process(rows, iq)
				best = min(best, time.Since(start))
			}
			b.ReportMetric(100*2.4e6*best.Seconds()/block, "%core@2.4MS/s")
		})
	}
}
