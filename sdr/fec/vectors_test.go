package fec

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestVectorsGiveTheSameBits holds what this build computes with vectors, where it
// has any, against plain Go.
func TestVectorsGiveTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, z := range []int{2, 7, 8, 9, 80, 104, 384} {
		const edges = 6
		values, message := noise(edges*z), noise(edges*z)
		values[3], message[3] = 0, 0
		plainValues, plainMessage := slices.Clone(values), slices.Clone(message)
		checks(values, message, z)
		checksPlain(plainValues, plainMessage, 0, z)
		if !slices.Equal(values, plainValues) || !slices.Equal(message, plainMessage) {
			t.Errorf("LDPC checks of %d", z)
		}
	}
	for _, k := range []int{40, 1024} {
		alpha, plainAlpha := make([][turboStates]int32, k), make([][turboStates]int32, k)
		alpha[0], plainAlpha[0] = turboStart, turboStart
		sys, prior, par := make([]int32, k), make([]int32, k), make([]int32, k)
		for i := range k {
			sys[i], prior[i], par[i] = r.Int32N(2*turboCertain)-turboCertain, r.Int32N(2*turboCertain)-turboCertain, r.Int32N(2*turboCertain)-turboCertain
		}
		turboForward(alpha, sys, prior, par)
		turboForwardPlain(plainAlpha, sys, prior, par)
		extrinsic, plainExtrinsic := make([]int32, k), make([]int32, k)
		turboBackward(extrinsic, alpha, &turboStart, sys, prior, par)
		turboBackwardPlain(plainExtrinsic, plainAlpha, &turboStart, sys, prior, par)
		if !slices.Equal(alpha, plainAlpha) || !slices.Equal(extrinsic, plainExtrinsic) {
			t.Errorf("turbo code of %d bits", k)
		}
	}
}
