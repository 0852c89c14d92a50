package synth

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func TestFrontEnd(t *testing.T) {
	f := FrontEnd{NoiseDBFS: -20, DCDBFS: -10, IQGainDB: 1, IQPhaseDeg: 5}
	iq := make([]complex64, 1<<18)
	f.open(rand.New(rand.NewPCG(1, 1))).spoil(iq)

	var mean complex128
	for _, x := range iq {
		mean += complex128(x) / complex(float64(len(iq)), 0)
	}
	if got := 20 * math.Log10(cmplx.Abs(mean)); math.Abs(got+10) > 0.1 {
		t.Errorf("spur of %.2f dBFS, want -10", got)
	}
	var ii, qq, iqSum float64
	for _, x := range iq {
		x -= complex64(mean)
		ii += float64(real(x) * real(x))
		qq += float64(imag(x) * imag(x))
		iqSum += float64(real(x) * imag(x))
	}
	n := float64(len(iq))
	if got := 10 * math.Log10(2*ii/n); math.Abs(got+20) > 0.1 {
		t.Errorf("noise of %.2f dBFS in I, want -20 for both", got)
	}
	if got := 10 * math.Log10(qq/ii); math.Abs(got-1) > 0.05 {
		t.Errorf("Q is %.2f dB stronger, want 1", got)
	}
	if got := math.Asin(iqSum/math.Sqrt(ii*qq)) * 180 / math.Pi; math.Abs(got-5) > 0.3 {
		t.Errorf("Q is %.2f° off, want 5", got)
	}
}
