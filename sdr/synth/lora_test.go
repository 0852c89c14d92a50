package synth

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/cmplx"
	"os"
	"slices"
	"testing"
	"time"

	"vigie/internal/testdata"
	"vigie/sdr"
)

// TestLoRaIsAnotherModulators: a frame of gr-lora_sdr's in the test data, chirps and
// phases, comes out of the model when it is given the same payload.
func TestLoRaIsAnotherModulators(t *testing.T) {
	raw, err := os.ReadFile(testdata.File(t, "lora/lora_sf7_bw125_cr45_125k_8msgs_SYNTHETIC.cf32"))
	if err != nil {
		t.Fatal(err)
	}
	m := loraModem{SF: 7, Bandwidth: 125e3, CR: 1, Preamble: 8, Sync: 0x12, Explicit: true, Check: true}
	for i := range 8 {
		x := raw[8*8352*i:]
		text := fmt.Sprintf("hello world: %d", i)
		f := chirpFrame{end: 1, gain: []float32{1}, sweeps: m.sweeps(m.encode([]byte(text)))}
		y := make([]complex64, 45*128+32)
		f.add(y, 0, 125e3)
		for from := 0; from+128 <= len(y); from += 128 {
			var sum complex128
			for k, v := range y[from:][:128] {
				u := complex(f32(x[8*(from+k):]), f32(x[8*(from+k)+4:]))
				sum += complex128(v) * cmplx.Conj(u)
			}
			if cmplx.Abs(sum) < 0.8*128 { // the model's filter takes 0.06 of the band's edges
				t.Errorf("frame %d, sample %d: correlation %.3f with the recording", i, from, cmplx.Abs(sum)/128)
			}
		}
	}
}

func f32(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }

// TestHopSequences: every round begins with the synchronisation channel and has every
// channel once.
func TestHopSequences(t *testing.T) {
	for name, d := range elrsDomains {
		e := ExpressLRS{Domain: name, UID: []int{1, 2, 3, 4, 5, 6}, Version: 3}
		s := elrsSequence(e)
		if len(s) != 256/d.count*d.count {
			t.Errorf("%s: %d hops", name, len(s))
		}
		for i := 0; i < len(s); i += d.count {
			round := slices.Clone(s[i : i+d.count])
			if round[0] != d.count/2+1 {
				t.Errorf("%s: round begins with channel %d", name, round[0])
			}
			slices.Sort(round)
			for k, c := range round {
				if c != k {
					t.Errorf("%s: channel %d missing", name, k)
					break
				}
			}
		}
	}
}

// TestELRSCheck against the table that the firmware makes of the polynomial.
func TestELRSCheck(t *testing.T) {
	for _, c := range []struct {
		bits int
		poly uint16
	}{{14, 0x2E57}, {16, 0x3D65}} {
		var table [256]uint16
		for i := range table {
			crc := uint16(i) << (c.bits - 8)
			for range 8 {
				high := crc & (1 << (c.bits - 1))
				crc <<= 1
				if high != 0 {
					crc ^= c.poly
				}
			}
			table[i] = crc
		}
		for seed := range uint16(2000) {
			crc := seed * 31
			octets := []byte{2, byte(seed), 7, 0x51, 200, byte(seed >> 8), 91}
			for _, o := range octets {
				crc = crc<<8 ^ table[(crc>>(c.bits-8)^uint16(o))&0xFF]
			}
			if want := crc & uint16(1<<c.bits-1); elrsCheck(octets, c.bits, c.poly, seed*31) != want {
				t.Fatalf("%d bits, seed %d: %x, want %x", c.bits, seed*31, elrsCheck(octets, c.bits, c.poly, seed*31), want)
			}
		}
	}
}

// TestAirtimes are those of the data sheets' formula, as the firmware lists them.
func TestAirtimes(t *testing.T) {
	for _, c := range []struct {
		domain string
		rate   float64
		full   bool
		us     float64
	}{
		{"eu868", 200, false, 4384},
		{"eu868", 100, true, 6688},
		{"eu868", 100, false, 8768},
		{"eu868", 50, false, 18560},
		{"eu868", 25, false, 29952},
		{"eu868", 250, false, 3216},
		{"ism2400", 500, false, 1507},
		{"ism2400", 150, false, 5868},
		{"ism2400", 50, false, 10797},
	} {
		e := ExpressLRS{Domain: c.domain, RateHz: c.rate, Wide: c.full}
		l := elrsLink{ExpressLRS: e, rate: *e.rate()}
		if got := 1e6 * l.airtime(); math.Abs(got-c.us) > 10 {
			t.Errorf("%s, %g Hz: %.0f µs, want %.0f", c.domain, c.rate, got, c.us)
		}
	}
}

// TestChirpScenes: the samples do not depend on how they are read, and mistakes are
// found.
func TestChirpScenes(t *testing.T) {
	s := Scene{Seed: 1, Rate: 1.2e6, Centre: 868e6, Format: sdr.CS16, Seconds: 0.2, FrontEnd: FrontEnd{NoiseDBFS: -40}}
	s.ExpressLRS = []ExpressLRS{{Domain: "eu868", RateHz: 200, SNR: 20, Channel: "tu", DopplerHz: 10}}
	s.ChirpHopper = []ChirpHopper{{System: "mlrs", First: 863.275e6, RateHz: 31, SNR: 20}}
	s.LoRaNodes = []LoRaNodes{{System: "lorawan", Nodes: 20, Duty: 0.1, SNR: 50}}
	read := func(size int) (x []complex64) {
		src, err := s.Open(time.Unix(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		b := sdr.Block{IQ: make([]complex64, 0, size)}
		for {
			err := src.Read(context.Background(), &b)
			if errors.Is(err, io.EOF) {
				return x
			}
			if err != nil {
				t.Fatal(err)
			}
			x = append(x, b.IQ...)
		}
	}
	if a, b := read(4096), read(1001); !slices.Equal(a, b) {
		t.Error("cut otherwise, other samples")
	}
	for text, key := range map[string]string{
		"[[expresslrs]]\ndomain = \"eu868\"\nrate_hz = 77\n":          "rate_hz",
		"[[expresslrs]]\ndomain = \"mars\"\nrate_hz = 200\n":          "domain",
		"[[chirp_hopper]]\nsystem = \"mlrs\"\nrate_hz = 30\n":         "system",
		"[[lora_nodes]]\nsystem = \"lorawan\"\nnodes = 0\nduty = 0.1": "nodes",
	} {
		var at *keyError
		if _, err := ParseScene("x.toml", text); !errors.As(err, &at) || at.key != key {
			t.Errorf("%q: %v", text, err)
		}
	}
}
