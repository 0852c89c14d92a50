package fec_test

import (
	"bytes"
	"math"
	"os"
	"slices"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// A nrSlot is one recorded slot of a 15 kHz NR carrier: 14 symbols of the
// subcarriers from CORESET 0's first on.
type nrSlot struct {
	t       *testing.T
	pci     int
	number  int // in the frame, once it is known
	symbols [14][]complex64
}

// nrAir is a recording that starts with a slot, and what its MIB says.
type nrAir struct {
	path        string
	rate        float64
	centre      float64
	first       int // CORESET 0's first subcarrier, from the centre
	blocks      int // CORESET 0 in resource blocks
	pci         int
	transported string // file with the transport block
}

// openNRSlot takes the slot apart. Each symbol gets the phase that TS 38.211
// clause 5.4 has the sender take off.
func openNRSlot(t *testing.T, a nrAir) *nrSlot {
	raw, err := os.ReadFile(testdata.File(t, a.path))
	if err != nil {
		t.Fatal(err)
	}
	iq := make([]complex64, len(raw)/8)
	sdr.CF32.Decode(iq, raw)
	n := int(a.rate / 15e3)
	plan, err := dsp.NewFFT(n)
	if err != nil {
		t.Fatal(err)
	}
	s, at, bins := &nrSlot{t: t, pci: a.pci}, 0, make([]complex64, n)
	for l := range s.symbols {
		prefix := 144 * n / 2048
		if l%7 == 0 {
			prefix = 160 * n / 2048
		}
		early := prefix / 4
		start := at + prefix
		plan.Forward(bins, iq[start-early:][:n])
		_, turns := math.Modf(a.centre * float64(start) / a.rate)
		s.symbols[l] = make([]complex64, 12*a.blocks)
		for k := range s.symbols[l] {
			sc := a.first + k
			sin, cos := math.Sincos(2 * math.Pi * (turns + float64(sc*early)/float64(n)))
			s.symbols[l][k] = bins[(sc+n)%n] * complex(float32(cos), float32(sin))
		}
		at = start + n
	}
	return s
}

// pilots returns the reference signals of a symbol, TS 38.211 clauses 7.4.1.1.1
// and 7.4.1.3.1, from CORESET 0's first subcarrier on.
func (s *nrSlot) pilots(l, n int) []complex64 {
	seed := 1<<17*(14*s.number+l+1)*(2*s.pci+1) + 2*s.pci
	gold := fec.NewGold(uint32(seed % (1 << 31)))
	out := make([]complex64, n)
	gold.QPSK(out)
	return out
}

func conj(x complex64) complex64 { return complex(real(x), -imag(x)) }

// soft appends the soft bits of QPSK symbols through a channel.
func soft(llr []float32, y, h complex64) []float32 {
	z := y * conj(h)
	return append(llr, real(z), imag(z))
}

// control decodes the downlink assignment of SI-RNTI, TS 38.213 clause 13: a
// CORESET of two symbols with all its control channel elements, or half of them.
func (s *nrSlot) control(blocks int) (dci []byte) {
	size := 28 + bitsFor(blocks*(blocks+1)/2) // TS 38.212 clause 7.3.1.2.1
	bundles := 2 * blocks / 6
	for level := min(8, bundles); level >= 4; level /= 2 {
		for first := 0; first+level <= bundles; first += level {
			var groups []int // bundles of three blocks, TS 38.211 clause 7.3.2.2
			for x := first; x < first+level; x++ {
				c, r := x/2, x%2
				groups = append(groups, (r*(bundles/2)+c+s.pci)%bundles)
			}
			slices.Sort(groups)
			if dci := s.candidate(groups, size); dci != nil {
				s.t.Logf("slot %d: assignment at aggregation level %d, element %d: %v", s.number, level, first, dci)
				return dci
			}
		}
	}
	return nil
}

func (s *nrSlot) candidate(groups []int, size int) []byte {
	var llr []float32
	for l := range 2 {
		pilots := s.pilots(l, 3*len(s.symbols[l])/12)
		for _, g := range groups {
			var h complex64
			for k := 36*g + 1; k < 36*g+36; k += 4 {
				h += s.symbols[l][k] * conj(pilots[k/4])
			}
			for k := 36 * g; k < 36*g+36; k++ {
				if k%4 != 1 {
					llr = soft(llr, s.symbols[l][k], h)
				}
			}
		}
	}
	gold := fec.NewGold(uint32(s.pci))
	gold.Descramble(llr)
	code, err := fec.NewPolar(size+24, len(llr), fec.PolarDownlink)
	if err != nil {
		s.t.Fatal(err)
	}
	decoder, err := fec.NewPolarDecoder(code, 8)
	if err != nil {
		s.t.Fatal(err)
	}
	block, ones := make([]byte, size+24), slices.Repeat([]byte{1}, 24)
	for i := range decoder.Decode(llr) {
		decoder.Candidate(block, i)
		if fec.CRC24C.Mask(slices.Concat(ones, block)) == 0xFFFF {
			return block[:size]
		}
	}
	return nil
}

// bitsFor returns how many bits number n things.
func bitsFor(n int) (bits int) {
	for 1<<bits < n {
		bits++
	}
	return bits
}

// number reads bits, the first the most significant.
func number(bits []byte) (v int) {
	for _, b := range bits {
		v = v<<1 | int(b)
	}
	return v
}

// qpskRates are the code rates times 1024 of TS 38.214 table 5.1.3.1-1.
var qpskRates = []float64{120, 157, 193, 251, 308, 379, 449, 526, 602, 679}

// data decodes the transport block of so many bits that a DCI assigns.
func (s *nrSlot) data(dci []byte, blocks, bits int) []byte {
	width := bitsFor(blocks * (blocks + 1) / 2)
	riv, rest := number(dci[:width]), dci[width:]
	row, interleaved, mcs, rv := number(rest[:4]), rest[4], number(rest[5:10]), number(rest[10:12])
	length, first := riv/blocks+1, riv%blocks
	if length+first > blocks {
		length, first = blocks-length+2, blocks-1-first
	}
	s.t.Logf("blocks %d+%d, time row %d, interleaved %d, MCS %d, redundancy version %d", first, length, row, interleaved, mcs, rv)
	if row != 0 || interleaved != 0 || mcs >= len(qpskRates) {
		s.t.Fatal("an assignment this test does not know")
	}
	var llr []float32
	dmrs := []int{2, 7, 11} // default table A row 1: symbols 2 to 13
	for l := 2; l < 14; l++ {
		if slices.Contains(dmrs, l) {
			continue
		}
		nearest := slices.MinFunc(dmrs, func(a, b int) int { return max(a-l, l-a) - max(b-l, l-b) })
		pilots := s.pilots(nearest, 6*blocks)
		for k := 12 * first; k < 12*(first+length); k++ {
			var h complex64
			for p := max(12*first, k-5) / 2 * 2; p < min(12*(first+length), k+6); p += 2 {
				h += s.symbols[nearest][p] * conj(pilots[p/2])
			}
			llr = soft(llr, s.symbols[l][k], h)
		}
	}
	gold := fec.NewGold(uint32(0xFFFF<<15 + s.pci))
	gold.Descramble(llr)
	graph := fec.LDPCGraph(bits, qpskRates[mcs]/1024)
	z, fillers := fec.LDPCLifting(graph, bits+16, bits+16)
	s.t.Logf("base graph %d, lifting size %d, %d fillers, %d soft bits", graph, z, fillers, len(llr))
	code, err := fec.NewLDPC(graph, z)
	if err != nil {
		s.t.Fatal(err)
	}
	match, err := fec.NewLDPCMatcher(code, fillers, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	coded, block := make([]float32, code.Coded()), make([]byte, code.Bits())
	match.Dematch(coded, llr, rv, 2)
	iterations, ok := code.Decode(block, coded, fillers)
	if crc := fec.CRC16.Mask(block[:bits+16]); !ok || crc != 0 {
		s.t.Errorf("LDPC: checks hold %v after %d iterations, CRC difference %x", ok, iterations, crc)
	}
	return block[:bits]
}

// TestLDPCDecodesARealTransportBlock takes a real SIB1 from the control channel
// to the transport block, and compares it with what another receiver published.
func TestLDPCDecodesARealTransportBlock(t *testing.T) {
	a := nrAir{
		path: "nr/sni5gect-srsran-n5-10MHz/sib.fc32", rate: 11.52e6, centre: 889e6,
		first: -300, blocks: 24, pci: 1, transported: "nr/sni5gect-srsran-n5-10MHz/sib1.raw",
	}
	s := openNRSlot(t, a)
	want, err := os.ReadFile(testdata.File(t, a.transported))
	if err != nil {
		t.Fatal(err)
	}
	for s.number = range 10 {
		dci := s.control(a.blocks)
		if dci == nil {
			continue
		}
		got := make([]byte, len(want))
		for i, b := range s.data(dci, a.blocks, 8*len(want)) {
			got[i/8] |= b << (7 - i%8)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("SIB1 %x, want %x", got, want)
		}
		return
	}
	t.Fatal("no downlink assignment found")
}
