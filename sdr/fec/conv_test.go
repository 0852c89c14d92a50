package fec

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

func randomBits(r *rand.Rand, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32() >> 31)
	}
	return out
}

// awgn returns the soft values of BPSK at a noise standard deviation.
func awgn(r *rand.Rand, coded []byte, sigma float64) []float32 {
	llr := make([]float32, len(coded))
	for i, b := range coded {
		llr[i] = float32(2 / (sigma * sigma) * (1 - 2*float64(b) + sigma*r.NormFloat64()))
	}
	return llr
}

// TestConvPolynomials multiplies polynomials as the standards print them.
func TestConvPolynomials(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	in := randomBits(r, 60)
	for _, c := range []struct {
		name   string
		code   Conv
		delays [][]int
	}{
		{"36.212 5.1.3.1", LTEConv, [][]int{{0, 2, 3, 5, 6}, {0, 1, 2, 3, 6}, {0, 1, 2, 4, 6}}},
		{"45.003 4.1.3", GSMConv, [][]int{{0, 3, 4}, {0, 1, 3, 4}}},
	} {
		bite, term := c.code.EncodeTailBiting(nil, in), c.code.EncodeTerminated(nil, in)
		for k := range len(in) + c.code.Length - 1 {
			for i, delays := range c.delays {
				var ring, line byte
				for _, d := range delays {
					ring ^= in[(k-d+len(in))%len(in)]
					if k-d >= 0 && k-d < len(in) {
						line ^= in[k-d]
					}
				}
				if at := k*len(c.delays) + i; at < len(bite) && bite[at] != ring || term[at] != line {
					t.Fatalf("%s: output %d of bit %d is wrong", c.name, i, k)
				}
			}
		}
	}
}

func TestViterbiNoiseless(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for _, code := range []Conv{LTEConv, GSMConv} {
		v, err := NewViterbi(code, 400)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []int{7, 12, 40, 57, 228, 390} {
			in, out := randomBits(r, n), make([]byte, n)
			llr := awgn(r, code.EncodeTailBiting(nil, in), 1e-3)
			var sum float64
			for _, x := range llr {
				sum += math.Abs(float64(x))
			}
			metric, closed := v.TailBiting(out, llr)
			if !closed || !slices.Equal(in, out) || math.Abs(float64(metric)/sum-1) > 1e-3 {
				t.Errorf("length %d, %d bits, tail-biting: closed %v, metric %g of %g", code.Length, n, closed, metric, sum)
			}
			v.Terminated(out, awgn(r, code.EncodeTerminated(nil, in), 1e-3))
			if !slices.Equal(in, out) {
				t.Errorf("length %d, %d bits, terminated: wrong", code.Length, n)
			}
		}
	}
}

// bestTailBiting is the maximum-likelihood decoder: one plain Viterbi search in
// float64 for each state in which the block may begin and end.
func bestTailBiting(code Conv, n int, llr []float32) (best float64) {
	states := 1 << (code.Length - 1)
	best = math.Inf(-1)
	for begin := range states {
		metric := slices.Repeat([]float64{math.Inf(-1)}, states)
		metric[begin] = 0
		for k := range n {
			next := slices.Repeat([]float64{math.Inf(-1)}, states)
			for s := range states {
				for b := range 2 {
					reg := uint32(s<<1 | b)
					m := metric[s]
					for i := range code.Polys {
						output := bits.OnesCount32(reg&code.taps(i)) & 1
						m += float64(llr[k*len(code.Polys)+i]) * float64(1-2*output)
					}
					to := int(reg) & (states - 1)
					next[to] = max(next[to], m)
				}
			}
			metric = next
		}
		best = max(best, metric[begin])
	}
	return best
}

// TestViterbiIsMaximumLikelihood compares path metrics. The wrap-around
// algorithm is not exactly maximum likelihood, but where a block can be decoded
// at all it must be.
func TestViterbiIsMaximumLikelihood(t *testing.T) {
	const n, trials = 40, 100
	for _, c := range []struct {
		ebn0dB float64
		least  int
	}{{3, trials}, {1, 98}, {-1, 85}} {
		r := rand.New(rand.NewPCG(3, 1))
		v, err := NewViterbi(LTEConv, n)
		if err != nil {
			t.Fatal(err)
		}
		sigma := math.Sqrt(3 / 2.0 * math.Pow(10, -c.ebn0dB/10))
		out, same := make([]byte, n), 0
		for range trials {
			llr := awgn(r, LTEConv.EncodeTailBiting(nil, randomBits(r, n)), sigma)
			metric, _ := v.TailBiting(out, llr)
			if best := bestTailBiting(LTEConv, n, llr); math.Abs(float64(metric)-best) < 1e-3*best {
				same++
			}
		}
		t.Logf("%g dB: maximum likelihood in %d of %d blocks", c.ebn0dB, same, trials)
		if same < c.least {
			t.Errorf("%g dB: maximum likelihood in %d of %d blocks, want %d", c.ebn0dB, same, trials, c.least)
		}
	}
}

// blockErrors counts wrong 40-bit PBCH blocks at Eb/N0 in dB.
func blockErrors(t *testing.T, ebn0dB float64, trials int) (wrong int) {
	r := rand.New(rand.NewPCG(4, 1))
	v, err := NewViterbi(LTEConv, 40)
	if err != nil {
		t.Fatal(err)
	}
	sigma := math.Sqrt(3 / 2.0 * math.Pow(10, -ebn0dB/10))
	out := make([]byte, 40)
	for range trials {
		in := randomBits(r, 40)
		v.TailBiting(out, awgn(r, LTEConv.EncodeTailBiting(nil, in), sigma))
		if !slices.Equal(in, out) {
			wrong++
		}
	}
	return wrong
}

func TestViterbiWaterfall(t *testing.T) {
	at2, at4 := blockErrors(t, 2, 3000), blockErrors(t, 4, 3000)
	t.Logf("block errors of 3000: %d at 2 dB, %d at 4 dB", at2, at4)
	if at2 > 150 || at4 > 3 {
		t.Errorf("block errors of 3000: %d at 2 dB, want ≤150; %d at 4 dB, want ≤3", at2, at4)
	}
}

func TestViterbiHostile(t *testing.T) {
	v, err := NewViterbi(LTEConv, 40)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, 40)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, fill := range [][]float32{{0}, {nan}, {inf, -inf}, {math.MaxFloat32, -math.MaxFloat32, 1}, {1e-45, -1e-45}} {
		llr := slices.Repeat(fill, 120/len(fill))
		if metric, _ := v.TailBiting(out, llr); metric != metric || metric < 0 {
			t.Errorf("%v: metric %v", fill, metric)
		}
	}
	in := randomBits(rand.New(rand.NewPCG(5, 1)), 40)
	llr := awgn(rand.New(rand.NewPCG(5, 2)), LTEConv.EncodeTailBiting(nil, in), 0.1)
	for i := 0; i < len(llr); i += 6 {
		llr[i] = nan
	}
	if v.TailBiting(out, llr); !slices.Equal(in, out) {
		t.Error("values that are no number are not erasures")
	}
}

func TestConvRefuses(t *testing.T) {
	for _, c := range []Conv{{9, []uint32{0o561, 0o753}}, {7, []uint32{0o133}}, {7, []uint32{0o133, 0o170}}, {5, []uint32{0o133, 0o171}}} {
		if _, err := NewViterbi(c, 40); err == nil {
			t.Errorf("%+v accepted", c)
		}
	}
	if _, err := NewViterbi(LTEConv, 3); err == nil {
		t.Error("3 steps accepted")
	}
}

func TestConvNoAllocations(t *testing.T) {
	v, err := NewViterbi(LTEConv, 40)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewConvMatcher(40)
	if err != nil {
		t.Fatal(err)
	}
	in, out := make([]byte, 40), make([]byte, 40)
	coded, e := make([]byte, 0, 120), make([]byte, 1920)
	soft, llr := make([]float32, 120), make([]float32, 1920)
	var block [40]byte
	if n := testing.AllocsPerRun(10, func() {
		coded = LTEConv.EncodeTailBiting(coded[:0], in)
		m.Match(e, coded)
		g := NewGold(360)
		g.Descramble(llr)
		m.Dematch(soft, llr)
		v.TailBiting(out, soft)
		CRC16.Append(block[:0], in[:24], 0xFFFF)
		CRC16.Mask(out)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkViterbiTailBiting40(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 1))
	v, err := NewViterbi(LTEConv, 40)
	if err != nil {
		b.Fatal(err)
	}
	llr, out := awgn(r, LTEConv.EncodeTailBiting(nil, randomBits(r, 40)), 0.7), make([]byte, 40)
	timed(b, 40, func() {
		v.TailBiting(out, llr)
	})
}
