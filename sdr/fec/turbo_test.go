package fec

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestQPPTable(t *testing.T) {
	sizes := 0
	for k := 1; k <= 6200; k++ {
		order, err := qpp(k)
		if err != nil {
			continue
		}
		sizes++
		seen := make([]bool, k)
		for i, at := range order {
			if seen[at] {
				t.Fatalf("size %d: not a permutation at %d", k, i)
			}
			seen[at] = true
			if at%2 != uint16(i%2) { // f1 odd, f2 even: parity is kept
				t.Fatalf("size %d: even and odd mixed at %d", k, i)
			}
		}
		if TurboSize(k) != k || TurboSize(k-1) != k {
			t.Errorf("TurboSize around %d: %d, %d", k, TurboSize(k-1), TurboSize(k))
		}
	}
	if sizes != 188 || TurboSize(6145) != 0 {
		t.Errorf("%d sizes, want 188", sizes)
	}
}

// turboDefinition is TS 36.212 clause 5.1.3.2 with polynomials over the whole
// block: parity = input·(1+D+D³)/(1+D²+D³), tails as in 5.1.3.2.2.
func turboDefinition(in []byte) (d [3][]byte) {
	k := len(in)
	order, _ := qpp(k)
	var x, z [2][]byte
	for code := range 2 {
		a := make([]byte, k+6) // a(i-3) at i
		for i := range k + 3 {
			var u byte
			switch {
			case i >= k:
				u = a[i+1] ^ a[i]
			case code == 0:
				u = in[i]
			default:
				u = in[order[i]]
			}
			a[i+3] = u ^ a[i+1] ^ a[i]
			x[code] = append(x[code], u)
			z[code] = append(z[code], a[i+3]^a[i+2]^a[i])
		}
	}
	d[0] = append(slices.Clone(in), x[0][k], z[0][k+1], x[1][k], z[1][k+1])
	d[1] = append(slices.Clone(z[0][:k]), z[0][k], x[0][k+2], z[1][k], x[1][k+2])
	d[2] = append(slices.Clone(z[1][:k]), x[0][k+1], z[0][k+2], x[1][k+1], z[1][k+2])
	return d
}

// turboBlock returns a random block of k bits that ends in its CRC24A, after
// some filler bits.
func turboBlock(r *rand.Rand, k, fillers int) []byte {
	block := append(make([]byte, fillers), randomBits(r, k-24-fillers)...)
	return CRC24A.Append(block, block[fillers:], 0)
}

func TestTurboEncode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, k := range []int{40, 48, 176, 512, 528, 1024, 2112, 6144} {
		turbo, err := NewTurbo(k)
		if err != nil {
			t.Fatal(err)
		}
		in, coded := randomBits(r, k), make([]byte, TurboCoded(k))
		turbo.Encode(coded, in)
		want := turboDefinition(in)
		for i, b := range coded {
			if b != want[i%3][i/3] {
				t.Fatalf("size %d: d%d(%d) is %d", k, i%3, i/3, b)
			}
		}
	}
	if _, err := NewTurbo(41); err == nil {
		t.Error("size 41 accepted")
	}
}

func TestTurboDecode(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for _, c := range []struct {
		k, fillers int
		sigma      float64
		halves     int // at most
	}{{40, 0, 0.01, 1}, {6144, 0, 0.01, 1}, {200, 13, 0.9, 6}, {1024, 0, 1.1, 12}, {6144, 32, 1.15, 14}} {
		turbo, err := NewTurbo(c.k)
		if err != nil {
			t.Fatal(err)
		}
		block, coded, out := turboBlock(r, c.k, c.fillers), make([]byte, TurboCoded(c.k)), make([]byte, c.k)
		turbo.Encode(coded, block)
		soft := awgn(r, coded, c.sigma)
		for i := range c.fillers {
			soft[3*i], soft[3*i+1] = 0, 0 // not sent
		}
		halves, ok := turbo.Decode(out, soft, c.fillers, CRC24A)
		if !ok || !slices.Equal(out, block) || halves > c.halves {
			t.Errorf("%d bits, %d fillers, σ %g: ok %v after %d half iterations, want %d", c.k, c.fillers, c.sigma, ok, halves, c.halves)
		}
	}
}

// turboErrors counts wrong blocks at Eb/N0 in dB and rate 1/3.
func turboErrors(t *testing.T, k, trials int, ebn0dB float64) (wrong int) {
	r := rand.New(rand.NewPCG(3, 1))
	turbo, err := NewTurbo(k)
	if err != nil {
		t.Fatal(err)
	}
	sigma := math.Sqrt(3 / 2.0 * math.Pow(10, -ebn0dB/10))
	coded, out := make([]byte, TurboCoded(k)), make([]byte, k)
	for range trials {
		block := turboBlock(r, k, 0)
		turbo.Encode(coded, block)
		if _, ok := turbo.Decode(out, awgn(r, coded, sigma), 0, CRC24A); !ok {
			wrong++
		} else if !slices.Equal(out, block) {
			t.Error("a wrong block passed its CRC")
		}
	}
	return wrong
}

// TestTurboWaterfall asks for the waterfall that the code has with eight
// max-log iterations: for 1024 bits below 1 dB.
func TestTurboWaterfall(t *testing.T) {
	for _, c := range []struct {
		k, trials int
		ebn0dB    float64
		most      int
	}{{1024, 100, 1.2, 2}, {176, 200, 2.2, 4}} {
		wrong := turboErrors(t, c.k, c.trials, c.ebn0dB)
		t.Logf("%d bits at %g dB: %d of %d wrong", c.k, c.ebn0dB, wrong, c.trials)
		if wrong > c.most {
			t.Errorf("%d bits at %g dB: %d of %d wrong, want at most %d", c.k, c.ebn0dB, wrong, c.trials, c.most)
		}
	}
}

func TestTurboHostile(t *testing.T) {
	turbo, err := NewTurbo(40)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, 40)
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, fill := range [][]float32{{0}, {nan}, {inf, -inf}, {nan, 0, inf}} {
		if _, ok := turbo.Decode(out, slices.Repeat(fill, TurboCoded(40)/len(fill)), 0, CRC24A); ok {
			t.Errorf("%v: ok", fill)
		}
	}
}

// turboMatchDefinition is TS 36.212 clause 5.1.4.1 letter by letter, on numbers,
// -1 for NULL.
func turboMatchDefinition(d [3][]int, ncb, rv, e int) (out []int) {
	n := len(d[0])
	rows := (n + 31) / 32
	size := 32 * rows
	var v [3][]int
	for i := range d {
		y := append(slices.Repeat([]int{-1}, size-n), d[i]...)
		v[i] = make([]int, size)
		for k := range size {
			if i < 2 {
				v[i][k] = y[turboColumns[k/rows]+32*(k%rows)]
			} else {
				v[i][k] = y[(turboColumns[k/rows]+32*(k%rows)+1)%size]
			}
		}
	}
	w := slices.Clone(v[0])
	for k := range size {
		w = append(w, v[1][k], v[2][k])
	}
	if ncb == 0 {
		ncb = 3 * size
	}
	k0 := rows * (2*int(math.Ceil(float64(ncb)/float64(8*rows)))*rv + 2)
	for j := 0; len(out) < e; j++ {
		if x := w[(k0+j)%ncb]; x >= 0 {
			out = append(out, x)
		}
	}
	return out
}

func TestTurboMatch(t *testing.T) {
	for _, c := range []struct{ k, fillers, ncb, e int }{
		{40, 0, 0, 300}, {176, 0, 0, 480}, {200, 7, 0, 144}, {512, 32, 1024, 3000}, {1056, 0, 2000, 2000},
	} {
		m, err := NewTurboMatcher(c.k, c.fillers, c.ncb)
		if err != nil {
			t.Fatal(err)
		}
		var d [3][]int
		for i := range 3 * (c.k + 4) {
			number := i
			if i%3 < 2 && i/3 < c.fillers {
				number = -1
			}
			d[i%3] = append(d[i%3], number)
		}
		for rv := range 4 {
			want := turboMatchDefinition(d, c.ncb, rv, c.e)
			got := make([]int, c.e)
			coded, e := make([]byte, TurboCoded(c.k)), make([]byte, c.e)
			for digit := range 13 {
				for i := range coded {
					coded[i] = byte(i >> digit & 1)
				}
				m.Match(e, coded, rv)
				for i, b := range e {
					got[i] |= int(b) << digit
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v, version %d: differs from the definition", c, rv)
			}
			soft, llr, sum := make([]float32, len(coded)), make([]float32, c.e), make([]float32, len(coded))
			for i, k := range want {
				llr[i] = float32(i)
				sum[k] += float32(i)
			}
			if m.Dematch(soft, llr, rv); !slices.Equal(soft, sum) {
				t.Errorf("%+v, version %d: soft values go astray", c, rv)
			}
		}
	}
	for _, c := range [][3]int{{41, 0, 0}, {40, 40, 0}, {40, -1, 0}, {40, 0, 193}, {40, 0, 10}} {
		if _, err := NewTurboMatcher(c[0], c[1], c[2]); err == nil {
			t.Errorf("%v accepted", c)
		}
	}
}

// TestTurboCombines decodes a block too noisy for any one redundancy version
// from all four together.
func TestTurboCombines(t *testing.T) {
	const k, e, sigma = 176, 250, 1.25
	r := rand.New(rand.NewPCG(4, 1))
	turbo, err := NewTurbo(k)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewTurboMatcher(k, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	coded, sent, out := make([]byte, TurboCoded(k)), make([]byte, e), make([]byte, k)
	single, together := 0, 0
	for range 20 {
		block := turboBlock(r, k, 0)
		turbo.Encode(coded, block)
		soft := make([]float32, len(coded))
		for _, rv := range []int{0, 2, 3, 1} { // the order of TS 36.321 clause 5.3.1
			m.Match(sent, coded, rv)
			llr := awgn(r, sent, sigma)
			alone := make([]float32, len(coded))
			m.Dematch(alone, llr, rv)
			if _, ok := turbo.Decode(out, alone, 0, CRC24A); ok {
				single++
			}
			m.Dematch(soft, llr, rv)
		}
		if _, ok := turbo.Decode(out, soft, 0, CRC24A); ok && slices.Equal(out, block) {
			together++
		}
	}
	if single > 8 || together < 19 {
		t.Errorf("%d of 80 decoded alone, %d of 20 together; want few, and all", single, together)
	}
}

func TestTurboNoAllocations(t *testing.T) {
	turbo, err := NewTurbo(176)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewTurboMatcher(176, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	in, coded, e := make([]byte, 176), make([]byte, TurboCoded(176)), make([]byte, 300)
	soft, llr := make([]float32, len(coded)), slices.Repeat([]float32{1, -1}, 150)
	if n := testing.AllocsPerRun(5, func() {
		turbo.Encode(coded, in)
		m.Match(e, coded, 1)
		m.Dematch(soft, llr, 1)
		turbo.Decode(in, soft, 0, CRC24A)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkTurboDecode(b *testing.B) {
	for _, c := range []struct {
		name  string
		sigma float64
	}{{"Clean", 0.3}, {"Waterfall", 1.1}} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(5, 1))
			turbo, err := NewTurbo(1024)
			if err != nil {
				b.Fatal(err)
			}
			block, coded, out := turboBlock(r, 1024, 0), make([]byte, TurboCoded(1024)), make([]byte, 1024)
			turbo.Encode(coded, block)
			soft := awgn(r, coded, c.sigma)
			var halves int
			timed(b, 1024, func() {
				halves, _ = turbo.Decode(out, soft, 0, CRC24A)
			})
			b.ReportMetric(float64(halves)/2, "iterations")
		})
	}
}
