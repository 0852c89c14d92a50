package fec

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLDPCGraphs writes the base graphs as the files 5G_bg1.csv and 5G_bg2.csv
// of NVIDIA's Sionna, another implementation of TS 38.212, have them, and
// compares their published SHA-256: no number may differ.
func TestLDPCGraphs(t *testing.T) {
	for _, c := range []struct {
		name  string
		edges [][10]uint16
		want  string
	}{
		{"5G_bg1.csv", ldpcGraph1[:], "4ae766634def05dc45e4903c775a5ad7e1feb067747a644504b6d8c90d33b1ed"},
		{"5G_bg2.csv", ldpcGraph2[:], "4f4db6f7607446984c0b1dc6243bff4286f6fbad3a477f29d84a5e0edab523fb"},
	} {
		text := []byte("Row index;Column index;Set index ;;;;;;;\n;;0;1;2;3;4;5;6;7\n")
		for i, e := range c.edges {
			if i == 0 || e[0] != c.edges[i-1][0] {
				text = fmt.Appendf(text, "%d", e[0])
			}
			for _, v := range e[1:] {
				text = fmt.Appendf(text, ";%d", v)
			}
			text = append(text, '\n')
		}
		sum := sha256.Sum256(text)
		if got := hex.EncodeToString(sum[:]); got != c.want {
			t.Errorf("%s: SHA-256 %s, want %s", c.name, got, c.want)
		}
	}
}

// ldpcChecks counts the parity checks of TS 38.212 clause 5.3.2 that a block and
// its coded bits break: H from circularly shifted identity matrices.
func ldpcChecks(graph, z int, in, coded []byte) (broken int) {
	edges := ldpcGraph1[:]
	if graph == 2 {
		edges = ldpcGraph2[:]
	}
	set := slices.IndexFunc(ldpcLiftings[:], func(s []int) bool { return slices.Contains(s, z) })
	word := slices.Concat(in[:2*z], coded)
	sums := map[[2]int]byte{}
	for _, e := range edges {
		for r := range z {
			column := (r + int(e[2+set])) % z // of the one in row r
			sums[[2]int{int(e[0]), r}] ^= word[int(e[1])*z+column]
		}
	}
	for _, s := range sums {
		broken += int(s)
	}
	return broken
}

func TestLDPCEncodeAndDecode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	sizes := 0
	for graph := 1; graph <= 2; graph++ {
		for _, set := range ldpcLiftings {
			for _, z := range set {
				sizes++
				l, err := NewLDPC(graph, z)
				if err != nil {
					t.Fatal(err)
				}
				in, coded, out := randomBits(r, l.Bits()), make([]byte, l.Coded()), make([]byte, l.Bits())
				l.Encode(coded, in)
				if broken := ldpcChecks(graph, z, in, coded); broken > 0 {
					t.Fatalf("graph %d, z %d: %d checks broken", graph, z, broken)
				}
				if !slices.Equal(coded[:l.Bits()-2*z], in[2*z:]) {
					t.Fatalf("graph %d, z %d: not systematic", graph, z)
				}
				iterations, ok := l.Decode(out, awgn(r, coded, 0.5), 0)
				if !ok || !slices.Equal(out, in) {
					t.Errorf("graph %d, z %d: not decoded in %d iterations", graph, z, iterations)
				}
			}
		}
	}
	if sizes != 102 {
		t.Errorf("%d codes, want 102", sizes)
	}
	for _, c := range [][2]int{{1, 17}, {3, 16}, {2, 0}} {
		if _, err := NewLDPC(c[0], c[1]); err == nil {
			t.Errorf("%v accepted", c)
		}
	}
}

func TestLDPCSizes(t *testing.T) {
	for _, c := range []struct{ graph, k, size, fillers int }{
		{2, 40, 7, 30},
		{2, 640, 72, 80},
		{2, 641, 72, 79},
		{2, 192, 32, 128},
		{2, 193, 26, 67},
		{2, 560, 72, 160},
		{2, 3840, 384, 0},
		{1, 8448, 384, 0},
		{1, 8449, 0, 0},
		{1, 500, 24, 28},
	} {
		if size, fillers := LDPCLifting(c.graph, c.k, c.k); size != c.size || fillers != c.fillers {
			t.Errorf("graph %d, %d bits: size %d, fillers %d; want %d, %d", c.graph, c.k, size, fillers, c.size, c.fillers)
		}
	}
	for _, c := range []struct {
		a    int
		rate float64
		want int
	}{{292, 0.9, 2}, {293, 0.9, 1}, {3824, 0.67, 2}, {3825, 0.67, 1}, {8000, 0.25, 2}} {
		if got := LDPCGraph(c.a, c.rate); got != c.want {
			t.Errorf("%d bits at rate %g: graph %d, want %d", c.a, c.rate, got, c.want)
		}
	}
}

// ldpcMatchDefinition is TS 38.212 clause 5.4.2 on the numbers of coded bits, -1
// for filler bits.
func ldpcMatchDefinition(graph, z, fillers, ncb, rv, qm, e int) []int {
	k, n := 22*z, 66*z
	k0 := []int{0, 17 * ncb / (66 * z) * z, 33 * ncb / (66 * z) * z, 56 * ncb / (66 * z) * z}[rv]
	if graph == 2 {
		k, n = 10*z, 50*z
		k0 = []int{0, 13 * ncb / (50 * z) * z, 25 * ncb / (50 * z) * z, 43 * ncb / (50 * z) * z}[rv]
	}
	d := make([]int, n)
	for i := range d {
		d[i] = i
		if i >= k-2*z-fillers && i < k-2*z {
			d[i] = -1
		}
	}
	selected := make([]int, 0, e)
	for j := 0; len(selected) < e; j++ {
		if x := d[(k0+j)%ncb]; x >= 0 {
			selected = append(selected, x)
		}
	}
	f := make([]int, e)
	for j := range e / qm {
		for i := range qm {
			f[i+j*qm] = selected[i*(e/qm)+j]
		}
	}
	return f
}

func TestLDPCMatch(t *testing.T) {
	for _, c := range []struct{ graph, z, fillers, ncb, qm, e int }{
		{2, 16, 30, 0, 2, 600}, {2, 26, 67, 1000, 4, 2400}, {1, 8, 0, 0, 6, 300}, {1, 24, 28, 1400, 2, 3000},
	} {
		l, err := NewLDPC(c.graph, c.z)
		if err != nil {
			t.Fatal(err)
		}
		m, err := NewLDPCMatcher(l, c.fillers, c.ncb)
		if err != nil {
			t.Fatal(err)
		}
		ncb := c.ncb
		if ncb == 0 {
			ncb = l.Coded()
		}
		for rv := range 4 {
			want := ldpcMatchDefinition(c.graph, c.z, c.fillers, ncb, rv, c.qm, c.e)
			got := make([]int, c.e)
			coded, e := make([]byte, l.Coded()), make([]byte, c.e)
			for digit := range 12 {
				for i := range coded {
					coded[i] = byte(i >> digit & 1)
				}
				m.Match(e, coded, rv, c.qm)
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
			if m.Dematch(soft, llr, rv, c.qm); !slices.Equal(soft, sum) {
				t.Errorf("%+v, version %d: soft values go astray", c, rv)
			}
		}
	}
	l, err := NewLDPC(2, 16)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]int{{-1, 0}, {129, 0}, {0, 100}, {0, 801}} {
		if _, err := NewLDPCMatcher(l, c[0], c[1]); err == nil {
			t.Errorf("%v accepted", c)
		}
	}
}

// ldpcErrors counts wrong blocks of k bits sent as e, at Es/N0 in dB.
func ldpcErrors(t *testing.T, graph, k, e, trials int, esn0dB float64) (wrong int) {
	r := rand.New(rand.NewPCG(2, 1))
	z, fillers := LDPCLifting(graph, k, k)
	l, err := NewLDPC(graph, z)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewLDPCMatcher(l, fillers, 0)
	if err != nil {
		t.Fatal(err)
	}
	sigma := math.Sqrt(0.5 * math.Pow(10, -esn0dB/10))
	in, coded, sent := make([]byte, l.Bits()), make([]byte, l.Coded()), make([]byte, e)
	out, soft := make([]byte, l.Bits()), make([]float32, l.Coded())
	for range trials {
		copy(in, randomBits(r, k))
		l.Encode(coded, in)
		m.Match(sent, coded, 0, 2)
		clear(soft)
		m.Dematch(soft, awgn(r, sent, sigma), 0, 2)
		if _, ok := l.Decode(out, soft, fillers); !ok || !slices.Equal(out, in) {
			wrong++
		}
	}
	return wrong
}

// TestLDPCWaterfall decodes blocks like SIB1's, and long ones, with fillers,
// punctured and repeated bits.
func TestLDPCWaterfall(t *testing.T) {
	for _, c := range []struct {
		graph, k, e int
		esn0dB      float64
		most        int
	}{{2, 600, 3000, -5.2, 4}, {2, 200, 400, -0.5, 6}, {1, 4000, 6000, 0.6, 2}, {2, 320, 1280, -3.8, 5}} {
		wrong := ldpcErrors(t, c.graph, c.k, c.e, 60, c.esn0dB)
		t.Logf("%+v: %d of 60 wrong", c, wrong)
		if wrong > c.most {
			t.Errorf("%+v: %d of 60 wrong, want at most %d", c, wrong, c.most)
		}
	}
}

func TestLDPCHostile(t *testing.T) {
	l, err := NewLDPC(2, 7)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, l.Bits())
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, fill := range []float32{0, nan, inf, -inf} {
		if _, ok := l.Decode(out, slices.Repeat([]float32{fill}, l.Coded()), 0); ok {
			t.Errorf("%v: ok", fill)
		}
	}
	r := rand.New(rand.NewPCG(3, 1))
	if _, ok := l.Decode(out, awgn(r, randomBits(r, l.Coded()), 0.5), 0); ok {
		t.Error("random bits pass")
	}
	in, coded := randomBits(r, l.Bits()), make([]byte, l.Coded())
	l.Encode(coded, in)
	llr := awgn(r, coded, 0.3)
	for i := 0; i < len(llr); i += 7 {
		llr[i] = []float32{nan, inf, -inf}[i%3]
	}
	if _, ok := l.Decode(out, llr, 0); !ok || !slices.Equal(out, in) {
		t.Error("values that are no number are not erasures")
	}
}

func TestLDPCNoAllocations(t *testing.T) {
	l, err := NewLDPC(2, 16)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewLDPCMatcher(l, 10, 0)
	if err != nil {
		t.Fatal(err)
	}
	in, coded, e := make([]byte, l.Bits()), make([]byte, l.Coded()), make([]byte, 600)
	soft, llr := make([]float32, l.Coded()), slices.Repeat([]float32{1, -1, -1}, 200)
	if n := testing.AllocsPerRun(5, func() {
		l.Encode(coded, in)
		m.Match(e, coded, 2, 2)
		m.Dematch(soft, llr, 2, 2)
		l.Decode(in, soft, 10)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLDPCDecode(b *testing.B) {
	for _, c := range []struct {
		name     string
		graph, z int
		sigma    float64
		sent     int // coded bits
	}{{"SIB1", 2, 80, 1.0, 50 * 80}, {"Long", 1, 384, 0.9, 66 * 384}, {"LongRate0.93", 1, 384, 0.25, 9124}} {
		b.Run(c.name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(4, 1))
			l, err := NewLDPC(c.graph, c.z)
			if err != nil {
				b.Fatal(err)
			}
			in, coded, out := randomBits(r, l.Bits()), make([]byte, l.Coded()), make([]byte, l.Bits())
			l.Encode(coded, in)
			soft := awgn(r, coded, c.sigma)
			clear(soft[c.sent:])
			var iterations int
			timed(b, l.Bits(), func() {
				iterations, _ = l.Decode(out, soft, 0)
			})
			b.ReportMetric(float64(iterations), "iterations")
		})
	}
}
