package fec

import (
	"encoding/binary"
	"math"
	"testing"
)

// FuzzDecoders gives every decoder soft values of any bits, among them infinite
// ones and ones that are no number. None may panic, and a block that a decoder
// says is right must have the right parity.
func FuzzDecoders(f *testing.F) {
	viterbi, err := NewViterbi(LTEConv, 40)
	if err != nil {
		f.Fatal(err)
	}
	turbo, err := NewTurbo(40)
	if err != nil {
		f.Fatal(err)
	}
	ldpc, err := NewLDPC(2, 7)
	if err != nil {
		f.Fatal(err)
	}
	xcch, sch := NewXCCH(), NewSCH()
	f.Add([]byte{0, 0, 128, 63, 0, 0, 128, 191}, uint8(3))
	f.Add([]byte{255, 255, 255, 127, 0, 0, 128, 255, 1, 0, 0, 0}, uint8(0))
	f.Fuzz(func(t *testing.T, raw []byte, fillers uint8) {
		llr := make([]float32, XCCHCoded)
		for i := range llr {
			if at := 4 * i; at+4 <= len(raw) {
				llr[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[at:]))
			}
		}
		block := make([]byte, XCCHInfo)
		if metric, _ := viterbi.TailBiting(block[:40], llr); metric != metric {
			t.Error("the Viterbi metric is no number")
		}
		if _, ok := turbo.Decode(block, llr, int(fillers%16), CRC24A); ok && CRC24A.Mask(block[fillers%16:40]) != 0 {
			t.Error("a turbo block passes with a wrong CRC")
		}
		if _, ok := ldpc.Decode(block, llr, int(fillers%56)); ok {
			coded := make([]byte, ldpc.Coded())
			ldpc.Encode(coded, block)
			if broken := ldpcChecks(2, 7, block, coded); broken > 0 {
				t.Error("a LDPC block passes with broken checks")
			}
		}
		xcch.Decode(block, llr, true)
		sch.Decode(block, llr)
	})
}
