package ofdm

import (
	"math"
	"math/cmplx"
	"testing"
)

// definition is a symbol as the sum over its carriers.
func definition(values *[carriers]complex128, offset, first float64) (x [symbolSamples]complex128) {
	for n, v := range values {
		f := offset + float64(n-middle)*spacing
		if n == middle || math.Abs(f) > sliceEdge {
			continue
		}
		for i := range x {
			x[i] += v * cmplx.Rect(1, 2*math.Pi*f*(first+float64(i)/sliceRate))
		}
	}
	return x
}

// likeness returns the share of one in the energy of the other.
func likeness(a *[symbolSamples]complex128, b *[symbolSamples]complex64) float64 {
	var sum complex128
	var ea, eb float64
	for i, v := range a {
		w := complex128(b[i])
		sum += v * cmplx.Conj(w)
		ea, eb = ea+real(v*cmplx.Conj(v)), eb+real(w*cmplx.Conj(w))
	}
	return real(sum*cmplx.Conj(sum)) / (ea * eb)
}

func TestSymbolsAreTheSumOfTheirCarriers(t *testing.T) {
	m := newModulator()
	var got [symbolSamples]complex64
	for _, values := range []*[carriers]complex128{&combValues, &firstValues} {
		for _, offset := range []float64{0, 5e3, -12.5e3, 1.73e6, -4.04e6} {
			want := definition(values, offset, -11.5/sliceRate)
			m.symbol(got[:], values, offset, -11.5/sliceRate)
			for i, v := range got {
				if d := cmplx.Abs(complex128(v) - want[i]); d > 1e-3 {
					t.Fatalf("%+.0f Hz: sample %d is %v, want %v", offset, i, v, want[i])
				}
			}
		}
	}
}

// TestOneWaveformIsEveryHypothesis compares the bank, which holds one waveform moved
// in time, with what each hypothesis means.
func TestOneWaveformIsEveryHypothesis(t *testing.T) {
	worst, mean := 1., 0.
	all := bank()
	const every = 17
	for i := 0; i < len(all); i += every {
		h := &all[i]
		for p, comb := range h.comb {
			want := definition(&combValues, h.offset, -(prefixSamples+0.5*float64(p))/sliceRate)
			r := likeness(&want, comb)
			worst, mean = min(worst, r), mean+r/float64(2*(len(all)/every+1))
		}
	}
	t.Logf("likeness %.4f in the mean, %.4f at worst", mean, worst)
	if worst < 0.985 || mean < 0.994 {
		t.Errorf("likeness %.4f in the mean, %.4f at worst", mean, worst)
	}
}
