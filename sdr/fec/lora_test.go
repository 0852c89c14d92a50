package fec

import (
	"encoding/binary"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
	"testing"

	"vigie/internal/testdata"
)

// TestLoRaBlocks come back, with one symbol of each wrong where the code allows.
func TestLoRaBlocks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for sf := 5; sf <= 12; sf++ {
		for cr := 1; cr <= 4; cr++ {
			for _, reduced := range []bool{false, true} {
				b := LoRaBlock{sf, cr, reduced}
				nibbles, got := make([]byte, b.Codewords()), make([]byte, b.Codewords())
				for i := range nibbles {
					nibbles[i] = byte(random.UintN(16))
				}
				symbols := make([]int, b.Symbols())
				b.Encode(symbols, nibbles)
				powers := make([][]float32, len(symbols))
				for i, s := range symbols {
					powers[i] = make([]float32, 1<<sf)
					powers[i][s] = 1
				}
				if cr >= 3 { // distance 3: one bit of each codeword may be wrong
					clear(powers[1])
					powers[1][random.IntN(1<<sf)] = 0.9
				}
				b.Decode(got, powers)
				if string(got) != string(nibbles) {
					t.Errorf("%+v: %x, want %x", b, got, nibbles)
				}
			}
		}
	}
}

// TestLoRaRecording reads the frames that another modulator made, gr-lora_sdr's:
// SF 7, 4/5, header and checksum. The file's samples are chirps, one a symbol bin.
func TestLoRaRecording(t *testing.T) {
	raw, err := os.ReadFile(testdata.File(t, "lora/lora_sf7_bw125_cr45_125k_8msgs_SYNTHETIC.cf32"))
	if err != nil {
		t.Fatal(err)
	}
	const n, frame, first = 128, 8352, 12*128 + 32 // samples: symbol, frame, preamble
	for at := 0; at+frame <= len(raw)/8; at += frame {
		symbol := func(i int) []float32 { return loraPowers(raw[8*(at+first+n*i):], n) }
		block := func(b LoRaBlock, from int) []byte {
			powers, nibbles := make([][]float32, b.Symbols()), make([]byte, b.Codewords())
			for i := range powers {
				powers[i] = symbol(from + i)
			}
			if margin := b.Decode(nibbles, powers); margin < 0.5 {
				t.Errorf("frame at %d: a codeword in doubt, margin %.2f", at, margin)
			}
			return nibbles
		}
		header := LoRaBlock{7, 4, true}
		head := block(header, 0)
		length, cr, crc := int(head[0]<<4|head[1]), int(head[2]>>1), head[2]&1
		if want := LoRaHeader(length, cr, crc == 1); string(head[:5]) != string(want[:]) || cr != 1 || crc != 1 {
			t.Fatalf("header %x, want %x", head, want)
		}
		var payload []byte
		for from := header.Symbols(); len(payload) < 2*(length+2); from += 5 {
			payload = append(payload, block(LoRaBlock{7, cr, false}, from)...)
		}
		octets := make([]byte, length+2)
		for i := range octets {
			octets[i] = payload[2*i] | payload[2*i+1]<<4
		}
		LoRaWhiten(octets[:length])
		reg := LoRaCheck(octets[:length])
		if got := uint16(octets[length]) | uint16(octets[length+1])<<8; got != reg {
			t.Errorf("frame at %d: check %04x, want %04x of %q", at, got, reg, octets[:length])
		}
		// And back: the header's block is that of the file, chirp by chirp.
		chirps := make([]int, header.Symbols())
		header.Encode(chirps, head)
		for i, c := range chirps {
			powers := symbol(i)
			for k, p := range powers {
				if p > powers[c] {
					t.Errorf("frame at %d, symbol %d: chirp %d in the file, %d encoded", at, i, k, c)
				}
			}
		}
	}
}

// loraPowers returns the powers of all n chirps in a symbol of cf32 samples.
func loraPowers(raw []byte, n int) []float32 {
	powers := make([]float32, n)
	for k := range powers {
		var sum complex128
		for i := range n {
			f := func(at int) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(raw[8*i+at:]))) }
			turns := float64(i*i)/float64(2*n) - float64(i)/2 + float64(k*i)/float64(n)
			sum += complex(f(0), f(4)) * cmplx.Rect(1, -2*math.Pi*turns)
		}
		powers[k] = float32(real(sum)*real(sum) + imag(sum)*imag(sum))
	}
	return powers
}
