package gsm

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"vigie/sdr"
)

// received fills d.y with known symbols through a random channel in noise.
func received(d *demodulator, r *rand.Rand, symbols []float32, sigma float64) (h [2][taps]complex64) {
	for p := range h {
		for i := range h[p] {
			h[p][i] = complex(float32(r.NormFloat64()), float32(r.NormFloat64()))
		}
	}
	for p := range d.y {
		for k := range d.y[p] {
			y := complex(float32(sigma*r.NormFloat64()), float32(sigma*r.NormFloat64()))
			for i, c := range h[p] {
				if j := k - i; j >= 0 && j < burstBits {
					y += complex(symbols[j], 0) * c
				}
			}
			d.y[p][k] = y
		}
	}
	return h
}

func randomBurst(r *rand.Rand) []float32 {
	symbols := make([]float32, burstBits)
	for i := range symbols {
		symbols[i] = 1 - 2*float32(r.IntN(2))
		if i < tailBits || i >= burstBits-tailBits {
			symbols[i] = 1
		}
	}
	return symbols
}

// TestEstimate finds the channel and the noise again.
func TestEstimate(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, sigma := range []float64{0, 0.1} {
		var d demodulator
		symbols := randomBurst(r)
		copy(symbols[syncAt:], syncTraining)
		h := received(&d, r, symbols, sigma)
		if !d.estimate(syncTraining, syncAt) {
			t.Fatal("no estimate")
		}
		var off float64
		for p := range h {
			for i := range h[p] {
				off = max(off, math.Sqrt(power(h[p][i]-d.h[p][i])))
			}
		}
		if want := 2 * sigma * sigma; off > 1e-5+sigma || math.Abs(float64(d.noise)-want) > 0.4*want+1e-9 {
			t.Errorf("sigma %g: channel off by %g, noise %g, want %g", sigma, off, d.noise, want)
		}
	}
	if new(demodulator).estimate(make([]float32, 26), 0) {
		t.Error("a channel was estimated from nothing")
	}
}

// TestTrellisAgainstAllSequences compares the soft bits of twelve unknown bits
// with the best of all 4096 sequences either way, by the plain sum of squares.
func TestTrellisAgainstAllSequences(t *testing.T) {
	const unknown = 12
	first := burstBits - tailBits - unknown
	r := rand.New(rand.NewPCG(3, 3))
	for range 5 {
		var d demodulator
		symbols := randomBurst(r)
		d.h = received(&d, r, symbols, 2)
		d.noise = 8
		d.equalise(symbols[tailBits:first], tailBits)
		var best [unknown][2]float64
		for i := range best {
			best[i] = [2]float64{math.Inf(-1), math.Inf(-1)}
		}
		trial := append([]float32(nil), symbols...)
		for word := range 1 << unknown {
			for i := range unknown {
				trial[first+i] = 1 - 2*float32(word>>i&1)
			}
			m := -squares(&d, trial, first) / float64(d.noise)
			for i := range best {
				bit := word >> i & 1
				best[i][bit] = max(best[i][bit], m)
			}
		}
		for i := range best {
			want := best[i][0] - best[i][1]
			if got := float64(d.llr[first+i]); math.Abs(got-want) > 1e-3*(1+math.Abs(want)) {
				t.Errorf("bit %d: %g, want %g", i, got, want)
			}
		}
	}
}

// squares sums what symbols leave unexplained from a sample on.
func squares(d *demodulator, symbols []float32, from int) (sum float64) {
	for p := range d.y {
		for k := from; k < span-1; k++ {
			e := d.y[p][k]
			for i, h := range d.h[p] {
				if j := k - i; j >= 0 && j < burstBits {
					e -= complex(symbols[j], 0) * h
				}
			}
			sum += power(e)
		}
	}
	return sum
}

// TestLocate finds a burst of tone among random symbols, to half of what the search
// for the synchronisation burst allows, and its offset.
func TestLocate(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, c := range []struct{ offset, sigma float64 }{{0, 0}, {-2100, 0.3}, {1500, 0.7}} {
		const at = 93
		x := make([]complex64, toneSamples)
		phase := 0.
		for i := range x {
			if i < at || i >= at+2*burstBits {
				phase += math.Pi / 4 * float64(1-2*r.IntN(2))
			} else {
				phase += math.Pi/4 + 2*math.Pi*c.offset/(2*symbolRate)
			}
			s, co := math.Sincos(phase)
			x[i] = complex(float32(co+c.sigma*r.NormFloat64()), float32(s+c.sigma*r.NormFloat64()))
		}
		var l locator
		start, offset, purity := l.locate(x)
		if math.Abs(start-at) > syncMargin || math.Abs(offset-c.offset) > 60 || purity < leastTone {
			t.Errorf("offset %g, noise %g: start %g, offset %.0f, purity %.2f", c.offset, c.sigma, start, offset, purity)
		}
	}
}

// TestKinds is TS 45.002 clause 7 table 3: what timeslot 0 carries.
func TestKinds(t *testing.T) {
	letters := map[kind]string{idle: "-", frequency: "F", synchronisation: "S", broadcast: "B", common: "C"}
	for _, c := range []struct {
		claim string
		info  System
		want  string
	}{
		{"not known yet", System{}, "FSBBBBCCCCFSCCCCCCCCFS--------FS--------FS---------"},
		{"combined", System{seen: si3, channels: 1}, "FSBBBBCCCCFSCCCCCCCCFS--------FS--------FS---------"},
		{"not combined", System{seen: si3}, "FSBBBBCCCCFSCCCCCCCCFSCCCCCCCCFSCCCCCCCCFSCCCCCCCC-"},
	} {
		var got string
		for fn := range multiframe {
			k, burst := (&cell{info: c.info}).kindOf(fn)
			got += letters[k]
			if k >= broadcast && burst != (fn%10-2)%4 {
				t.Errorf("frame %d is burst %d", fn, burst)
			}
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.claim, got, c.want)
		}
	}
}

func TestARFCN(t *testing.T) {
	for _, c := range []struct {
		mhz  float64
		want string
	}{
		{935.2, "1 gsm900 true"},
		{935, "0 gsm900 true"},
		{959.8, "124 gsm900 true"},
		{925.2, "975 gsm900 true"},
		{934.8, "1023 gsm900 true"},
		{921.2, "955 gsm900 true"},
		{869.2, "128 gsm850 true"},
		{893.8, "251 gsm850 true"},
		{1805.2, "512 dcs1800 true"},
		{1879.8, "885 dcs1800 true"},
		{1930.2, "512 pcs1900 true"},
		{1989.8, "810 pcs1900 true"},
		{960, "0  false"},
		{921, "0  false"},
		{935.1, "0  false"},
		{0, "0  false"},
	} {
		n, band, ok := arfcnOf(sdr.Hz(c.mhz * 1e6))
		if got := fmt.Sprint(n, " ", band, " ", ok); got != c.want {
			t.Errorf("%g MHz: %s, want %s", c.mhz, got, c.want)
		}
	}
}
