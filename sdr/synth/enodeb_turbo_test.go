package synth

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"vigie/internal/testdata"
	"vigie/sdr"
	"vigie/sdr/dsp"
	"vigie/sdr/fec"
)

// edge is a wide capture from which single resource blocks are taken.
type edge struct {
	iq         []complex64
	plan       *dsp.FFT
	frameStart int
}

// resample changes a stream's rate and takes off the filter's delay.
func resample(t *testing.T, iq []complex64, in, out float64) []complex64 {
	r, err := dsp.NewResampler(in, out)
	if err != nil {
		t.Fatal(err)
	}
	lowered := make([]complex64, r.MaxOut(len(iq)))
	lowered = lowered[:r.Process(lowered, iq)]
	return lowered[int(math.Round(r.Delay()*out/in)):]
}

// block returns the 72 lowest subcarriers of a symbol of a 25-block cell at 19.2
// MS/s.
func (e *edge) block(frame, slot, l int) []complex64 {
	const n, early = 1280, 20
	start := e.frameStart + frame*192000 + slot*9600 + 100 + l*(n+90) - early
	bins, out := make([]complex64, n), make([]complex64, 72)
	e.plan.Forward(bins, e.iq[start:start+n])
	for i := range out {
		distance := i - 150
		s, c := math.Sincos(2 * math.Pi * float64(distance*early) / n)
		out[i] = bins[distance+n] * complex(float32(c), float32(s))
	}
	return out
}

// TestTurboDecodesARealTransportBlock takes a real SystemInformationBlockType1
// through the turbo code: the reference signals and scrambling that the model
// says, the transport block that another receiver published.
func TestTurboDecodesARealTransportBlock(t *testing.T) {
	const (
		carrierHz, offsetHz = 1852.5e6, 24783.1
		pci, cfi, tbs       = 271, 2, 144 // of the downlink assignment
		want                = "4051800310240487879814211081044c23d4"
	)
	raw, err := os.ReadFile(testdata.File(t, "lte-hackrf/f1852.5_s19.2_bw20_0.08s_hackrf_home.bin"))
	if err != nil {
		t.Fatal(err)
	}
	wide := make([]complex64, len(raw)/2)
	sdr.CS8.Decode(wide, raw)
	dsp.NewMixer(-offsetHz, 19.2e6).Mix(wide, wide)
	wide = resample(t, wide, 19.2e6*(1-offsetHz/carrierHz), 19.2e6)
	narrow := &capture{iq: resample(t, wide, 19.2e6, 1.92e6)}
	if narrow.plan, err = dsp.NewFFT(128); err != nil {
		t.Fatal(err)
	}
	at, _ := narrow.findPSS(pci % 3) // in this recording that of slot 0 comes first
	e := &edge{iq: wide, frameStart: 10 * (at - 960 + 128)}
	if e.plan, err = dsp.NewFFT(1280); err != nil {
		t.Fatal(err)
	}

	c := &cell{
		ENodeB: ENodeB{PCI: pci, RB: 25, Ports: 2},
		window: window{rb: 25, lo: 0, hi: 72, centre: -115, fft: 128}, random: rand.New(rand.NewPCG(1, 1)),
	}
	if err := c.prepare(); err != nil {
		t.Fatal(err)
	}
	turbo, err := fec.NewTurbo(tbs + 24)
	if err != nil {
		t.Fatal(err)
	}
	match, err := fec.NewTurboMatcher(tbs+24, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	// SIB1 is sent in every other frame, each time in another redundancy
	// version: TS 36.331 clause 5.2.1.2, TS 36.321 clause 5.3.1.
	for i, rv := range []int{2, 3, 1, 0} {
		llr := e.softBits(c, 2*i, cfi)
		gold := fec.NewGold(0xFFFF<<14 | 5<<9 | pci)
		gold.Descramble(llr)
		soft, block := make([]float32, fec.TurboCoded(tbs+24)), make([]byte, tbs+24)
		match.Dematch(soft, llr, rv)
		halves, ok := turbo.Decode(block, soft, 0, fec.CRC24A)
		t.Logf("frame %d, redundancy version %d: CRC right %v after %d half iterations", 2*i, rv, ok, halves)
		if got := hexBits(block[:tbs]); !ok || got != want {
			t.Errorf("frame %d, redundancy version %d: %s, want %s", 2*i, rv, got, want)
		}
	}
}

// softBits returns the soft bits of the six lowest resource blocks of subframe 5
// after the control symbols.
func (e *edge) softBits(c *cell, frame, cfi int) (llr []float32) {
	var h [2][]complex64
	for port := range h {
		h[port] = make([]complex64, 72)
		for _, at := range [][2]int{{10, 0}, {10, 4}, {11, 0}, {11, 4}} {
			for k, x := range channelFromCRS(e.block(frame, at[0], at[1]), c.crsAt(port, at[0], at[1])) {
				h[port][k] += x / 4
			}
		}
	}
	for symbol := cfi; symbol < 14; symbol++ {
		slot, l := 10+symbol/7, symbol%7
		rx := e.block(frame, slot, l)
		var free []int
		for k := range 72 {
			taken := false
			for port := range 2 {
				first, ok := c.crsShift(port, slot, l)
				taken = taken || ok && k%6 == first
			}
			if !taken {
				free = append(free, k)
			}
		}
		for i := 0; i < len(free); i += 2 {
			y0, y1 := rx[free[i]], rx[free[i+1]]
			a, b := h[0][free[i]], h[1][free[i]]
			x0, x1 := conj(a)*y0+b*conj(y1), conj(a)*y1-b*conj(y0)
			llr = append(llr, real(x0), imag(x0), real(x1), imag(x1))
		}
	}
	return llr
}

func hexBits(bits []byte) string {
	octets := make([]byte, len(bits)/8)
	for i, b := range bits {
		octets[i/8] |= b << (7 - i%8)
	}
	return hex.EncodeToString(octets)
}
