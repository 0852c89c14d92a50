package fec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPolarTablesArePermutations(t *testing.T) {
	for name, table := range map[string][]int{
		"reliability": ints(polarReliability[:]), "interleaver": ints(polarInterleaver[:]), "sub-blocks": ints(polarSubBlocks[:]),
	} {
		slices.Sort(table)
		for i, v := range table {
			if i != v {
				t.Fatalf("%s: %d is missing or there twice", name, i)
			}
		}
	}
}

func ints[T uint8 | uint16](s []T) (all []int) {
	for _, v := range s {
		all = append(all, int(v))
	}
	return all
}

// TestPolarReliabilityKeepsThePartialOrder holds the table against what is
// known of every polar code: an input whose index has ones where another's has
// them, and more, is not less reliable (Mori and Tanaka, 2009).
func TestPolarReliabilityKeepsThePartialOrder(t *testing.T) {
	var rank [1024]int
	for i, v := range polarReliability {
		rank[v] = i
	}
	for v := range 1024 {
		for b := range 10 {
			if more := v | 1<<b; rank[more] < rank[v] {
				t.Errorf("input %d is placed before %d", more, v)
			}
		}
	}
}

// TestPolarInterleaverFollowsFromTheCRC derives table 5.3.1.1-1 from what it is
// for: parity bit after parity bit, each preceded by the bits it covers that
// have not come yet.
func TestPolarInterleaverFollowsFromTheCRC(t *testing.T) {
	const n = 140
	var covers [24][n]bool
	for i := range n {
		block := make([]byte, n)
		block[i] = 1
		parity := CRC24C.Bits(block)
		for j := range covers {
			covers[j][i] = parity>>(23-j)&1 == 1
		}
	}
	var want []int
	var done [n]bool
	for j := range covers {
		for i, c := range covers[j] {
			if c && !done[i] {
				want = append(want, i)
				done[i] = true
			}
		}
		want = append(want, n+j)
	}
	if got := ints(polarInterleaver[:]); !slices.Equal(got, want) {
		t.Errorf("table %v\nfrom CRC24C %v", got, want)
	}
}

// polarDefinition is TS 38.212 clauses 5.3.1.2 and 5.4.1 with the generator
// matrix written out, for a code that neither punctures nor shortens.
func polarDefinition(k, e int, block []byte) []byte {
	n := 512
	inputs := []int{}
	for i := len(polarReliability) - 1; len(inputs) < k; i-- {
		if v := int(polarReliability[i]); v < n {
			inputs = append(inputs, v)
		}
	}
	slices.Sort(inputs)
	d := make([]byte, n)
	i := 0
	for _, v := range polarInterleaver {
		from := int(v) - (len(polarInterleaver) - k)
		if from < 0 {
			continue
		}
		for col := range n {
			if inputs[i]&col == col { // element of the Kronecker power of [1 0; 1 1]
				d[col] ^= block[from]
			}
		}
		i++
	}
	out := make([]byte, e)
	for i := range out {
		m := i % n
		out[i] = d[int(polarSubBlocks[m*32/n])*(n/32)+m%(n/32)]
	}
	return out
}

func TestPolarEncode(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	p, err := NewPolar(56, 864, PolarDownlink)
	if err != nil {
		t.Fatal(err)
	}
	got, scratch := make([]byte, 864), make([]byte, p.Len())
	for range 20 {
		block := randomBits(random, 56)
		p.Encode(got, block, scratch)
		if want := polarDefinition(56, 864, block); !slices.Equal(got, want) {
			t.Fatal("codeword differs from the definition")
		}
	}
}

// polarLengths are the PBCH and what a PDCCH can have: blocks of 12 to 140 bits
// of payload on 1 to 16 control channel elements.
var polarLengths = []struct {
	k, e, n int
	name    string
}{
	{56, 864, 512, "PBCH, repeated"},
	{63, 432, 512, "punctured a little"},
	{36, 108, 128, "punctured"},
	{64, 108, 128, "shortened"},
	{63, 216, 256, "punctured, CORESET 0 at level 2"},
	{110, 216, 256, "shortened, level 2"},
	{164, 216, 256, "shortened, the longest block"},
	{63, 1728, 512, "repeated, level 16"},
	{140, 576, 512, "just above the length that is repeated"},
}

func TestPolarRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, c := range polarLengths {
		p, err := NewPolar(c.k, c.e, PolarDownlink)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if p.Len() != c.n {
			t.Errorf("%s: codeword of %d bits, want %d", c.name, p.Len(), c.n)
		}
		for _, list := range []int{1, 8, 32} {
			d, err := NewPolarDecoder(p, list)
			if err != nil {
				t.Fatal(err)
			}
			sent, scratch := make([]byte, c.e), make([]byte, p.Len())
			soft, got := make([]float32, c.e), make([]byte, c.k)
			for range 20 {
				payload := randomBits(random, c.k-24)
				block := CRC24C.Append(slices.Clone(payload), payload, 0)
				p.Encode(sent, block, scratch)
				for i, b := range sent {
					soft[i] = 1 + random.Float32()
					if b == 1 {
						soft[i] = -soft[i]
					}
				}
				n := d.Decode(soft)
				if penalty := d.Candidate(got, 0); n != list || !slices.Equal(got, block) || penalty > 1e-3 {
					t.Fatalf("%s, list %d: %d candidates, the first of penalty %g is wrong", c.name, list, n, penalty)
				}
			}
		}
	}
}

// decodes reports whether the sent block is found in the list by its parity.
func decodes(d *PolarDecoder, soft []float32, block, got []byte) bool {
	for i := range d.Decode(soft) {
		d.Candidate(got, i)
		if CRC24C.Mask(got) == 0 {
			return slices.Equal(got, block)
		}
	}
	return false
}

// polarErrors counts blocks lost over white noise; of the sent bits only the
// share kept is received, in one run.
func polarErrors(t testing.TB, k, e, list int, esn0dB, kept float64, blocks int) (lost int) {
	p, err := NewPolar(k, e, PolarDownlink)
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewPolarDecoder(p, list)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	sigma := math.Sqrt(0.5 / math.Pow(10, esn0dB/10)) // a bit has half of a symbol's power, and half its noise
	sent, scratch := make([]byte, e), make([]byte, p.Len())
	soft, got := make([]float32, e), make([]byte, k)
	for range blocks {
		payload := randomBits(random, k-24)
		block := CRC24C.Append(slices.Clone(payload), payload, 0)
		p.Encode(sent, block, scratch)
		for i, b := range sent {
			soft[i] = float32((1-2*float64(b))*math.Sqrt(0.5) + sigma*random.NormFloat64())
			if float64(i) >= kept*float64(e) {
				soft[i] = 0
			}
		}
		if !decodes(d, soft, block, got) {
			lost++
		}
	}
	return lost
}

func TestPolarListBeatsNoise(t *testing.T) {
	for _, c := range []struct {
		name        string
		list        int
		esn0dB      float64
		kept        float64
		least, most int // blocks lost, of 200
	}{
		{"a whole PBCH", 8, -8, 1, 0, 8},
		{"half a PBCH", 8, -4.5, 0.5, 0, 6},
		{"one path alone is weaker", 1, -8, 1, 25, 80},
	} {
		lost := polarErrors(t, 56, 864, c.list, c.esn0dB, c.kept, 200)
		t.Logf("%s: %d of 200 blocks lost at %g dB", c.name, lost, c.esn0dB)
		if lost < c.least || lost > c.most {
			t.Errorf("%s: %d of 200 blocks lost at %g dB, want %d to %d", c.name, lost, c.esn0dB, c.least, c.most)
		}
	}
}

func TestPolarRefuses(t *testing.T) {
	for _, c := range [][3]int{{35, 864, 9}, {165, 864, 9}, {56, 55, 9}, {56, 8193, 9}, {56, 864, 4}, {56, 864, 11}, {140, 864, 6}} {
		if _, err := NewPolar(c[0], c[1], c[2]); err == nil {
			t.Errorf("NewPolar(%d, %d, %d) passes", c[0], c[1], c[2])
		}
	}
	p, err := NewPolar(56, 864, PolarDownlink)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []int{0, 3, 64} {
		if _, err := NewPolarDecoder(p, list); err == nil {
			t.Errorf("list of %d passes", list)
		}
	}
}

func TestPolarDoesNotAllocate(t *testing.T) {
	p, err := NewPolar(56, 864, PolarDownlink)
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewPolarDecoder(p, 8)
	if err != nil {
		t.Fatal(err)
	}
	soft, block := noise(864), make([]byte, 56)
	sent, scratch := make([]byte, 864), make([]byte, p.Len())
	if n := testing.AllocsPerRun(20, func() {
		d.Decode(soft)
		d.Candidate(block, 0)
		p.Encode(sent, block, scratch)
	}); n != 0 {
		t.Errorf("%v allocations a block", n)
	}
}

func noise(n int) []float32 {
	random := rand.New(rand.NewPCG(7, 8))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(random.NormFloat64())
	}
	return x
}

func FuzzPolarDecode(f *testing.F) {
	f.Add([]byte{1, 2, 3, 255, 0, 128})
	p, err := NewPolar(56, 864, PolarDownlink)
	if err != nil {
		f.Fatal(err)
	}
	d, err := NewPolarDecoder(p, 8)
	if err != nil {
		f.Fatal(err)
	}
	soft, block := make([]float32, 864), make([]byte, 56)
	f.Fuzz(func(t *testing.T, raw []byte) {
		clear(soft)
		for i := range min(len(raw), len(soft)) {
			soft[i] = float32(int8(raw[i])) * float32(math.Ldexp(1, int(raw[i]&63)-32))
		}
		for i := range d.Decode(soft) {
			d.Candidate(block, i)
		}
	})
}

func BenchmarkPolarDecode(b *testing.B) {
	for _, c := range polarLengths[:3] {
		b.Run(fmt.Sprintf("K=%d,E=%d,list=8", c.k, c.e), func(b *testing.B) {
			p, err := NewPolar(c.k, c.e, PolarDownlink)
			if err != nil {
				b.Fatal(err)
			}
			d, err := NewPolarDecoder(p, 8)
			if err != nil {
				b.Fatal(err)
			}
			soft := noise(c.e)
			timed(b, c.k, func() { d.Decode(soft) })
		})
	}
}
