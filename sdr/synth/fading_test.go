package synth

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestFading measures what TS 36.101 annex B.2 asks of each profile: mean power
// 1 in the table's shares, Rayleigh amplitudes, and the Doppler spectrum's
// autocorrelation J0(2π·fd·τ).
func TestFading(t *testing.T) {
	const draws, dopplerHz, lag = 4000, 100, 1e-3
	for name, taps := range channels {
		if name == "none" {
			continue
		}
		random := rand.New(rand.NewPCG(1, 1))
		power := make([]float64, len(taps))
		var correlation, fourth, total float64
		for range draws {
			f := newFading(name, dopplerHz, random)
			now, later := make([]complex64, len(taps)), make([]complex64, len(taps))
			f.gains(now, 3)
			f.gains(later, 3+lag)
			for l := range taps {
				power[l] += meanPower(now[l : l+1])
			}
			p := meanPower(now[:1])
			fourth += p * p
			correlation += float64(real(now[0] * conj(later[0])))
		}
		for _, p := range power {
			total += p / draws
		}
		if math.Abs(total-1) > 0.03 {
			t.Errorf("%s: mean power %.3f, want 1", name, total)
		}
		for l, tap := range taps {
			if got := 10 * math.Log10(power[l]/power[0]); math.Abs(got-(tap.powerDB-taps[0].powerDB)) > 0.3 {
				t.Errorf("%s: path %d at %.2f dB of the first, want %g", name, l, got, tap.powerDB-taps[0].powerDB)
			}
		}
		// E|a|⁴/(E|a|²)² is 2 for a Rayleigh path, 2-1/16 for sixteen waves.
		if kurtosis := fourth / draws / math.Pow(power[0]/draws, 2); math.Abs(kurtosis-2+1.0/sinusoids) > 0.15 {
			t.Errorf("%s: fourth moment %.2f, want 1.94", name, kurtosis)
		}
		want := math.J0(2 * math.Pi * dopplerHz * lag)
		if got := correlation / power[0]; math.Abs(got-want) > 0.03 {
			t.Errorf("%s: correlation over 1 ms %.3f, want %.3f", name, got, want)
		}
	}
}

func TestNoFading(t *testing.T) {
	f := newFading("none", 300, rand.New(rand.NewPCG(1, 1)))
	now, later := make([]complex64, 1), make([]complex64, 1)
	f.gains(now, 0)
	f.gains(later, 12.34)
	if now[0] != later[0] || math.Abs(meanPower(now)-1) > 1e-6 {
		t.Errorf("gain %v, then %v; want one of magnitude 1", now[0], later[0])
	}
}
