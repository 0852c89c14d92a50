package metrics

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"vigie/detectors"
	"vigie/sdr"
)

// heard is the spectrum of noise with a tone, as detectors see it.
func heard(offset, rate float64) (*detectors.Spectrum, *sdr.Block) {
	random := rand.New(rand.NewPCG(1, 2))
	b := &sdr.Block{Rate: sdr.Hz(rate), Centre: 796e6, IQ: make([]complex64, 65536)}
	for i := range b.IQ {
		s, c := math.Sincos(2 * math.Pi * offset / rate * float64(i))
		b.IQ[i] = complex(float32(0.5*c+0.01*random.NormFloat64()), float32(0.5*s+0.01*random.NormFloat64()))
	}
	frame := detectors.Frame{Block: b}
	return frame.Spectrum(), b
}

func TestATraceShowsAToneWhereItIs(t *testing.T) {
	r := New(sensor(t))
	if got := r.Traces(); len(got) != 0 {
		t.Errorf("%d traces before any samples", len(got))
	}
	spectrum, b := heard(300e3, 2.4e6)
	rx := r.Receiver("rtl0")
	rx.Block(b)
	rx.Spectrum(spectrum)
	got := r.Traces()[0]
	peak := 0
	for i, v := range got.Power {
		if v > got.Power[peak] {
			peak = i
		}
	}
	at := (float64(peak)+0.5)/float64(len(got.Power))*2.4e6 - 1.2e6
	if math.Abs(at-300e3) > 2.4e6/traceBins {
		t.Errorf("the tone at 300 kHz shows at %.0f Hz", at)
	}
	// A tone of amplitude 0.5 has -6.0 dBFS, a Hann window spreads 1.76 dB of it.
	if got.Power[peak] < -9.5 || got.Power[peak] > -6 {
		t.Errorf("the tone of -6 dBFS shows with %.1f", got.Power[peak])
	}
	// Noise of 2·0.01² is -37 dBFS, or -67.1 in each of 1024 bins.
	if mid := got.Floor[traceBins/4]; math.Abs(float64(mid)+67.1) > 1 {
		t.Errorf("floor of a bin %.1f dBFS, want -67.1", mid)
	}
	if total := value(t, r, `vigie_noise_floor_dbfs{band="b20",receiver="rtl0"}`); math.Abs(total+37) > 1 {
		t.Errorf("floor of the band %.1f dBFS, want -37", total)
	}
}

func TestATraceIsKeptTwiceASecond(t *testing.T) {
	var k trace
	first, _ := heard(300e3, 2.4e6)
	k.keep(first, 1, 1, time.Second)
	before := k.power
	second, _ := heard(-300e3, 2.4e6)
	if k.keep(second, 1, 1, time.Second+traceEvery-1); k.power != before {
		t.Error("taken too soon")
	}
	if k.keep(second, 1, 1, time.Second+traceEvery); k.power == before {
		t.Error("not taken when due")
	}
}
